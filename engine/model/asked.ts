import type { Source } from "./finding";
import type { Migration } from "./migration";
import type { Edge, RuleId } from "./plan";
import type { Hold, OrderWish, Waiver } from "./wish";

/** Something a migration asks for, and where. */
export type Placed<T> = T & Readonly<{ at?: Source }>;

/** What a migration asks for beyond its two estates: orders and holds are added to the rules, waivers take rules away. */
export type Asked = Readonly<{
  wishes: readonly Placed<OrderWish>[];
  holds: readonly Placed<Hold>[];
  waivers: readonly Placed<Waiver>[];
  /** Where a value of the migration stands, by the name of its option: `waves.atOnce`. */
  places: ReadonlyMap<string, Source>;
}>;

/** A wish or a hold, and the edges that it is: take it away, and they go. */
export type Ask = Readonly<{ say: string; why: string; at?: Source; edges: readonly Edge[] }>;

/** A waiver that may be applied: the rules that it is about, and the entities; without those, all of them. */
export type Allowed = Readonly<{ waiver: Placed<Waiver>; rules: ReadonlySet<RuleId>; refs?: ReadonlySet<string> }>;

/** An edge that a rule asks for and nobody keeps. */
export type WaivedEdge = Readonly<{ edge: Edge; by: Allowed }>;

export const nothingAsked: Asked = { wishes: [], holds: [], waivers: [], places: new Map() };

type Declared = Readonly<{ migration: Migration; origin(path: string): Source | undefined }>;

/** What is asked for, whatever the platform: packs hand it on with their model. */
export function askedOf({ migration, origin }: Declared): Asked {
  const placed = <T extends object>(list: string, all: readonly T[] = []): readonly Placed<T>[] =>
    all.map((one, i) => {
      const at = origin(`migration/${list}/${i}`);
      return at ? { ...one, at } : one;
    });
  const options = Object.entries(migration).flatMap(([key, value]) =>
    typeof value === "object" && !Array.isArray(value) ? [key, ...Object.keys(value).map((own) => `${key}.${own}`)] : [key],
  );
  return {
    wishes: placed("wishes", migration.wishes),
    holds: placed("holds", migration.holds),
    waivers: placed("waivers", migration.waivers),
    places: new Map(
      options.flatMap((option) => {
        const at = origin(`migration/${option.replace(".", "/")}`);
        return at ? [[option, at] as const] : [];
      }),
    ),
  };
}
