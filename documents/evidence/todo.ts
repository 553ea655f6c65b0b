import { driverNamed } from "../drivers";
import type { Office } from "./attest";
import { before } from "./before";
import { attestCommand } from "./command";
import { Field, recordedOf, filled, placedFor } from "./fields";
import type { Placed } from "./model";

/** Something that people do, and how far it is. */
export type Todo = Readonly<{
  stage: string;
  entity: string;
  move: string;
  do: string;
  team?: string;
  steps: readonly string[];
  fields: readonly Field[];
  command: string;
  because: readonly string[];
  /** `now`: nothing known stands before it; `later`: others come first; `broken`: what was attested cannot be believed. */
  is: "now" | "later" | "broken";
  /** What people do first, and nobody has attested yet. */
  people: readonly string[];
  /** What drivers do first. */
  drivers: readonly string[];
  /** Why it is broken. */
  why: readonly string[];
}>;

export type Wanted = Readonly<{
  /** So many stages are behind the stack: what drivers did there is done. */
  completed: number;
  team?: string;
  stage?: string;
}>;

/** All that people still have to do and attest, in the order of the plan. */
export function todos(office: Office, { completed, team, stage }: Wanted): readonly Todo[] {
  const { planned } = office;
  const all = planned.stages.flatMap((one, i) =>
    one.operations.map((operation): Placed => ({ index: i + 1, stage: one, operation })),
  );
  return all
    .filter((place) => place.index > completed && byPeople(office, place))
    .filter((place) => stage === undefined || place.stage.name === stage.replace(/^[^/]+\//, ""))
    .flatMap((place) => todo(office, place, completed) ?? [])
    .filter((one) => team === undefined || one.team === team);
}

const byPeople = ({ routes }: Office, { operation }: Placed): boolean =>
  driverNamed(routes.carrier(operation.entity, operation.move)) === "runbook";

function todo(office: Office, place: Placed, completed: number): Todo | undefined {
  const { planned, ledger, teams } = office;
  const { operation, stage } = place;
  const { last, complaints } = ledger.thread(place);
  if (last && !last.back && complaints.length === 0) return undefined;
  const after = planned.states[place.index]?.get(operation.entity);
  if (!after) return undefined;
  const placed = placedFor(planned.problem, operation);
  const fields = recordedOf(planned.problem, operation, after);
  const open = before(planned, place).filter((first) => {
    const { last: done, complaints: against } = ledger.thread(first);
    return byPeople(office, first) ? !done || done.back || against.length > 0 : first.index > completed;
  });
  const named = (some: readonly Placed[]): readonly string[] => [...new Set(some.map((first) => first.operation.entity))];
  const people = named(open.filter((first) => byPeople(office, first)));
  const drivers = named(open.filter((first) => !byPeople(office, first)));
  const team = placed?.task.team === undefined ? undefined : teamFor(placed.task.team, teams);
  return {
    stage: stage.name,
    entity: operation.entity,
    move: operation.move,
    do: placed ? filled(placed.task.do, placed, after) : `${operation.move} ${operation.entity}`,
    ...(team === undefined ? {} : { team }),
    steps: placed ? (placed.task.steps ?? []).map((step) => filled(step, placed, after)) : [],
    fields,
    command: attestCommand(planned.folder, place, fields),
    because: operation.because,
    is: complaints.length > 0 ? "broken" : people.length + drivers.length > 0 ? "later" : "now",
    people,
    drivers,
    why: complaints.map(({ rule, say, fix }) => `${rule} ${say}${fix === undefined ? "" : ` — ${fix}`}`),
  };
}

/** The migration document's team for a procedure's one; the procedure's own name where it has none. */
const teamFor = (name: string, teams: Office["teams"]): string =>
  Object.entries(teams).find(([own, { does }]) => own === name || does.includes(name))?.[0] ?? name;
