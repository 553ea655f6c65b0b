import { AddressBoundary, Boundary, SiteBoundary, Span } from "./boundary";
import { Directory, NO_DIRECTORY } from "./directory";
import { compareSpans, Spans, subtract, union } from "./spans";

/** What each owner holds, in one realm and use. */
export type Holdings = ReadonlyMap<string, readonly Boundary[]>;

/** Addresses, and directory sites by their canonical names. */
export type Held = Readonly<{ spans: Spans; sites: readonly string[] }>;

/** `from` has these before and not after; `to` has them after and not before. */
export type Give = Held & Readonly<{ from: string; to: string }>;

/** A directory site whose addresses are not known: whether it moves together with addresses cannot be told. */
export type Unjudged = Readonly<{ site: string; owners: readonly string[]; why: string }>;

/** Who gives what to whom between two estates. Everything is sorted, so that the same holdings give the same lists. */
export type Exchange = Readonly<{
  gives: readonly Give[];
  /** What an owner has after that nobody had before. */
  covered: readonly (Held & Readonly<{ owner: string }>)[];
  /** What an owner had before that nobody has after. */
  dropped: readonly (Held & Readonly<{ owner: string }>)[];
  notEvaluated: readonly Unjudged[];
}>;

/**
 * Compares who holds what before and after. The gives are the edges of the give-graph: where it has a ring, no order inside one
 * stage is safe. A directory site is exchanged under its name, and where the directory knows it, as the addresses it has as
 * well.
 */
export function exchange(before: Holdings, after: Holdings, directory: Directory = NO_DIRECTORY): Exchange {
  const old = new Map([...before].map(([owner, list]) => [owner, partsOf(list, directory)]));
  const next = new Map([...after].map(([owner, list]) => [owner, partsOf(list, directory)]));
  const released = difference(old, next);
  const claimed = difference(next, old);
  return {
    gives: givesBetween(released, claimed),
    covered: without(claimed, old),
    dropped: without(released, next),
    notEvaluated: unjudged([...before, ...after], directory),
  };
}

type Parts = ReadonlyMap<string, Held>;

const NOTHING: Held = { spans: [], sites: [] };

const isSite = (boundary: Boundary): boundary is SiteBoundary => boundary.form === "site";
const hasAddresses = (boundary: Boundary): boundary is AddressBoundary => boundary.form !== "site";

function partsOf(boundaries: readonly Boundary[], directory: Directory): Held {
  const sites = boundaries.filter(isSite);
  const resolved = sites.map(({ name }) => directory.addressesOf(name)).flatMap((answer) => (answer.ok ? answer.spans : []));
  return { spans: union(boundaries.filter(hasAddresses), resolved), sites: distinct(sites.map(({ key }) => `ad:${key}`)) };
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** What each owner has in `a` and not in `b`. */
function difference(a: Parts, b: Parts): Parts {
  return new Map([...a].map(([owner, held]) => [owner, less(held, b.get(owner) ?? NOTHING)]));
}

function less(a: Held, b: Held): Held {
  const known = new Set(b.sites);
  return { spans: subtract(a.spans, b.spans), sites: a.sites.filter((site) => !known.has(site)) };
}

function without(parts: Parts, all: Parts): Exchange["covered"] {
  const held = [...all.values()];
  const any: Held = { spans: union(...held.map(({ spans }) => spans)), sites: distinct(held.flatMap(({ sites }) => sites)) };
  return [...parts]
    .map(([owner, own]) => ({ owner, ...less(own, any) }))
    .filter(({ spans, sites }) => spans.length + sites.length > 0)
    .sort((a, b) => order(a.owner, b.owner));
}

const order = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** One piece of what an owner releases or claims. */
type Piece = Readonly<{ owner: string; span: Span }>;

type Pair = { from: string; to: string; spans: Span[]; sites: string[] };

function givesBetween(released: Parts, claimed: Parts): readonly Give[] {
  const pairs = new Map<string, Pair>();
  const pair = (from: string, to: string): Pair => {
    const key = JSON.stringify([from, to]);
    const known = pairs.get(key) ?? { from, to, spans: [], sites: [] };
    pairs.set(key, known);
    return known;
  };
  for (const [from, to, span] of commonSpans(pieces(released), pieces(claimed))) pair(from, to).spans.push(span);
  const claimants = new Map<string, string[]>();
  for (const [owner, { sites }] of claimed) {
    for (const site of sites) claimants.set(site, [...(claimants.get(site) ?? []), owner]);
  }
  for (const [from, { sites }] of released) {
    for (const site of sites) for (const to of claimants.get(site) ?? []) pair(from, to).sites.push(site);
  }
  return [...pairs.values()]
    .map(({ from, to, spans, sites }) => ({ from, to, spans: union(spans), sites: distinct(sites) }))
    .sort((a, b) => order(a.from, b.from) || order(a.to, b.to));
}

function pieces(parts: Parts): readonly Piece[] {
  return [...parts]
    .flatMap(([owner, { spans }]) => spans.map((span) => ({ owner, span })))
    .sort((a, b) => compareSpans(a.span, b.span) || order(a.owner, b.owner));
}

/** Sweeps both lists at once; no owner is in a pair with itself, since what it keeps is in neither list. */
function* commonSpans(released: readonly Piece[], claimed: readonly Piece[]): Iterable<readonly [string, string, Span]> {
  const marked = (pieces: readonly Piece[], gives: boolean) => pieces.map((piece) => ({ ...piece, gives }));
  const starts = [...marked(released, true), ...marked(claimed, false)].sort((a, b) => compareSpans(a.span, b.span));
  let giving: Piece[] = [];
  let taking: Piece[] = [];
  for (const { owner, span, gives } of starts) {
    const open = (other: Piece): boolean => other.span.family === span.family && other.span.last >= span.first;
    giving = giving.filter(open);
    taking = taking.filter(open);
    for (const other of gives ? taking : giving) {
      const last = other.span.last < span.last ? other.span.last : span.last;
      yield gives
        ? [owner, other.owner, { family: span.family, first: span.first, last }]
        : [other.owner, owner, { family: span.family, first: span.first, last }];
    }
    (gives ? giving : taking).push({ owner, span });
  }
}

function unjudged(holdings: readonly (readonly [string, readonly Boundary[]])[], directory: Directory): readonly Unjudged[] {
  const sites = new Map<string, { name: string; owners: string[] }>();
  for (const [owner, boundaries] of holdings) {
    for (const { key, name } of boundaries.filter(isSite)) {
      const known = sites.get(key) ?? { name, owners: [] };
      sites.set(key, { name: name < known.name ? name : known.name, owners: [...known.owners, owner] });
    }
  }
  return [...sites.values()]
    .flatMap(({ name, owners }) => {
      const answer = directory.addressesOf(name);
      return answer.ok ? [] : [{ site: name, owners: distinct(owners), why: answer.why }];
    })
    .sort((a, b) => order(a.site, b.site));
}
