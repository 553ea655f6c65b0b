import { Thing } from "../../../lab";
import { Args, Ordered, migrated, separated } from "../estate";

/** What is broken, by which last order, and what the lab has to say: every word of it. */
export type Broken = Readonly<{
  law: string;
  before?: readonly Ordered[];
  seed?: readonly Thing[];
  changes?: Readonly<Record<string, Args>>;
  /** By hand, after `before`. */
  meddle?: Readonly<Record<string, Args>>;
  order: Ordered;
  says: string;
}>;

export const wave = (name: string, agents: number, more: Args = {}): Thing =>
  ({ ref: `wave/${name}`, site: "houston", agents, at: ["server/hou@7.0"], phase: "waiting", ...more }) as Thing;
export const aimed = (name: string, ...waves: readonly string[]): readonly Ordered[] => [
  [`settings/${name}@7.1`, "target", { add: waves }],
  [`settings/${name}@7.0`, "target", { add: waves }],
];
export const restored = migrated("bea").slice(0, 3);
export const restoredHou = migrated("hou").slice(0, 3);
export const hou71 = [...separated, ...migrated("bea"), ...migrated("hou")];
export const temporary: Ordered = ["siteServer/hou-tmp", "set-up", { sites: ["houston"], on: ["server/hou@7.0"] }];
