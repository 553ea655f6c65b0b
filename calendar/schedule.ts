import { Span, openings } from "./windows";
import { MINUTE } from "./zones";
import type { Window } from "../engine/model/migration";

/** Something to be done in a stage, and how long it takes. */
export type Work = Readonly<{
  id: string;
  minutes: number;
  /** What passes afterwards before anything may follow, at any hour: replication, a second reading, the days of a pilot. */
  rests: number;
  /** The window in which it is done; any time where none is named. */
  window?: string;
  /** Whether it may stop when the window closes and go on in the next one: people may, a move of a server may not. */
  pauses: boolean;
  after: readonly string[];
}>;

export type Step = Readonly<{ name: string; milestone: string; work: readonly Work[] }>;

/** When something is done at the earliest. `binding`: the work without whose end it would begin earlier. */
export type Dated = Readonly<{ id: string; begins: number; ends: number; free: number; binding?: string; waited: number }>;

export type DatedStep = Readonly<{ name: string; milestone: string; begins: number; ends: number; work: readonly Dated[] }>;

/** What cannot be dated as declared; the dates then are as if the window stayed open. */
export type Misfit = Readonly<{ step: string; work?: string; window: string; needs: number; open: number }>;

export type Calendar = Readonly<{ from: number; steps: readonly DatedStep[]; misfits: readonly Misfit[] }>;

export type Windows = Readonly<Record<string, Window>>;

/** So many openings of a window are tried before it is said that something does not fit. */
const TRIES = 60;

/** The earliest dates of every stage and of all that is in it: stages one after another, in each of them what its edges allow. */
export function schedule(steps: readonly Step[], windows: Windows, from: number): Calendar {
  const dated: DatedStep[] = [];
  const misfits: Misfit[] = [];
  let at = from;
  for (const step of steps) {
    const placed = placeStep(step, windows, at);
    dated.push(placed.step);
    misfits.push(...placed.misfits);
    at = placed.step.ends;
  }
  return { from, steps: dated, misfits };
}

type PlacedStep = Readonly<{ step: DatedStep; misfits: readonly Misfit[] }>;

/** A stage that must finish begins only where all of it fits into one opening of its window. */
function placeStep(step: Step, windows: Windows, from: number): PlacedStep {
  const names = [...new Set(step.work.flatMap(({ window }) => window ?? []))].filter((name) => windows[name]?.mustFinish);
  const earliest = placeFrom(step, windows, from);
  const [name] = names;
  if (name === undefined) return earliest;
  const window = windows[name] as Window;
  let longest = 0;
  for (const open of first(openings(window, from), TRIES)) {
    const tried = placeFrom(step, windows, Math.max(open.begins, from));
    const last = Math.max(...step.work.map((work, i) => (work.window === name ? (tried.step.work[i] as Dated).ends : 0)));
    if (last <= open.ends) return tried;
    longest = Math.max(longest, (open.ends - open.begins) / MINUTE);
  }
  const needs = (earliest.step.ends - earliest.step.begins) / MINUTE;
  return { ...earliest, misfits: [...earliest.misfits, { step: step.name, window: name, needs, open: longest }] };
}

function placeFrom(step: Step, windows: Windows, from: number): PlacedStep {
  const placed = new Map<string, Dated>();
  const misfits: Misfit[] = [];
  for (const work of inOrder(step.work)) {
    const before = work.after.flatMap((id) => placed.get(id) ?? []);
    const binding = before.reduce<Dated | undefined>((last, one) => (last && last.free >= one.free ? last : one), undefined);
    const ready = Math.max(from, binding?.free ?? from);
    const window = work.window === undefined ? undefined : windows[work.window];
    const span: Fit = window ? fit(work, window, ready) : { begins: ready, ends: ready + work.minutes * MINUTE };
    if (span.open !== undefined)
      misfits.push({ step: step.name, work: work.id, window: work.window ?? "", needs: work.minutes, open: span.open });
    placed.set(work.id, {
      id: work.id,
      begins: span.begins,
      ends: span.ends,
      free: span.ends + work.rests * MINUTE,
      waited: span.begins - ready,
      ...(binding ? { binding: binding.id } : {}),
    });
  }
  const work = step.work.map(({ id }) => placed.get(id) as Dated);
  const begins = work.length > 0 ? Math.min(...work.map((one) => one.begins)) : from;
  return {
    step: { name: step.name, milestone: step.milestone, begins, ends: Math.max(from, ...work.map((one) => one.free)), work },
    misfits,
  };
}

/** With `open`, the longest opening, where it fits into none. */
type Fit = Span & Readonly<{ open?: number }>;

function fit(work: Work, window: Window, ready: number): Fit {
  const needs = work.minutes * MINUTE;
  let left = needs;
  let begun: number | undefined;
  let longest = 0;
  for (const open of first(openings(window, ready), TRIES)) {
    const length = open.ends - open.begins;
    if (length >= left) return { begins: begun ?? open.begins, ends: open.begins + left };
    longest = Math.max(longest, length);
    if (!work.pauses) continue;
    begun ??= open.begins;
    left -= length;
  }
  return { begins: ready, ends: ready + needs, open: longest / MINUTE };
}

function* first<T>(all: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const one of all) {
    if (taken++ >= count) return;
    yield one;
  }
}

/** Each after what it waits for; otherwise as they are given. */
function inOrder(all: readonly Work[]): readonly Work[] {
  const byId = new Map(all.map((work) => [work.id, work]));
  const ordered = new Set<Work>();
  const visit = (work: Work): void => {
    if (ordered.has(work)) return;
    for (const id of work.after) {
      const before = byId.get(id);
      if (before) visit(before);
    }
    ordered.add(work);
  };
  for (const work of all) visit(work);
  return [...ordered];
}

/** What decides when a stage ends: the work that ends last, and before it what that one waited for. */
export function critical({ work }: DatedStep): readonly Dated[] {
  const byId = new Map(work.map((one) => [one.id, one]));
  const chain: Dated[] = [];
  for (let at = work.reduce<Dated | undefined>((last, one) => (last && last.free >= one.free ? last : one), undefined); at; ) {
    chain.unshift(at);
    at = at.binding === undefined ? undefined : byId.get(at.binding);
  }
  return chain;
}
