/** A platform of a few lines for gadgets: sites that own addresses, sites with a code, links between servers. */
import { Entity, Ref, State, list, stateOf } from "../../engine/model/entity";
import type { Model, Pack } from "../../engine/model/pack";
import type { Phases } from "../../engine/model/phases";
import type { Rule } from "../../engine/model/rule";
import { ruled } from "./toys";

const union = (a: Entity, b: Entity): readonly string[] =>
  [...new Set([...list(a, "addresses"), ...list(b, "addresses")].map(String))].sort();

const phases: readonly Phases[] = [
  {
    kind: "boundaries",
    word: "boundaries",
    first: ["held"],
    last: ["held"],
    claims: (entity) => ({ realm: "shire", addresses: list(entity, "addresses").map(String) }),
    moves: [
      {
        name: "change",
        from: "held",
        during: "changing",
        to: "held",
        undo: "change-back",
        by: "driver",
        changes: ["addresses"],
        hull: (before, after) => ({ addresses: union(before, after) }),
      },
    ],
  },
  {
    kind: "site",
    word: "site",
    first: ["planned", "live"],
    last: ["live", "gone"],
    moves: [
      { name: "remove", from: "live", during: "removing", to: "gone", by: "driver" },
      { name: "build", from: "planned", during: "building", to: "live", undo: "unbuild", by: "driver" },
    ],
  },
  {
    kind: "link",
    word: "link",
    first: ["planned", "linked"],
    last: ["linked", "detached"],
    moves: [
      { name: "detach", from: "linked", during: "detaching", to: "detached", undo: "attach", by: "driver" },
      { name: "link", from: "planned", during: "linking", to: "linked", undo: "unlink", by: "driver" },
    ],
  },
];

/** What is coming or going may be there. */
const there = (entity: Entity): boolean => !["planned", "gone", "detached"].includes(entity.phase);

const rules: readonly Rule[] = [
  ruled("TOY-1", {
    form: "state",
    over: "site",
    check(site, view) {
      if (!there(site)) return undefined;
      for (const other of view.all("site", "code", site.code as string))
        if (other.ref !== site.ref && there(other)) return `${site.ref} and ${other.ref} both have the code ${String(site.code)}`;
      return undefined;
    },
  }),
  ruled("TOY-2", {
    form: "state",
    over: "link",
    check(link, view) {
      const [parent, child] = list(link, "ends");
      if (!there(link)) return undefined;
      for (const other of view.all("link", "ends", parent as string)) {
        const [above, below] = list(other, "ends");
        if (there(other) && above === child && below === parent)
          return `${String(parent)} and ${String(child)} are each above the other`;
      }
      return undefined;
    },
  }),
];

export const shire = {
  name: "shire",
  version: "1",
  phases,
  procedures: [],
  rules,
  group: (entity: Entity) => entity.ref,
  nameStage: () => "stage",
} as unknown as Pack<never>;

export type Holdings = Readonly<Record<string, readonly string[]>>;

/** Who owns which networks; `a` stands for 10.0.0.0/16, `b` for 10.1.0.0/16 … */
export const owners = (holdings: Holdings): State =>
  stateOf(
    Object.entries(holdings).map(([name, networks]) => {
      const addresses = networks.map((one) => (one.length > 1 ? one : `10.${one.charCodeAt(0) - 97}.0.0/16`)).sort();
      return { ref: `boundaries/${name}` as Ref, kind: "boundaries", phase: "held", addresses, agents: 100 } as unknown as Entity;
    }),
  );

export const things = (all: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>): State =>
  stateOf(
    Object.entries(all).map(([ref, props]) => ({ ref, kind: ref.slice(0, ref.indexOf("/")), ...props }) as unknown as Entity),
  );

export const shireModel = (start: State, goal: State): Model => ({
  platform: "shire",
  title: "",
  start,
  goal,
  subjects: [],
  origins: new Map(),
  options: {},
  pace: "fast",
  findings: [],
  facts: [],
});
