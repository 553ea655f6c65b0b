import { topological } from "../graph";
import type { WeightedEdge } from "../graph";
import { byText } from "../model/entity";
import { grouped, plural } from "../text";

/** So much of something may be in one stage: what it is, how much, and what each unit takes of it. */
export type Share = Readonly<{ what: string; atMost: number; weights: ReadonlyMap<number, number> }>;

/** What is to be arranged, as far as a bound needs to know it. */
export type Bounded = Readonly<{
  names: readonly string[];
  edges: readonly WeightedEdge[];
  /** What each unit makes its stage about, where the pace lets a stage be about one thing only. */
  labels: readonly (string | undefined)[];
  /** Units with a risk in common and one label never share a stage. */
  risks: readonly (readonly string[])[];
  shares: readonly Share[];
}>;

export type Bound = Readonly<{ stages: number; because: string }>;

/**
 * No arrangement has fewer stages. Three arguments, the best of which wins: the longest way (two units on it that cannot share a
 * stage are a stage apart); for each share, what must come before, the sum by stages, what must come after; and, since a stage is
 * about one thing, the stages that each thing needs for itself, added up.
 */
export function lowerBound(work: Bounded, tails = stagesAfter(work)): Bound {
  const n = work.names.length;
  if (n === 0) return { stages: 0, because: "nothing differs" };
  const heads = sides(work, work.edges);
  let best: Bound = { stages: 1, because: "something differs" };
  for (const bounds of [ways(work, heads, tails), sums(work.shares, heads.all, tails.all), things(work, heads, tails)])
    for (const bound of bounds) if (bound.stages > best.stages) best = bound;
  return best;
}

const turned = (edges: readonly WeightedEdge[]): readonly WeightedEdge[] =>
  edges.map(([first, then, apart]) => [then, first, apart] as const);

/** How many stages must surely follow each unit's own. What has most to come is the most urgent. */
export const stagesAfter = (work: Omit<Bounded, "shares">): Side => sides(work, turned(work.edges));

/** For each unit: how many stages lie on one side of its own; and how many of those are about what it is about. */
export type Side = Readonly<{ all: readonly number[]; own: readonly number[] }>;

const raise = (counts: Map<string, number>, key: string, to: number): void => {
  if (to > (counts.get(key) ?? 0)) counts.set(key, to);
};

/** What is known of a unit's stage: how many stages about each thing there are up to it, and how many surely before it. */
class Known {
  stages = 0;
  readonly upTo = new Map<string, number>();
  readonly before = new Map<string, number>();
  /** Up to the last unit with a label and a risk. */
  readonly risky = new Map<string, number>();
  /** How many stages lie before the last unit with a label, or with a label and a risk. */
  readonly last = new Map<string, number>();

  /** It comes after another one, by so many stages. */
  after(other: Known, apart: number): void {
    this.stages = Math.max(this.stages, other.stages + apart);
    for (const [label, count] of other.upTo) {
      raise(this.upTo, label, count);
      if (apart > 0) raise(this.before, label, count);
    }
    for (const [label, count] of other.before) raise(this.before, label, count);
    for (const [key, count] of other.risky) raise(this.risky, key, count);
    for (const [key, count] of other.last) raise(this.last, key, count);
  }

  /** Its stage is about something: stages about anything else are others, and so are those with its risk. */
  about(label: string, risks: readonly string[]): number {
    const risky = risks.map((risk) => `${label} ${risk}`);
    for (const [other, count] of this.upTo)
      if (other !== label) {
        raise(this.before, other, count);
        this.stages = Math.max(this.stages, (this.last.get(other) ?? 0) + 1);
      }
    for (const key of risky)
      if (this.risky.has(key)) {
        raise(this.before, label, this.risky.get(key) as number);
        this.stages = Math.max(this.stages, (this.last.get(key) ?? 0) + 1);
      }
    const own = this.before.get(label) ?? 0;
    raise(this.upTo, label, own + 1);
    this.settle();
    for (const key of risky) raise(this.risky, key, own + 1);
    for (const key of [label, ...risky]) raise(this.last, key, this.stages);
    return own;
  }

  /** Stages about different things are different stages. */
  settle(): number {
    this.stages = Math.max(
      this.stages,
      [...this.before.values()].reduce((sum, count) => sum + count, 0),
    );
    return this.stages;
  }
}

function sides({ names, labels, risks }: Omit<Bounded, "shares">, edges: readonly WeightedEdge[]): Side {
  const n = names.length;
  const out: (readonly [number, number])[][] = Array.from({ length: n }, () => []);
  for (const [first, then, apart] of edges) out[first]?.push([then, apart]);
  const known = Array.from({ length: n }, () => new Known());
  const all = new Array<number>(n).fill(0);
  const own = new Array<number>(n).fill(0);
  for (const unit of topological(
    n,
    edges.map(([first, then]) => [first, then]),
  ) ?? []) {
    const here = known[unit] as Known;
    const label = labels[unit];
    if (label !== undefined) own[unit] = here.about(label, risks[unit] ?? []);
    all[unit] = here.settle();
    for (const [then, apart] of out[unit] ?? []) known[then]?.after(here, apart);
    known[unit] = new Known();
  }
  return { all, own };
}

function* ways({ names }: Bounded, heads: Side, tails: Side): Generator<Bound> {
  for (const [unit, name] of names.entries())
    yield {
      stages: (heads.all[unit] as number) + 1 + (tails.all[unit] as number),
      because: `the longest chain of stages, through ${name}`,
    };
}

/** Those with at least so much before and so much after them fill stages of their own in between. */
function* sums(shares: readonly Share[], heads: readonly number[], tails: readonly number[]): Generator<Bound> {
  for (const { what, atMost, weights } of shares) {
    const units = [...weights.keys()];
    const asked = new Set(units.map((unit) => tails[unit] as number));
    for (const head of new Set(units.map((unit) => heads[unit] as number))) {
      const after = atLeast(
        units
          .filter((unit) => (heads[unit] as number) >= head)
          .map((unit) => [tails[unit] as number, weights.get(unit) as number]),
      );
      for (const tail of asked) {
        const sum = after(tail);
        if (sum > 0)
          yield {
            stages: head + Math.ceil(sum / atMost) + tail,
            because: `${what}: ${grouped(sum)}, at most ${grouped(atMost)} a stage${around(head, tail)}`,
          };
      }
    }
  }
}

/** What must be before and after, where anything must. */
function around(head: number, tail: number): string {
  const parts = [
    ...(head > 0 ? [`${plural(head, "stage")} before`] : []),
    ...(tail > 0 ? [`${head > 0 ? tail : plural(tail, "stage")} after`] : []),
  ];
  return parts.length > 0 ? `, with ${parts.join(" and ")}` : "";
}

/** Of amounts at places: how much there is at a place and behind it. Added up once, for each place is asked for. */
function atLeast(amounts: readonly (readonly [place: number, amount: number])[]): (place: number) => number {
  const most = amounts.reduce((last, [place]) => Math.max(last, place), -1);
  const sums = new Array<number>(most + 2).fill(0);
  for (const [place, amount] of amounts) sums[place] = (sums[place] as number) + amount;
  for (let place = most - 1; place >= 0; place--) sums[place] = (sums[place] as number) + (sums[place + 1] as number);
  return (place) => sums[place] ?? 0;
}

/** A stage is about one thing, so the stages that each thing needs are added up. */
function* things({ labels, shares }: Bounded, heads: Side, tails: Side): Generator<Bound> {
  const units = new Map<string, number[]>();
  labels.forEach((label, unit) => {
    if (label !== undefined) units.set(label, [...(units.get(label) ?? []), unit]);
  });
  const needs = [...units].map(([label, own]) => {
    const chains = own.map((unit) => (heads.own[unit] as number) + 1 + (tails.own[unit] as number));
    const mine = shares.map((share) => ({
      ...share,
      weights: new Map([...share.weights].filter(([unit]) => labels[unit] === label)),
    }));
    // more sums than one call may have arguments, where waves are small
    let stages = chains.reduce((most, chain) => Math.max(most, chain), 0);
    for (const sum of sums(mine, heads.own, tails.own)) stages = Math.max(stages, sum.stages);
    return { label, stages, first: Math.min(...own.map((unit) => heads.all[unit] as number)) };
  });
  needs.sort((a, b) => a.first - b.first || byText(a.label, b.label));
  if (needs.length > 1)
    yield {
      stages: needs.reduce((sum, need) => sum + need.stages, 0),
      because: `a stage is about one thing: ${needs.map((need) => `${need.label} ${need.stages}`).join(", ")}`,
    };
}
