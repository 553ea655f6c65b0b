import { arg } from "../args";
import { faultOf } from "../faults";
import type { Effect, Scene, Verb } from "../physics";
import { Scalar, count, texts } from "../things";
import { harm, refusal } from "./laws";

const nameOf = ({ args, ref }: Scene): string => arg(args, "task") ?? ref.slice(ref.lastIndexOf("/") + 1);

/** The site that an act is about: as ordered, else the one of its scope (`task/HOU/services`). */
const siteOf = ({ args, ref }: Pick<Scene, "args" | "ref">): string => arg(args, "site") ?? `site/${ref.split("/")[1] ?? ""}`;

function tryDatabase(scene: Scene): Effect {
  const [tried, own] = [arg(scene.args, "testDatabase"), arg(scene.args, "database")];
  const spoilt = tried !== undefined && tried.toLowerCase() === own?.toLowerCase();
  return {
    changes: spoilt ? [{ ref: siteOf(scene), set: { ".databaseUseless": true } }] : [],
    harms: spoilt
      ? [
          harm(
            "LAW-TEST-DATABASE",
            siteOf(scene),
            `the trial ran on ${own}, the database of ${siteOf(scene)} itself: SMS 2003 can no longer use it`,
          ),
        ]
      : [],
    evidence: { database: tried ?? "", result: "success" },
  };
}

const physical: Readonly<Record<string, (scene: Scene) => Effect>> = {
  "service-pack": (scene) => ({
    changes: [{ ref: siteOf(scene), set: { ".version": "2003-sp3" } }],
    evidence: { version: "2003-sp3" },
  }),
  "test-database": tryDatabase,
  "convert-legacy": (scene) => ({
    changes: [{ ref: siteOf(scene), set: { ".converted": count(scene.world.get(siteOf(scene)), "legacy") } }],
    evidence: { left: "0" },
  }),
  "all-secondaries": (scene) => ({ changes: [{ ref: siteOf(scene), set: { ".checked": true } }], evidence: { errors: "0" } }),
};

function doTask(scene: Scene): Effect {
  const name = nameOf(scene);
  const effect = Object.hasOwn(physical, name) ? physical[name]?.(scene) : undefined;
  const asked = Object.fromEntries(
    texts(scene.args, "evidence").map((field) => [field, `seen to in the lab, minute ${scene.at}`]),
  );
  return {
    ...effect,
    changes: [...(effect?.changes ?? []), { ref: scene.ref, set: { doneAt: scene.at } }],
    evidence: { ...asked, ...effect?.evidence },
  };
}

export const taskVerbs: Readonly<Record<string, Verb>> = {
  do: { from: ["absent", "todo", "done"], during: "doing", to: "done", steps: [{ name: "do", minutes: 15, does: doTask }] },
  reopen: { from: ["done"], during: "doing", to: "todo", steps: [{ name: "reopen", minutes: 1, does: () => ({}) }] },
};

type Asked = Pick<Scene, "world" | "at" | "faults">;

const questions: Readonly<Record<string, (ref: string, asked: Asked) => Scalar>> = {
  "legacy-clients": (ref, { world }) => count(world.get(ref), "legacy") - count(world.get(ref), ".converted"),
  /** Whether all sites know that these boundaries are gone. */
  "boundaries-replicated": (ref, { world }) => texts(world.get(ref), ".known").length === 0,
  "signed-off": (ref, { faults }) => faultOf(faults, "unsigned", ref) === undefined,
};

export function ask(question: string, ref: string, asked: Asked): Scalar {
  const answer = Object.hasOwn(questions, question) ? questions[question] : undefined;
  if (answer) return answer(ref, asked);
  throw new Error(`the lab has no answer to "${question}" about ${ref}: it knows ${Object.keys(questions).join(", ")}`);
}

/** Whom a gate is about: what its order names. */
function aboutOf(scene: Scene, question: string): readonly string[] {
  if (question === "legacy-clients") return [siteOf(scene)];
  if (question === "boundaries-replicated") return [...texts(scene.args, "released"), ...texts(scene.args, "narrowed")];
  return [scene.ref];
}

function askGate(scene: Scene): Effect {
  const waived = arg(scene.args, "waived");
  if (waived !== undefined) return { changes: [{ ref: scene.ref, set: { passedAt: scene.at } }], evidence: { waived } };
  const question = arg(scene.args, "question") ?? "signed-off";
  const evidence: Record<string, string> = {};
  for (const ref of aboutOf(scene, question)) {
    const said = ask(question, ref, scene);
    evidence[`${question} ${ref}`] = String(said);
    if (said !== true && said !== 0)
      throw refusal(
        "not yet",
        scene.ref,
        `${scene.ref} does not open: ${question} of ${ref} is ${said}. ${remedies[question] ?? ""}`,
      );
  }
  return { changes: [{ ref: scene.ref, set: { passedAt: scene.at } }], evidence };
}

const remedies: Readonly<Record<string, string>> = {
  "legacy-clients": "Convert them, or let them go.",
  "boundaries-replicated": "Wait until all sites know.",
  "signed-off": "Have it signed.",
};

export const gateVerbs: Readonly<Record<string, Verb>> = {
  pass: {
    from: ["absent", "closed", "open"],
    during: "asking",
    to: "open",
    steps: [{ name: "ask", minutes: 10, does: askGate }],
  },
  close: { from: ["open"], during: "asking", to: "closed", steps: [{ name: "close", minutes: 1, does: () => ({}) }] },
};
