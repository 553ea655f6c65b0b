import type { Effect, Scene, Verb } from "../physics";
import { Thing, text, texts } from "../things";
import type { World } from "../world";
import { backUp } from "./databases";
import { arg, databaseOf, mustRun, runs, successor, versionAt } from "./estate";
import { refusal } from "./laws";
import { Question, answer, questionNamed } from "./questions";

const nameOf = ({ args, ref }: Scene): string => arg(args, "task") ?? ref.slice(ref.lastIndexOf("/") + 1);

/** The middle of `task/<scope>/<name>`. */
const scopeOf = (ref: string): string => ref.slice(ref.indexOf("/") + 1, ref.lastIndexOf("/"));

/** Old and new server that a task is about: as ordered, else by the scope's name; each of them tells of the other. */
function pair(scene: Scene): Readonly<{ old?: string; new?: string }> {
  const named = ["server", "other", "old", "new"]
    .flatMap((name) => texts(scene.args, name))
    .filter((ref) => ref.startsWith("server/"));
  const refs = named.length > 0 ? named : [`server/${scopeOf(scene.ref)}@7.0`, `server/${scopeOf(scene.ref)}@7.1`];
  const isOld = (ref: string): boolean => versionAt(scene.world, ref) === "7.0";
  const old = refs.find(isOld) ?? refs.map((ref) => text(scene.world.get(ref), "was")).find((ref) => ref !== "");
  const next =
    refs.find((ref) => !isOld(ref) && scene.world.get(ref)) ??
    (old === undefined ? undefined : successor(scene.world, old)?.ref) ??
    refs.find((ref) => !isOld(ref));
  return { ...(old === undefined ? {} : { old }), ...(next === undefined ? {} : { new: next }) };
}

const oldServer = (scene: Scene): string => {
  const { old } = pair(scene);
  if (old === undefined)
    throw refusal("LAW-NO-SERVER", scene.ref, `${scene.ref} cannot be done: it names no 7.0 server. Order it with server.`);
  return old;
};

/** The store that the wizard writes (line 669): exported on the old server, copied to the new one, imported there. */
const isInstalled = (world: World, server: string | undefined): boolean => server !== undefined && runs(world.get(server));

function exportStore(scene: Scene): Effect {
  const both = pair(scene);
  if (!isInstalled(scene.world, both.new))
    throw refusal(
      "LAW-EXPORT-EARLY",
      scene.ref,
      `${scene.ref} cannot be done: the wizard comes with the 7.1 products, and ${both.new ?? "the new server"} is ` +
        `not installed. Install it first.`,
    );
  return {
    changes: [{ ref: oldServer(scene), set: { ".exported": true } }],
    evidence: { store: "exported", message: "export completed" },
  };
}

function copyStore(scene: Scene): Effect {
  const both = pair(scene);
  const exported = scene.world.get(oldServer(scene))?.[".exported"] === true;
  if (!exported || both.new === undefined)
    throw refusal(
      "LAW-IMPORT-EARLY",
      scene.ref,
      `${scene.ref} cannot be done: ${oldServer(scene)} has exported no store. Export it first.`,
    );
  return { changes: [{ ref: both.new, set: { ".store": true } }], evidence: { store: "copied" } };
}

function importStore(scene: Scene): Effect {
  const both = pair(scene);
  const server = both.new === undefined ? undefined : scene.world.get(both.new);
  const why = !isInstalled(scene.world, both.new)
    ? `${both.new ?? "the new server"} is not installed. Install it first.`
    : server?.[".store"] !== true
      ? `no exported store was copied to ${server?.ref}. Export and copy it first.`
      : undefined;
  if (why !== undefined || !server) throw refusal("LAW-IMPORT-EARLY", scene.ref, `${scene.ref} cannot be done: ${why}`);
  return { changes: [{ ref: server.ref, set: { ".imported": true } }], evidence: { message: "import completed" } };
}

function verifyData(scene: Scene): Effect {
  const server = pair(scene).new;
  const thing = mustRun(scene.world, server ?? "server/", `${scene.ref} cannot be done`);
  if (thing[".imported"] !== true)
    throw refusal(
      "LAW-IMPORT-EARLY",
      scene.ref,
      `${scene.ref} cannot be done: nothing was imported on ${thing.ref}. Import first.`,
    );
  return { evidence: { result: "complete" } };
}

function own(scene: Scene): Effect {
  const both = pair(scene);
  const named = arg(scene.args, "database");
  const key = (both.new ?? "").slice("server/".length);
  const database =
    scene.world.get(named ?? (both.new === undefined ? "" : databaseOf(scene.world, both.new))) ??
    scene.world.get(`database/${key}`);
  if (!database)
    throw refusal(
      "LAW-CONNECT",
      scene.ref,
      `${scene.ref} cannot be done: the restored database is not there. Restore it first.`,
    );
  const owner = arg(scene.args, "owner") ?? (text(database, "owner") || "application account");
  return { changes: [{ ref: database.ref, set: { ".owned": true, owner } }], evidence: { owner } };
}

/** ALT-099 (line 648): nothing is left to be done on the old server. */
const finishOutstanding = (scene: Scene): Effect => ({
  changes: [{ ref: oldServer(scene), set: { outstanding: 0 } }],
  evidence: { tasks: "0", policies: "0", packageImports: "0", replicationSchedules: "0" },
});

/** Tasks that do something to the simulated world. All others are paperwork: they leave evidence and nothing else. */
const physical: Readonly<Record<string, (scene: Scene) => Effect>> = {
  "backup-1": (scene) => backUp(scene, oldServer(scene), databaseOf(scene.world, oldServer(scene)), "backup-1"),
  "backup-2": (scene) => backUp(scene, oldServer(scene), databaseOf(scene.world, oldServer(scene)), "backup-2"),
  "backup-server": (scene) => ({
    changes: [
      {
        ref: `backup/${oldServer(scene).slice("server/".length)}/server`,
        set: { phase: "kept", server: oldServer(scene), type: "server", verified: true, at: scene.at },
      },
    ],
    evidence: { set: "server", result: "success" },
  }),
  outstanding: finishOutstanding,
  "outstanding-again": finishOutstanding,
  permissions: own,
  export: exportStore,
  "copy-store": copyStore,
  import: importStore,
  "verify-data": verifyData,
};

function work(scene: Scene): Effect {
  const name = nameOf(scene);
  const effect = Object.hasOwn(physical, name) ? physical[name]?.(scene) : undefined;
  const evidence = { ...asked(scene), ...effect?.evidence };
  return { ...effect, evidence };
}

/** The fields that the order wants recorded: what the world knows of them, or that the lab has seen to them. */
function asked(scene: Scene): Readonly<Record<string, string>> {
  const both = pair(scene);
  const things = [both.new, both.old, both.old && databaseOf(scene.world, both.old)].map((ref) =>
    ref === undefined ? undefined : scene.world.get(ref),
  );
  return Object.fromEntries(
    texts(scene.args, "evidence").map((field) => [field, known(things, field) ?? `seen to in the lab, minute ${scene.at}`]),
  );
}

const known = (things: readonly (Thing | undefined)[], field: string): string | undefined =>
  things.map((thing) => (field === "ref" ? "" : texts(thing, field).join(", "))).find((value) => value !== "");

const recorded = ({ ref, at }: Scene, word: string): Effect => ({ changes: [{ ref, set: { [word]: at } }] });

function doTask(scene: Scene): Effect {
  const effect = work(scene);
  return { ...effect, changes: [...(effect.changes ?? []), ...(recorded(scene, "doneAt").changes ?? [])] };
}

export const taskVerbs: Readonly<Record<string, Verb>> = {
  do: { from: ["absent", "todo", "done"], during: "doing", to: "done", steps: [{ name: "do", minutes: 15, does: doTask }] },
  reopen: { from: ["done"], during: "doing", to: "todo", steps: [{ name: "reopen", minutes: 1, does: () => ({}) }] },
};

/** Whom a gate is about: what its order names, else the servers of its scope, else itself. */
function subjects(scene: Scene, question: Question): readonly string[] {
  const named = ["about", "server", "other", "servers"]
    .flatMap((name) => texts(scene.args, name))
    .filter((ref) => ref.includes("/"));
  if (named.length > 0) return named;
  if (question === "signed-off") return [scene.ref];
  const { old } = pair(scene);
  return old === undefined ? [scene.ref] : [old];
}

function askGate(scene: Scene): Effect {
  const waived = arg(scene.args, "waived");
  if (waived !== undefined) return { ...recorded(scene, "passedAt"), evidence: { waived } };
  const question = questionNamed(nameOfQuestion(scene)) ?? "signed-off";
  const evidence: Record<string, string> = {};
  const about = question === "signed-off" ? [scene.ref] : subjects(scene, question);
  for (const ref of about) {
    const said = answer(question, ref, scene);
    evidence[about.length === 1 ? question : `${question} ${ref}`] = String(said);
    const reason = closed(question, said, scene, ref);
    if (reason !== undefined) throw refusal("not yet", scene.ref, `${scene.ref} does not open: ${reason}`);
  }
  return { ...recorded(scene, "passedAt"), evidence };
}

const nameOfQuestion = (scene: Scene): string => arg(scene.args, "question") ?? scene.ref.slice(scene.ref.lastIndexOf("/") + 1);

function closed(question: Question, said: string | number | boolean, { args }: Scene, ref: string): string | undefined {
  if (typeof said === "boolean") return said ? undefined : `nobody has signed off ${ref}. Have it signed.`;
  if (question === "arrived") {
    const least = Number(args["atLeast"] ?? 0.95);
    return Number(said) >= least
      ? undefined
      : `${Math.floor(Number(said) * 100)} % of ${ref} have arrived, ${Math.round(least * 100)} % are asked for. Wait ` +
          `for the others.`;
  }
  const most = Number(args["atMost"] ?? 0);
  return Number(said) <= most ? undefined : `${question} of ${ref} is ${said}, at most ${most} is asked for. Wait until it is.`;
}

export const gateVerbs: Readonly<Record<string, Verb>> = {
  pass: {
    from: ["absent", "closed", "open"],
    during: "asking",
    to: "open",
    steps: [{ name: "ask", minutes: 10, does: askGate }],
  },
  close: { from: ["open"], during: "asking", to: "closed", steps: [{ name: "close", minutes: 1, does: () => ({}) }] },
};
