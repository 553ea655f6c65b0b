import { Kind, Ref, kindOf, kinds } from "../engine/model/entity";
import type { Finding } from "../engine/model/finding";
import type { DriverEntry, Migration } from "../engine/model/migration";
import type { PlacedTask, Problem } from "../engine/model/problem";
import { canonical } from "../engine/hash";
import { problem } from "./codes";
import { execSettings } from "./exec";
import type { Documents } from "./model";
import { didYouMean } from "./near";

/** What can stand behind an act. `import` only tells what was declared: it can look, and do nothing. */
const driverNames = ["lab", "runbook", "import", "exec"] as const;
export type DriverName = (typeof driverNames)[number];

const PROGRAM = "exec:";

/** Which driver an entry of `drivers` means; nothing where it is none. */
export function driverNamed(entry: DriverEntry): DriverName | undefined {
  if (typeof entry !== "string" || (entry.startsWith(PROGRAM) && entry.length > PROGRAM.length)) return "exec";
  return driverNames.find((name) => name !== "exec" && name === entry);
}

/** Who carries out a move, and who sees how an entity is. */
export type Routes = Readonly<{
  carrier(ref: Ref, move: string): DriverEntry;
  /** All that carry out something of an entity; who would, where the plan has nothing to do with it. */
  carriers(ref: Ref): readonly DriverEntry[];
  reader(ref: Ref): DriverEntry;
  /** All that have something to do, or to look at. */
  all: readonly DriverEntry[];
}>;

type Planned = Pick<Problem, "tasks" | "operations" | "table">;

/** Nobody but who did it can know of these: they are nowhere in the estate. */
const DEEDS: ReadonlySet<Kind> = new Set(["task", "gate"]);

/** A driver that sees the estate itself. */
const sees = (entry: DriverEntry | undefined): entry is DriverEntry =>
  entry !== undefined && ["lab", "exec"].includes(driverNamed(entry) ?? "");

/** What `drivers` says of every act of a plan: the task's entry first, then the kind's, then the default. */
export function routesOf(drivers: Migration["drivers"], planned: Planned): Routes {
  const named = Object.keys(drivers).some((name) => !["default", "read", ...kinds].includes(name));
  const tasks = named ? tasksByMove(planned) : new Map<string, readonly PlacedTask[]>();
  const rest = drivers["default"] ?? "lab";
  const ofKind = (ref: Ref): DriverEntry => drivers[kindOf(ref)] ?? rest;
  const carrier = (ref: Ref, move: string): DriverEntry =>
    (named ? forward(planned, ref, move) : [])
      .flatMap((name) => tasks.get(`${ref}:${name}`) ?? [])
      .flatMap((placed) => namesOf(placed).flatMap((name) => drivers[name] ?? []))[0] ?? ofKind(ref);
  const acting = new Map<Ref, readonly DriverEntry[]>();
  for (const { entity, move } of planned.operations)
    acting.set(entity, distinct([...(acting.get(entity) ?? []), carrier(entity, move)]));
  const carriers = (ref: Ref): readonly DriverEntry[] => acting.get(ref) ?? [ofKind(ref)];
  const eyes = sees(drivers["read"]) ? [drivers["read"]] : [];
  const reader = (ref: Ref): DriverEntry => {
    const [only, ...more] = carriers(ref);
    return (isDeed(ref) ? undefined : eyes[0]) ?? (only !== undefined && more.length === 0 ? only : ofKind(ref));
  };
  return { carrier, carriers, reader, all: distinct([...eyes, rest, ...[...acting.values()].flat()]) };
}

/** Most are the same few words, of which a set keeps one each; programs are compared by what they say. */
function distinct(entries: readonly DriverEntry[]): readonly DriverEntry[] {
  const few = [...new Set(entries)];
  return few.length < 2 ? few : [...new Map(few.map((entry) => [canonical(entry), entry])).values()];
}

/** A kind's name is the kind's: a task that is called like one is named with its procedure. */
const namesOf = ({ procedure, name }: PlacedTask): readonly string[] => [
  `${procedure}.${name}`,
  ...((kinds as readonly string[]).includes(name) ? [] : [name]),
];

const tasksByMove = ({ tasks }: Planned): ReadonlyMap<string, readonly PlacedTask[]> => {
  const found = new Map<string, PlacedTask[]>();
  for (const placed of tasks)
    for (const operation of placed.operations) {
      const move = operation.replace(/\+.*$/, "");
      found.set(move, [...(found.get(move) ?? []), placed]);
    }
  return found;
};

/** A move by its own name; on the way back, the moves that it undoes. */
function forward({ table }: Planned, ref: Ref, move: string): readonly string[] {
  const kind = kindOf(ref);
  if (!table.has(kind)) return [move];
  const { moves } = table.of(kind);
  return moves.some(({ name }) => name === move) ? [move] : moves.filter(({ undo }) => undo === move).map(({ name }) => name);
}

/** Names under `drivers` that nothing has, drivers that cannot do what they are named for, and things that nobody sees whole. */
export function checkDrivers(
  { migration, origin }: Pick<Documents, "migration" | "origin">,
  planned: Problem,
): readonly Finding[] {
  const at = (name: string): Readonly<{ at?: Finding["at"] }> => {
    const place = origin(`migration/drivers/${name}`) ?? origin("migration");
    return place ? { at: place } : {};
  };
  const tasks = planned.pack.procedures.flatMap(({ name, tasks: own }) =>
    Object.keys(own).flatMap((task) => [`${name}.${task}`, ...((kinds as readonly string[]).includes(task) ? [] : [task])]),
  );
  const known = new Set(["default", "read", ...kinds, ...tasks]);
  const entries = Object.entries(migration.drivers);
  const unknown = entries.flatMap(([name]) =>
    known.has(name)
      ? []
      : [
          problem("DOC-050", `drivers names ${name}, which is neither a kind of entity nor a task of ${planned.pack.name}`, {
            ...at(name),
            fix: didYouMean(name, known) ?? "write a kind (server, boundaries …) or a task",
          }),
        ],
  );
  const wrong = entries.flatMap(([name, entry]) => unfit(name, entry).map((one) => ({ ...one, ...at(name) })));
  return [...unknown, ...wrong, ...(unknown.length + wrong.length > 0 ? [] : unseen(migration, planned, at("read")))];
}

function unfit(name: string, entry: DriverEntry): readonly Finding[] {
  const driver = driverNamed(entry);
  if (driver === undefined) {
    const fix = didYouMean(String(entry), ["lab", "runbook", "import"]);
    return [problem("DOC-050", `drivers.${name} is ${JSON.stringify(entry)}, but no driver is called so`, fix ? { fix } : {})];
  }
  if (driver === "import" && name !== "read")
    return [
      problem("DOC-054", `drivers.${name} is import, which only looks`, { fix: "write runbook, or exec: and a program" }),
    ];
  if (driver === "runbook" && name === "read")
    return [problem("DOC-054", "drivers.read is runbook, and nobody asks people at each look", { fix: "write read: import" })];
  const read = driver === "exec" ? execSettings(entry) : undefined;
  return read && "faults" in read ? read.faults.map((fault) => problem("DOC-058", `drivers.${name}: ${fault}`)) : [];
}

/** Two drivers that both change a thing each know their half of it: somebody must see it whole. */
function unseen({ drivers }: Migration, planned: Problem, place: Readonly<{ at?: Finding["at"] }>): readonly Finding[] {
  if (sees(drivers["read"])) return [];
  const { carrier } = routesOf(drivers, planned);
  const byRef = new Map<Ref, Readonly<{ move: string; entry: DriverEntry }>[]>();
  for (const { entity, move } of planned.operations)
    byRef.set(entity, [...(byRef.get(entity) ?? []), { move, entry: carrier(entity, move) }]);
  return [...byRef].flatMap(([ref, acts]) => {
    if (distinct(acts.map(({ entry }) => entry)).length <= 1) return [];
    const who = [...new Set(acts.map(({ move, entry }) => `${move} by ${shown(entry)}`))].join(", ");
    return [
      problem("DOC-055", `${ref} is changed by several drivers (${who}), and each sees only its own part`, {
        ...place,
        entity: ref,
      }),
    ];
  });
}

/** A driver in a word, for messages. */
export const shown = (entry: DriverEntry): string =>
  typeof entry === "string" ? entry : `${PROGRAM}${typeof entry.exec === "string" ? entry.exec : (entry.exec[0] ?? "")}`;

/** Whether an entity is nowhere but in what was written down about it. */
export const isDeed = (ref: Ref): boolean => DEEDS.has(kindOf(ref));
