import { Declaration, readDeclaration } from "../../engine/declaration";
import { hashOf } from "../../engine/hash";
import { Entity, Ref, State } from "../../engine/model/entity";
import type { Finding } from "../../engine/model/finding";
import type { Pack } from "../../engine/model/pack";
import { PhaseTable } from "../../engine/model/phases";
import type { Transition } from "../../engine/stages";
import { packs } from "../../platforms";
import { providerCodes, refusal } from "../codes";
import type { Tolerance } from "../drivers/compare";
import { Driver, Observed, Unreachable } from "../drivers/driver";
import { Failure, capped, failuresOf } from "../intent";
import type { Carried } from "../session";
import { actId } from "../transition";
import { Judged, judge } from "./judge";
import type { OwnSettings } from "./settings";
import { startOf } from "./start";
import { readable, unread } from "../unread";

/** How a program's estate is reached; `declared` is what a simulated one begins with. */
export type Reaches = (folder: string, declared: State, platform: string) => Driver;

/** What of counts may be off before somebody must look. A program says nothing else. */
const tolerance: Tolerance = { countDriftPercent: 5 };

/** A program's estate: what is declared, and how to reach it. */
export type Own = Readonly<{
  pack: Pack<never>;
  table: PhaseTable;
  declaration: Declaration;
  driver: Driver;
  tolerance: Tolerance;
}>;

/** The settings as something to work on, or why they are nothing. */
export function ownOf({ platform, lab, declares }: OwnSettings, reaches: Reaches): Own | Failure {
  const pack = Object.hasOwn(packs, platform) ? packs[platform] : undefined;
  if (!pack) {
    const known = Object.keys(packs).join(", ");
    return { property: "platform", reason: refusal("PRG-002", `the platform is "${platform}"`, `name one of ${known}`) };
  }
  const declaration = readDeclaration(declares);
  if ("say" in declaration) return { property: "declares", reason: refusal("PRG-001", declaration.say) };
  const table = new PhaseTable(pack.phases);
  const stranger = [...declaration.entities.values()].find(({ kind }) => !table.has(kind));
  if (stranger) return { property: "declares", reason: refusal("PRG-001", `${platform} has nothing like ${stranger.ref}`) };
  return { pack, table, declaration, driver: reaches(lab, declaration.entities, platform), tolerance };
}

/** The declaration against the estate as it is now: what speaks against it, what was not evaluated, and the change. */
export async function look(own: Own, was: Declaration | undefined): Promise<Judged> {
  const { pack, table, declaration, driver } = own;
  const forgotten = [...(was?.entities.values() ?? [])].filter(
    ({ ref, kind }) => !declaration.entities.has(ref) && table.has(kind),
  );
  const wanted = [...declaration.entities.values(), ...forgotten];
  const found = await driver.readAll(wanted.map(({ ref }) => ref));
  const start = new Map<Ref, Entity>();
  const goal = new Map<Ref, Entity>();
  const findings: Finding[] = [];
  for (const entity of wanted) {
    const is = startOf(table, entity, found.get(entity.ref) as Observed, tolerance);
    const declared = declaration.entities.has(entity.ref);
    if (!is && declared) findings.push(nowhere(entity));
    // what is no longer declared stays as it is: it still has its addresses
    if (!is && !declared) continue;
    start.set(entity.ref, is ?? entity);
    goal.set(entity.ref, declared ? entity : (is ?? entity));
  }
  const judged = judge(pack, declaration, start, goal);
  const left = new Set<string>(forgotten.map(({ ref }) => ref));
  return { ...judged, findings: [...findings, ...judged.findings.map((finding) => withLeft(finding, left))] };
}

const nowhere = ({ ref }: Entity): Finding => ({
  rule: "PRG-003",
  severity: "error",
  entity: ref,
  say: `${ref} is not in the estate, and no move of its platform brings it there`,
  fix: providerCodes["PRG-003"].remedy,
});

/** Taken out of a program is forgotten, not taken out of the estate. */
function withLeft(finding: Finding, left: ReadonlySet<string>): Finding {
  const named = [...left].filter((ref) => finding.say.split(/[\s,]+/).includes(ref));
  if (named.length === 0) return finding;
  return { ...finding, say: `${finding.say}; ${named.join(", ")} is no longer declared, and still in the estate` };
}

/** Everything against a declaration, at once. */
export async function checkOwn(
  own: Own,
  was: Declaration | undefined,
): Promise<Readonly<{ failures: readonly Failure[]; open: readonly string[] }>> {
  try {
    const { findings, open } = await look(own, was);
    return { failures: capped(failuresOf(findings)), open };
  } catch (cause) {
    if (!(cause instanceof Unreachable)) throw cause;
    return {
      failures: [{ property: "", reason: unread("the estate", cause) }],
      open: [],
    };
  }
}

/** A change as a plan of one stage, so that it is carried out as every stage is. */
export type Change = Readonly<{ carried: Carried; way: Transition }>;

export function changeOf({ table, tolerance: counts }: Own, { problem, stage }: Judged): Change {
  const { start, goal } = problem;
  const lock = {
    lock: "1",
    revision: "program",
    plan: "",
    inputs: { old: "", new: "", migration: "" },
    engine: "",
    pack: problem.pack.name,
    rules: "",
    options: {},
    bound: { stages: 1, because: "" },
    stages: {},
  };
  const course = { stages: [stage], states: [start, goal] };
  const opened = { folder: "", name: "program", problem, lock, ...course, findings: [] };
  return {
    carried: { opened, problem, lock, lockFile: "", revision: lock.revision, table, tolerance: counts, ...course },
    way: { from: 0, to: 1, stage, back: false, before: start, target: goal },
  };
}

/**
 * The change under the name of what an entity is to become: an act that ended, and whose effect somebody has undone since, is
 * another act when it is done again; one that was begun and did not end is taken up.
 */
export async function named({ carried, way }: Change, ref: Ref, driver: Driver): Promise<Change> {
  const planOf = (n: number): string => hashOf([way.target.get(ref), n]);
  const did = (n: number): ReturnType<Driver["did"]> => driver.did(actId(planOf(n), way.stage?.name ?? "", ref, false));
  const take = (n: number): Change => ({ carried: { ...carried, lock: { ...carried.lock, plan: planOf(n) } }, way });
  return readable(ref, async () => {
    for (let n = 1; ; n++) {
      const answer = await did(n);
      if (answer === "unknown") return take(n);
      if (answer === "no") return take((await did(n + 1)) === "unknown" ? n + 1 : n);
    }
  });
}
