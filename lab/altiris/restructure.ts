import { arg, propertiesIn } from "../args";
import type { Effect, Harm, Scene, Verb } from "../physics";
import { Properties, Thing, text, texts } from "../things";
import type { World } from "../world";
import { serves } from "./agents";
import { mustOwn, mustRun } from "./estate";
import { harm } from "./laws";

/** What is done in an estate that keeps its version: everything ends where it began, or is gone. */

const settled: ReadonlySet<string> = new Set(["held", "changing", "claiming", "adding", "in both", "dropping"]);

/** A site goes into a server's book where no other one there has any of its subnets, or a part of one. */
function mayEnter(scene: Scene, server: string): void {
  mustRun(scene.world, server, `${scene.ref} cannot be created`);
  mustOwn(scene, server, (other) => settled.has(text(other, "phase")) && booksOf(other).includes(server));
}

/** A site is in its server's book, and on its way to another one in both. */
const booksOf = (boundaries: Thing): readonly string[] =>
  boundaries["books"] === undefined ? [text(boundaries, "server")] : texts(boundaries, "books");

const server = (scene: Scene): string => text(scene.thing, "server") || (arg(scene.args, "server") ?? "");
const next = (scene: Scene): string => arg(scene.args, "next") ?? text(scene.thing, "next");

const step = (name: string, minutes: number, does: (scene: Scene) => Effect): Verb["steps"][number] => ({
  name,
  minutes,
  does,
});
const set =
  (does: (scene: Scene) => Properties): ((scene: Scene) => Effect) =>
  (scene) => ({
    changes: [{ ref: scene.ref, set: does(scene) }],
  });

/** Agents whose site is deleted under them belong to none. */
function deserted({ ref, world }: Scene, book: string): readonly Harm[] {
  return world
    .of("wave")
    .filter((wave) => text(wave, "fromBoundaries") === ref && texts(wave, "at").includes(book) && text(wave, "from") === book)
    .map((wave) =>
      harm("LAW-SITE-KNOWN", wave.ref, `${wave.ref} reports to ${book}, where ${ref} was deleted: its agents find no site`),
    );
}

const bare = (args: Properties): Properties => ({ ...propertiesIn(args), books: [] });

const create = step(
  "create",
  10,
  set((scene) => ({ books: [server(scene)] })),
);

export const dailyBoundaries: Readonly<Record<string, Verb>> = {
  claim: {
    from: ["absent"],
    during: "claiming",
    to: "held",
    takes: bare,
    may: (scene) => mayEnter(scene, server(scene)),
    steps: [create],
  },
  "give-back": { from: ["held"], during: "claiming", to: "absent", steps: [step("delete", 10, () => ({}))] },
  "give-up": {
    from: ["held"],
    during: "releasing",
    to: "absent",
    steps: [
      step("delete", 10, (scene) => ({
        changes: [{ ref: scene.ref, set: { books: [] } }],
        harms: deserted(scene, server(scene)),
      })),
    ],
  },
  "take-again": {
    from: ["absent"],
    during: "releasing",
    to: "held",
    takes: bare,
    may: (scene) => mayEnter(scene, server(scene)),
    steps: [create],
  },
  add: {
    from: ["held"],
    during: "adding",
    to: "in both",
    may: (scene) => mayEnter(scene, next(scene)),
    steps: [
      step(
        "create",
        10,
        set((scene) => ({ books: [server(scene), next(scene)], next: next(scene) })),
      ),
    ],
  },
  "take-out": {
    from: ["in both"],
    during: "adding",
    to: "held",
    steps: [
      step(
        "delete",
        10,
        set((scene) => ({ books: [server(scene)] })),
      ),
    ],
  },
  drop: {
    from: ["in both"],
    during: "dropping",
    to: "held",
    steps: [
      step("delete", 10, (scene) => ({
        changes: [
          { ref: scene.ref, set: { books: [next(scene)], server: next(scene), ".was": server(scene) }, unset: ["next"] },
        ],
        harms: deserted(scene, server(scene)),
      })),
    ],
  },
  "put-back": {
    from: ["held"],
    during: "dropping",
    to: "in both",
    may: (scene) => mayEnter(scene, text(scene.thing, ".was")),
    steps: [
      step(
        "create",
        10,
        set(({ thing }) => {
          const [was, is] = [text(thing, ".was"), text(thing, "server")];
          return { books: [was, is], server: was, next: is };
        }),
      ),
    ],
  },
};

/** Sites that have a service from nobody once this one serves so, and go on being there. */
function unserved({ ref, thing, world }: Scene, stays: Thing | undefined): readonly Harm[] {
  const [book] = texts(thing, "on");
  // who is on the way to another server has left already
  if (book === undefined) return [];
  return texts(thing, "sites").flatMap((site) =>
    texts(thing, "services").flatMap((service) => {
      const wanted = world
        .of("boundaries")
        .some((one) => text(one, "site") === site && texts(one, "services").includes(service));
      const still = [...others(world, ref), ...(stays ? [stays] : [])].some(
        (one) => serves(one, book) && texts(one, "sites").includes(site) && texts(one, "services").includes(service),
      );
      return wanted && !still ? [harm("LAW-SERVICE", ref, `site ${site} has no ${service} service when ${ref} leaves it`)] : [];
    }),
  );
}

const others = (world: World, ref: string): readonly Thing[] => world.of("siteServer").filter((one) => one.ref !== ref);

/** Where it is to be registered: on the way from one server to another it serves neither (line 762). */
const side = (scene: Scene): string => arg(scene.args, "side") ?? text(scene.thing, "side");

const leaves = (scene: Scene): Effect =>
  texts(scene.thing, "on").includes(side(scene))
    ? {}
    : { changes: [{ ref: scene.ref, set: { on: [] } }], harms: unserved(scene, undefined) };

function change(scene: Scene): Effect {
  mustRun(scene.world, side(scene), `${scene.ref} cannot be registered`);
  const after = {
    on: [side(scene)],
    side: side(scene),
    sites: texts(scene.args, "sites"),
    services: texts(scene.args, "services"),
  };
  const serving = { ...scene.thing, ...after, ref: scene.ref } as Thing;
  return { changes: [{ ref: scene.ref, set: after }], harms: unserved(scene, serving) };
}

const registered = (scene: Scene): Effect => {
  mustRun(scene.world, side(scene), `${scene.ref} cannot be registered`);
  return { changes: [{ ref: scene.ref, set: { on: [side(scene)] } }] };
};

const away = (args: Properties): Properties => ({ ...propertiesIn(args), on: [] });

export const dailySiteServers: Readonly<Record<string, Verb>> = {
  change: { from: ["up"], during: "changing", to: "up", begins: leaves, steps: [step("change", 30, change)] },
  retire: {
    from: ["up"],
    during: "retiring",
    to: "absent",
    steps: [
      step("unregister", 10, (scene) => ({
        changes: [{ ref: scene.ref, set: { on: [] } }],
        harms: unserved(scene, undefined),
      })),
    ],
  },
  reinstate: { from: ["absent"], during: "retiring", to: "up", takes: away, steps: [step("register", 20, registered)] },
};

const nobody = (args: Properties): Properties => ({ ...propertiesIn(args), targets: [] });

/** A policy that leads to another server, while there is somebody to be led (line 785). */
export const dailySettings: Readonly<Record<string, Verb>> = {
  create: { from: ["absent"], during: "creating", to: "ready", takes: nobody, steps: [step("create", 10, () => ({}))] },
  discard: { from: ["ready"], during: "creating", to: "absent", steps: [step("delete", 5, () => ({}))] },
  withdraw: { from: ["ready"], during: "withdrawing", to: "absent", steps: [step("delete", 5, () => ({}))] },
  reinstate: {
    from: ["absent"],
    during: "withdrawing",
    to: "ready",
    takes: propertiesIn,
    steps: [step("create", 10, () => ({}))],
  },
};
