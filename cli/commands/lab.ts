import type { Command } from "commander";
import { existsSync, readFileSync, readdirSync, rmSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { labFolder } from "../../documents/home";
import { poseMigration } from "../../documents/open";
import { didYouMean } from "../../documents/near";
import { isRef } from "../../engine/model/entity";
import { printable, plural } from "../../engine/text";
import { JournalDamaged, Lab, Lease, LeaseHeld, openLab, physicsOf } from "../../lab";
import { exit } from "../command";
import {
  FaultOptions,
  Overview,
  changesFrom,
  countsOf,
  faultFrom,
  faultText,
  journalText,
  meant,
  minutesFrom,
  openActs,
  overviewText,
  thingText,
  timeText,
} from "../lab";
import { err, json, out } from "../print";
import { enter, findProject, settingsFile, stacksOf } from "../project";
import { readSettings } from "../settings";

type Options = Readonly<{ stack?: string; json?: true }>;
/** A command that ends otherwise than it should: what is said, and the exit code. */
type Refused = Readonly<{ say: string; status: number }>;
type Place = Readonly<{ stack: string; folder: string; migration?: string }>;

const isRefused = (value: object): value is Refused => "say" in value && "status" in value;
const usage = (say: string): Refused => ({ say, status: exit.usage });

export function register(program: Command, end: (status: number) => void): void {
  const lab = program
    .command("lab")
    .description("the simulated estate: look into it (a stack, an entity), or meddle with it by hand")
    .argument("[what]", "a stack, or an entity: server/bea-ns1@7.0, or what of its name is enough to know it: server/bea-ns1, ora-ps1")
    .enablePositionalOptions();
  const shared = (command: Command): Command =>
    command.option("-s, --stack <name>", "the stack, where there are several").option("--json", "as JSON");
  shared(lab).action((what: string | undefined, options: Options) =>
    end(at(options, (place) => look(place, what, options), what)),
  );
  shared(lab.command("journal").description("what was done to it, as the lab wrote it down"))
    .option("-n, --tail <count>", "the last so many records", "20")
    .action((options: Options & { tail: string }) => end(at(options, (place) => journal(place, options))));
  const faults = shared(lab.command("faults").description("what goes wrong in it on demand"));
  faults.action((options: Options) =>
    end(at(options, (place) => reading(place, (opened) => tell(options, opened.faults, faultLines)))),
  );
  shared(faults.command("add <entity> <does>"))
    .description("fail, half, hang, delay, unsigned, off, busy; an entity, or the beginning of some: server/*")
    .option("--verb <verb>", "only this act")
    .option("--times <count>", "of fail, half: how often")
    .option("--after <steps>", "of half: after so many steps")
    .option("--ms <milliseconds>", "of hang, delay: how long")
    .option("--share <percent>", "of off: how many of a wave's agents: 10 %")
    .option("--jobs <count>", "of busy: how many replication jobs do not end")
    .action((ref: string, does: string, options: Options & FaultOptions) =>
      end(at(options, (place) => addFault(place, ref, does, options))),
    );
  shared(faults.command("clear").description("nothing goes wrong any more")).action((options: Options) =>
    end(at(options, (place) => writing(place, (opened) => void (opened.faults = []), "no faults"))),
  );
  shared(lab.command("meddle <entity> [changes...]"))
    .description("change it by hand, as somebody at a console: os=windows-2008 agents=12 sites=a,b; property= takes it away")
    .option("--gone", "take the whole entity away")
    .action((what: string, changes: string[], options: Options & { gone?: true }) =>
      end(at(options, (place) => meddle(place, what, changes, options))),
    );
  shared(lab.command("clock [forward]").description("its time; +3d, +45min, +2w let it pass")).action(
    (forward: string | undefined, options: Options) => end(at(options, (place) => clock(place, forward, options))),
  );
  shared(lab.command("reset").description("take it away: the next adopt makes it anew, as the documents say"))
    .option("--yes", "really")
    .action((options: Options & { yes?: true }) => end(at(options, (place) => reset(place, options.yes === true))));
}

const faultLines = (faults: Lab["faults"]): string => (faults.length === 0 ? "no faults" : faults.map(faultText).join("\n"));

/** Finds the stack's lab, does what is asked and says what is in the way. */
function at(options: Options, does: (place: Place) => Refused | undefined, what?: string): number {
  const place = placeOf(options.stack ?? (what !== undefined && !isRef(what) ? what : undefined), options.stack !== undefined);
  try {
    const refused = isRefused(place) ? place : does(place);
    if (refused) err(refused.say);
    return refused?.status ?? exit.done;
  } catch (error) {
    if (error instanceof LeaseHeld || error instanceof JournalDamaged) {
      err(error.message);
      return exit.broken;
    }
    throw error;
  }
}

/** Which stack's: the one named, the only one, the one called lab. A word that names no stack may still name an entity. */
function placeOf(named: string | undefined, mustBe: boolean): Place | Refused {
  const project = findProject(process.cwd());
  if (!project) return usage("no Pulumi.yaml here or in a folder above: run this in the folder of a Drover project");
  enter(project);
  const stacks = stacksOf(project);
  if (mustBe && named !== undefined && !stacks.includes(named))
    return usage(`${settingsFile(project, printable(named))} does not exist${near(named, stacks)}`);
  const stack =
    named !== undefined && stacks.includes(named)
      ? named
      : stacks.length === 1
        ? stacks[0]
        : stacks.find((one) => one === "lab");
  if (stack === undefined)
    return usage(
      stacks.length === 0
        ? `no stacks yet: ${project.stacks}/ has no Pulumi.<stack>.yaml`
        : `which stack? --stack ${stacks.join(", --stack ")}`,
    );
  const read = readSettings(readFileSync(settingsFile(project, stack), "utf8"));
  if ("say" in read) return { say: `${settingsFile(project, stack)}: ${read.say}`, status: exit.findings };
  const { lab = labFolder(stack, process.env), migration } = read.settings;
  return { stack, folder: lab, ...(migration === undefined ? {} : { migration }) };
}

const near = (name: string, known: readonly string[]): string => {
  const hint = didYouMean(name, known);
  return hint === undefined ? "" : ` — ${hint}`;
};

const notThere = ({ stack, folder }: Place): Refused => ({
  say: `${stack} has no simulated estate yet (${folder}) — drover apply ${stack} adopts what the documents say, and it comes into being`,
  status: exit.findings,
});

/** Only the platform's laws know what time and changes do to it. */
function physicsFor({ migration }: Place): ReturnType<typeof physicsOf> | undefined {
  const pack = migration === undefined ? undefined : poseMigration(migration).problem?.pack.name;
  return pack === undefined ? undefined : physicsOf(pack);
}

function reading(place: Place, does: (lab: Lab) => Refused | undefined, lawful = false): Refused | undefined {
  const physics = lawful ? physicsFor(place) : undefined;
  const lab = openLab(place.folder, { write: false, ...(physics ? { physics } : {}) });
  return lab.exists() ? does(lab) : notThere(place);
}

/** Under the estate's lease, so that nothing is changed beside an act. */
function writing(place: Place, does: (lab: Lab) => Refused | void, done: string): Refused | undefined {
  const missing = reading(place, () => undefined);
  if (missing) return missing;
  const physics = physicsFor(place);
  if (!physics)
    return {
      say: `${place.stack}: its documents cannot be read, so nobody knows by which laws its estate goes — drover check ${place.migration ?? ""}`,
      status: exit.findings,
    };
  const lab = openLab(place.folder, { write: true, physics });
  try {
    const refused = does(lab);
    if (refused) return refused;
    out(done);
    return undefined;
  } finally {
    lab.close();
  }
}

function tell<T>(options: Options, value: T, text: (value: T) => string): undefined {
  if (options.json) json(value);
  else out(text(value));
  return undefined;
}

/** The thing that a word means, or what may have been meant. */
function thingIn(lab: Lab, what: string): string | Refused {
  const refs = lab.lookAll().map(({ ref }) => ref);
  const found = meant(refs, what);
  if (found.length === 1) return found[0] as string;
  if (found.length > 1) return usage(`${printable(what)} can be ${found.join(", ")}: write the whole name`);
  return usage(`the estate has no ${printable(what)}${near(what, refs)}`);
}

function look(place: Place, what: string | undefined, options: Options): Refused | undefined {
  if (what === undefined || what === place.stack)
    return reading(place, (lab) => tell(options, overviewOf(place, lab), overviewText), true);
  return reading(place, (lab) => {
    const ref = thingIn(lab, what);
    if (typeof ref !== "string") return ref;
    const thing = lab.look(ref);
    return thing && tell(options, thing, (one) => thingText(one, lab.journal()));
  });
}

function overviewOf({ stack, folder }: Place, lab: Lab): Overview {
  const journalled = lab.journal();
  const { minutes, faults } = lab;
  const [kinds, open] = [countsOf(lab.lookAll()), openActs(journalled)];
  return {
    stack,
    folder,
    minutes,
    records: journalled.length,
    open,
    kinds,
    faults,
    damages: lab.damages(),
    violations: lab.violations(),
  };
}

function journal(place: Place, options: Options & Readonly<{ tail: string }>): Refused | undefined {
  if (!/^[1-9]\d{0,6}$/.test(options.tail)) return usage(`--tail ${printable(options.tail)} is no number of records`);
  return reading(place, (lab) => {
    const last = lab.journal().slice(-Number(options.tail));
    // the seed holds the whole estate: its changes are what `drover lab` shows
    const shown = last.map(({ changes: _changes, ...entry }) => entry);
    return tell(options, shown, journalText);
  });
}

function addFault(place: Place, ref: string, does: string, options: Options & FaultOptions): Refused | undefined {
  const { stack: _stack, json: _json, ...how } = options;
  const fault = faultFrom(ref, does, how);
  if ("say" in fault) return usage(fault.say);
  return writing(
    place,
    (lab) => {
      const refs = lab.lookAll().map((thing) => thing.ref);
      const some = ref.endsWith("*") ? refs.some((one) => one.startsWith(ref.slice(0, -1))) : isRef(ref);
      // what is not there yet may be about to come
      if (!some) return usage(`the estate has no ${printable(ref)}${near(ref, refs)}`);
      lab.faults = [...lab.faults, fault];
      return undefined;
    },
    faultText(fault),
  );
}

function meddle(
  place: Place,
  what: string,
  words: readonly string[],
  { gone }: Readonly<{ gone?: true }>,
): Refused | undefined {
  if ((words.length === 0) === (gone === undefined))
    return usage("what is to change? drover lab meddle <entity> property=value …, or --gone");
  return writing(
    place,
    (lab) => {
      const ref = thingIn(lab, what);
      if (typeof ref !== "string") return ref;
      const read = gone ? undefined : changesFrom(lab.look(ref) ?? { ref }, words);
      if (read && "say" in read) return usage(read.say);
      lab.meddle(ref, read?.changes);
      return undefined;
    },
    `${printable(what)} was changed by hand: drover pulumi refresh --preview-only --stack ${place.stack} finds it`,
  );
}

function clock(place: Place, forward: string | undefined, options: Options): Refused | undefined {
  if (forward === undefined) return reading(place, ({ minutes }) => tell(options, { minutes }, (now) => timeText(now.minutes)));
  const minutes = minutesFrom(forward);
  if (minutes === undefined) return usage(`"${printable(forward)}" is no time: +45min, +3h, +3d, +2w`);
  return writing(place, (lab) => lab.advance(minutes), `the clock of ${place.stack} went on by ${plural(minutes, "minute")}`);
}

/** The lab's own files alone: the setting may name any folder. */
function reset(place: Place, sure: boolean): Refused | undefined {
  const missing = reading(place, () => undefined);
  if (missing) return missing;
  const { folder, stack } = place;
  if (!sure)
    return usage(
      `this takes away the estate of ${stack} in ${folder} with all its records: drover lab reset --stack ${stack} --yes`,
    );
  // whoever holds it is named, as for every other change
  Lease.acquireNow(folder).release();
  for (const name of ["journal.ndjson", "snapshot", "lease"]) rmSync(join(folder, name), { recursive: true, force: true });
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  out(
    `the estate of ${stack} is gone; what the stack holds stays: drover pulumi destroy --stack ${stack} forgets it, then drover apply ${stack} begins anew`,
  );
  return undefined;
}
