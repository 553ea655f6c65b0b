import { dice, Dice } from "../../bench/dice";
import type { Ref } from "../../engine/model/entity";
import type { Observed } from "../../provider/drivers/driver";
import { Busy, NotEvaluated, NotYet, Refused, Unreachable } from "../../provider/drivers/driver";
import { Served, between, settings, unfinished } from "../provider/served";
import { FakeDriver } from "../provider/tiny";
import { hostile, pick } from "./mutate";
import { Complaints, Family, steers } from "./world";

const server: Ref = "server/bea@7.0";

const cycle = (): unknown => {
  const one: Record<string, unknown> = { phase: "running" };
  return Object.assign(one, { one });
};
class Pretender {
  phase = "running";
  get os(): string {
    throw new Error("a getter that throws");
  }
}

/** Anything at all: what JSON can say and what it cannot. */
function anything(roll: Dice, depth = 0): unknown {
  const leaves: readonly (() => unknown)[] = [
    () => undefined,
    () => null,
    () => true,
    () => NaN,
    () => Infinity,
    () => -0,
    () => 1e308,
    () => 2 ** 53 + 1,
    () => 10n ** 40n,
    () => Symbol("x"),
    () => () => 1,
    () => hostile(roll),
    () => roll.below(1_000),
    () => new Date(NaN),
    () => /x/,
    () => new Map([["phase", "running"]]),
    () => cycle(),
    () => new Pretender(),
    () => Object.create({ phase: "running" }),
    () => Object.create(null),
    () => new Error(hostile(roll)),
    () => "x".repeat(3_000_000),
    () => Array(300_000).fill("x"),
    () =>
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error("a trap");
          },
        },
      ),
    () => Buffer.from("x"),
    () => Promise.resolve(1),
  ];
  if (depth > 2 || roll.chance(60)) return pick(roll, leaves)();
  const some = Array.from({ length: roll.below(4) }, () => anything(roll, depth + 1));
  return roll.chance(50)
    ? some
    : Object.fromEntries(some.map((value, i) => [roll.chance(40) ? hostile(roll) : `p${i}`, value]));
}

/** What a driver sees, with something wrong in it, or anything in its place. */
function answer(roll: Dice, right: Observed): unknown {
  if (roll.chance(30)) return anything(roll);
  const phase = roll.chance(40)
    ? pick<unknown>(roll, ["gone", "moved", "separating", hostile(roll), anything(roll)])
    : right.phase;
  return { ...right, phase, [roll.chance(50) ? "os" : hostile(roll)]: anything(roll) };
}

const thrown = (roll: Dice): unknown =>
  pick<() => unknown>(roll, [
    () => new Error(hostile(roll)),
    () => hostile(roll),
    () => undefined,
    () => null,
    () => ({ message: hostile(roll) }),
    () => new NotYet(hostile(roll), undefined, hostile(roll), [hostile(roll)]),
    () => new Refused(hostile(roll)),
    () => new NotEvaluated(hostile(roll)),
    () => new Busy(hostile(roll)),
    () => new Unreachable(hostile(roll)),
    () => cycle(),
    () => new RangeError("too deep"),
  ])();

type Spoil = (driver: FakeDriver, roll: Dice) => void;
const SPOILS: readonly Spoil[] = [
  (driver, roll) => (driver.read = async (ref) => answer(roll, driver.see(ref)) as Observed),
  (driver, roll) =>
    (driver.read = async () => {
      throw thrown(roll);
    }),
  (driver, roll) =>
    (driver.readAll = async (refs) =>
      new Map(refs.flatMap((ref) => (roll.chance(70) ? [[ref, answer(roll, driver.see(ref)) as Observed] as const] : [])))),
  (driver, roll) => (driver.readAll = async () => anything(roll) as ReadonlyMap<Ref, Observed>),
  (driver, roll) =>
    (driver.readAll = async () => {
      throw thrown(roll);
    }),
  (driver, roll) => (driver.answer = () => anything(roll) as never),
  (driver, roll) =>
    (driver.answer = () => {
      throw thrown(roll);
    }),
  (driver, roll) =>
    (driver.answer = (act, progress) => {
      progress(anything(roll) as string);
      driver.world.set(act.ref, answer(roll, driver.see(act.ref)) as Observed);
      return { observed: driver.see(act.ref), evidence: anything(roll) as never };
    }),
  (driver) => (driver.answer = (act) => ({ ...driver.carry({ ...act, ref: "wave/pilot" }), evidence: {} })),
  (driver, roll) => Object.assign(driver, { minutes: async () => anything(roll) }),
];

type Asked = (served: Served) => Promise<unknown>;
const ASKED: readonly Asked[] = [
  (served) => served.checkConfig(settings("", "adopt")),
  (served) => served.checkConfig(settings("adopt", "separate", "r1/adopt"), settings("", "adopt")),
  (served) => served.create(server),
  (served) => served.create(server, true),
  (served) => served.read(server, 0),
  (served) => served.update(server, 0, 1),
  (served) => served.update(server, 0, 1, true),
  (served) => served.update("task/bea/document", 0, 1),
];

/** What was said, whichever way it came: failures of a check, a plain error, or the reasons of an unfinished resource. */
function saidBy(error: unknown): readonly string[] {
  try {
    return unfinished(error).reasons;
  } catch {
    return [(error as { details?: string }).details ?? String(error)];
  }
}

/** A driver that answers anything, behind the provider's real wire. */
export function driversFamily(): Family {
  return {
    name: "driver answers",
    share: 0.25,
    async attempt(seed) {
      const roll = dice(seed);
      const served = new Served();
      await served.start();
      try {
        const asked = ASKED[seed % ASKED.length] as Asked;
        await between(served, 0, "adopt", "separate");
        if (roll.chance(30)) served.driver.world.set("task/bea/document", { phase: "done" });
        pick(roll, SPOILS)(served.driver, roll);
        let said: readonly string[] = [];
        try {
          const answered = await asked(served);
          if (Array.isArray(answered)) said = answered as string[];
        } catch (error) {
          said = saidBy(error);
          if (said.join("") === "") return ["it failed and said nothing"];
        }
        return judged([...said, ...served.lines], said);
      } finally {
        served.stop();
      }
    },
  };
}

const judged = (all: readonly string[], refusals: readonly string[]): Complaints => [
  ...refusals
    .filter((text) => text.includes("this is a bug in drover"))
    .map((text) => `taken for a bug: ${text.slice(0, 300)}`),
  ...refusals
    .filter((text) => !/\b(server|task|wave|settings|gate)\/\w|the estate cannot be read/.test(text))
    .map((text) => `names no entity: ${text.slice(0, 300)}`),
  ...all.filter(steers).map((text) => `steers a terminal: ${JSON.stringify(text.slice(0, 200))}`),
  ...all.filter((text) => text.length > 40_000).map((text) => `${text.length} characters: ${text.slice(0, 100)}`),
];
