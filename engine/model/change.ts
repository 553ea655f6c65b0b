import type { Ref } from "./entity";

/** What people call a difference between two estates, each kind once: whoever speaks of it switches over this union. */
export type Change =
  | Readonly<{ change: "added"; what: Ref }>
  | Readonly<{ change: "removed"; what: Ref }>
  | Readonly<{ change: "changed"; what: Ref; props: readonly string[] }>
  /** A thing that stands elsewhere (no addresses), or addresses that change hands between owners that both stay. */
  | Readonly<{ change: "moved"; what?: Ref; addresses: readonly string[]; from: readonly Ref[]; to: readonly Ref[] }>
  | Readonly<{ change: "renamed"; from: Ref; to: Ref }>
  /** New owners took a part of one that stays. */
  | Readonly<{ change: "split"; from: Ref; into: readonly Ref[] }>
  /** One owner took all that others had, and these are gone. */
  | Readonly<{ change: "merged"; from: readonly Ref[]; into: Ref }>
  | Readonly<{ change: "replaced"; what: Ref; from: string; to: string }>
  | Readonly<{ change: "re-parented"; what: Ref; from?: Ref; to?: Ref }>;

/** What a change is about first: the key that it is sorted by. */
export function subjectOf(change: Change): Ref {
  switch (change.change) {
    case "added":
    case "removed":
    case "changed":
    case "replaced":
    case "re-parented":
      return change.what;
    case "moved":
      return change.what ?? (change.from[0] as Ref);
    case "renamed":
    case "split":
      return change.from;
    case "merged":
      return change.into;
  }
}
