import { firstMeeting } from "../addresses";
import { propertiesIn } from "../args";
import type { Effect, Harm, Scene, Step, Verb } from "../physics";
import { Properties, Thing, text, texts } from "../things";
import type { World } from "../world";
import { isConfigMgr, isHeld, mustAnswer, standsFor } from "./hierarchy";
import { harm, refusal } from "./laws";

/** How long a deletion takes to reach every site of the hierarchy: guessed, the source says only that it takes time. */
const REPLICATION = 240;

const wanted = ({ thing, args }: Scene): readonly string[] =>
  args["addresses"] === undefined ? texts(thing, "addresses") : texts(args, "addresses");

/** From the deletion on clients find nothing here; `.known` is what the other sites still believe. */
export const drop: Step = {
  name: "delete",
  minutes: 10,
  does: ({ ref, thing }) => ({ changes: [{ ref, set: { ".deleted": true, ".known": texts(thing, "addresses") } }] }),
};

export const create: Step = {
  name: "create",
  minutes: 10,
  does: (scene) => ({
    changes: [{ ref: scene.ref, set: { addresses: wanted(scene) }, unset: [".deleted"] }],
    harms: tooEarly(scene),
  }),
};

export const replicate: Step = {
  name: "replicate",
  minutes: REPLICATION,
  does: ({ ref }) => ({ changes: [{ ref, unset: [".known"] }], evidence: { replicated: "all sites" } }),
};

/** Other sites go on sending clients to who held the addresses before (line 508). */
function tooEarly(scene: Scene): readonly Harm[] {
  const { ref, thing, world } = scene;
  const mine = standsFor(thing as Thing, wanted(scene)).map((address) => ({ owner: ref, address }));
  return world
    .of("boundaries")
    .filter((other) => other.ref !== ref && text(other, "realm") === text(thing, "realm") && texts(other, ".known").length > 0)
    .flatMap((other) => {
      const left = texts(other, ".known").filter((address) =>
        isHeld(other) ? !texts(other, "addresses").includes(address) : true,
      );
      const meeting = firstMeeting([...mine, ...standsFor(other, left).map((address) => ({ owner: other.ref, address }))]);
      return meeting
        ? [
            harm(
              "LAW-REPLICATION",
              ref,
              `${meeting.find(({ owner }) => owner === ref)?.address} is claimed by ${ref} while other sites still know it as ${other.ref}'s`,
            ),
          ]
        : [];
    });
}

/** Two sites for one address: accepted, and clients there are unpredictable from then on (line 506). */
export function overlaps(world: World): readonly Harm[] {
  const realms = new Map<string, Thing[]>();
  for (const held of world.of("boundaries").filter(isHeld))
    realms.set(text(held, "realm"), [...(realms.get(text(held, "realm")) ?? []), held]);
  return [...realms].flatMap(([realm, all]) => {
    const meeting = firstMeeting(all.flatMap((held) => standsFor(held).map((address) => ({ owner: held.ref, address }))));
    if (!meeting) return [];
    const [a, b] = meeting;
    return [
      harm(
        "LAW-OVERLAP",
        realm,
        `${a.address} of ${a.owner} and ${b.address} of ${b.owner} overlap in ${realm}: clients there cannot know their site`,
      ),
    ];
  });
}

export const siteAnswers = (scene: Scene): void =>
  void mustAnswer(scene.world, text(scene.thing, "site") || String(scene.args["site"] ?? ""), `${scene.ref} cannot be changed`);

/** What SMS left behind can only be deleted and created anew (line 459). */
function mayEdit(scene: Scene): void {
  siteAnswers(scene);
  if (text(scene.thing, "way") === "in-place" && isConfigMgr(scene.world.get(text(scene.thing, "site"))))
    throw refusal("LAW-READ-ONLY", scene.ref, `${scene.ref} came from SMS and is read-only. Delete it, and create it again.`);
}

const arrives = (scene: Scene): void => {
  const site = mustAnswer(scene.world, text(scene.thing, "site"), `${scene.ref} cannot be seen`);
  if (!isConfigMgr(site))
    throw refusal("LAW-NO-SITE", scene.ref, `${scene.ref} cannot arrive: ${site.ref} runs SMS still. Upgrade it first.`);
};

const nothing = (name: string): readonly Step[] => [{ name, minutes: 5, does: (): Effect => ({}) }];

/** What is claimed is not there before it is created. */
export const asClaimed = (args: Properties): Properties => ({
  ...propertiesIn(args),
  ...(args["from"] === undefined ? {} : { from: args["from"] }),
  ".deleted": true,
});

export const boundariesVerbs: Readonly<Record<string, Verb>> = {
  inherit: { from: ["held"], during: "inheriting", to: "read-only", may: arrives, steps: nothing("look") },
  "re-create": {
    from: ["read-only", "re-created"],
    during: "re-creating",
    to: "re-created",
    may: siteAnswers,
    steps: [drop, create, replicate],
  },
  "re-create-back": {
    from: ["re-created"],
    during: "re-creating",
    to: "read-only",
    may: siteAnswers,
    steps: [drop, create, replicate],
  },
  narrow: { from: ["held"], during: "re-creating", to: "held", may: mayEdit, steps: [drop, create, replicate] },
  widen: { from: ["held"], during: "re-creating", to: "held", may: siteAnswers, steps: [drop, create, replicate] },
  release: { from: ["held"], during: "releasing", to: "released", may: siteAnswers, steps: [drop, replicate] },
  "take-back": { from: ["released"], during: "releasing", to: "held", may: siteAnswers, steps: [create] },
  claim: { from: ["absent"], during: "claiming", to: "held", takes: asClaimed, may: siteAnswers, steps: [create] },
  "give-back": { from: ["held"], during: "claiming", to: "absent", steps: [drop, replicate] },
};
