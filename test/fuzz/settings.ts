import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { stringify } from "yaml";
import { Dice, dice } from "../../bench/dice";
import { readSettings, withSettings } from "../../cli/settings";
import { Properties, Secret, Unknown, Wire, encode } from "../../provider/codec";
import { Lifecycle } from "../../provider/lifecycle";
import { Plugin } from "../../provider/plugin";
import { serve } from "../../provider/server";
import { world } from "../../provider/world";
import { openMigration } from "../../documents/open";
import { planned } from "./documents";
import { hostile, mutated, pick } from "./mutate";
import { Complaints, Family, Ground, steers, touched } from "./world";

const NAMES = ["migration", "plan", "from", "to", "completed", "lab"] as const;

/** A setting as a program could pass it: any text, or what is no text at all. */
function value(roll: Dice, right: string): Wire {
  if (roll.chance(45)) return right;
  if (roll.chance(60)) return hostile(roll);
  return pick<() => Wire>(roll, [
    () => roll.below(9_999),
    () => true,
    () => null,
    () => [hostile(roll)],
    () => ({ [hostile(roll)]: hostile(roll) }),
    () => new Secret(hostile(roll)),
    () => Unknown.value,
    () => `${right}/../${right}`,
    () => `${right}\n${hostile(roll)}`,
    () => right.toUpperCase(),
    () => ` ${right} `,
  ])();
}

/** A stack's settings: as the provider gets them, and as the file that `drover promote` edits. */
export function settingsFamily(): Family {
  const ground = new Ground();
  const files = planned(ground);
  ground.write(files);
  const plan = openMigration(ground.folder).lock?.plan ?? "";
  return {
    name: "stack settings",
    share: 0.2,
    async attempt(seed) {
      const roll = dice(seed);
      return roll.chance(60) ? given(roll, ground, plan) : written(roll);
    },
    stop: async () => ground.remove(),
  };
}

/** A proof is kept where the project works, as an empty file whose name is a hash: nothing of an input is in it. */
const PROOF = /\/\.drover(\/proofs(\/[0-9a-f]{64})?)? was written$/;

async function given(roll: Dice, ground: Ground, plan: string): Promise<Complaints> {
  const lab = join(ground.folder, "lab");
  const right: Record<(typeof NAMES)[number], string> = {
    migration: ground.folder,
    plan,
    from: "",
    to: "r1/adopt",
    completed: "",
    lab,
  };
  const news: Properties = Object.fromEntries(
    NAMES.flatMap((name) => (roll.chance(4) ? [] : [[name, value(roll, right[name])]])),
  );
  const olds: Properties = roll.chance(50) ? {} : Object.fromEntries(NAMES.map((name) => [name, value(roll, right[name])]));
  const before = ground.seen();
  const home = process.cwd();
  mkdirSync(ground.folder, { recursive: true });
  process.chdir(ground.folder);
  const { handlers } = new Plugin({ ...world, version: "0", lifecycle: new Lifecycle(), log: async () => undefined });
  const { port, server } = await serve(handlers);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const call = <T>(
    make: (done: (error: grpc.ServiceError | null, answer: T) => void) => unknown,
  ): Promise<T | grpc.ServiceError> => new Promise((resolve) => make((error, answer) => resolve(error ?? answer)));
  try {
    const asked = new messages.CheckRequest().setNews(encode(news)).setOlds(encode(olds));
    const checked = await call<messages.CheckResponse>((done) => client.checkConfig(asked, done));
    if (!(checked instanceof messages.CheckResponse))
      return [`a check that breaks off: ${checked.details.slice(0, 300)} for ${JSON.stringify(news).slice(0, 300)}`];
    const failures = checked.getFailuresList().map((failure) => `${failure.getProperty()} ${failure.getReason()}`);
    const configured = await call<messages.ConfigureResponse>((done) =>
      client.configure(new messages.ConfigureRequest().setArgs(encode(news)), done),
    );
    return [
      ...(configured instanceof messages.ConfigureResponse
        ? []
        : [`destroy would not work: ${configured.details.slice(0, 300)}`]),
      ...failures
        .filter((text) => !/drover:|\.yaml|plan|migration|lab|estate/.test(text))
        .map((text) => `names no setting: ${text.slice(0, 300)}`),
      ...failures.filter(steers).map((text) => `steers a terminal: ${JSON.stringify(text.slice(0, 200))}`),
      ...touched(before, ground.seen()).filter((line) => !PROOF.test(line)),
    ];
  } finally {
    process.chdir(home);
    client.close();
    server.forceShutdown();
  }
}

/** Read and written again, what was said otherwise stays and what is new is there; or it is refused. */
async function written(roll: Dice): Promise<Complaints> {
  const text = `# a comment\nconfig:\n  drover:migration: migrations/gulf\n  drover:plan: "0123abcd" # reviewed\n  other:key: x\n  drover:stage: r1/adopt\nencryptionsalt: v1:x\n`;
  const file = roll.chance(30)
    ? stringify({ config: { [`drover:${pick(roll, NAMES)}`]: hostile(roll) } })
    : mutated(text, roll).toString("utf8");
  const read = readSettings(file);
  if ("say" in read) return read.say.trim() === "" ? ["refused without a word"] : [];
  const stage = "r1/next-one";
  const again = readSettings(withSettings(file, { stage, plan: "4711" }));
  if ("say" in again) return [`what was written cannot be read: ${again.say} in ${JSON.stringify(file).slice(0, 300)}`];
  const { stage: now, plan, ...rest } = again.settings;
  const { stage: _stage, plan: _plan, ...before } = read.settings;
  if (now !== stage || plan !== "4711")
    return [`it says ${String(now)}, ${String(plan)} in ${JSON.stringify(file).slice(0, 300)}`];
  return JSON.stringify(rest) === JSON.stringify(before)
    ? []
    : [`something else changed in ${JSON.stringify(file).slice(0, 300)}`];
}
