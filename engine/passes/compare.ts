import { Boundary, exchange, parseBoundary, writeSpans } from "../boundaries";
import { groupBy } from "../groups";
import { Change, subjectOf } from "../model/change";
import { Kind, Ref, Value, byText, kindOf, nameOf, sameValue } from "../model/entity";

/** One thing of an estate as its document has it, whatever the platform: what people would say has changed, or not. */
export type Part = Readonly<{
  ref: Ref;
  /** The name that it has in the estate before, where it says so. */
  from?: Ref;
  /** Whom it reports to. */
  parent?: Ref;
  /** Where it stands: a site server at its sites. */
  at?: readonly Ref[];
  /** The machine that it is; another one under the same name is a replacement. */
  machine?: string;
  props: Readonly<Record<string, Value>>;
  /** The addresses that it owns, by realm. */
  holds?: Readonly<Record<string, readonly string[]>>;
}>;

/** Addresses that change hands in one realm. */
export type Handed = Readonly<{ realm: string; from: Ref; to: Ref; addresses: readonly string[] }>;

/** Who hands which addresses to whom, realm by realm. One that is renamed goes on under its new name. */
export function handed(before: readonly Part[], after: readonly Part[]): readonly Handed[] {
  const realms = [...new Set([...before, ...after].flatMap((part) => Object.keys(part.holds ?? {})))].sort(byText);
  return realms.flatMap((realm) => {
    const of = (parts: readonly Part[]) => new Map(parts.map((part) => [part.ref, boundariesOf(part.holds?.[realm] ?? [])]));
    return exchange(of(before), of(after)).gives.map(
      (give): Handed => ({
        realm,
        from: give.from as Ref,
        to: give.to as Ref,
        addresses: [...writeSpans(give.spans), ...give.sites],
      }),
    );
  });
}

const boundariesOf = (texts: readonly string[]): readonly Boundary[] =>
  texts.flatMap((text) => {
    const read = parseBoundary(text);
    return read.ok ? [read.value] : [];
  });

/** From one estate to the next in the words of people, in the order of names. The same estate twice is no change. */
export function compare(before: readonly Part[], after: readonly Part[]): readonly Change[] {
  const olds = new Map(before.map((part) => [part.ref, part]));
  const news = new Map(after.map((part) => [part.ref, part]));
  const renames = after.flatMap((part) =>
    part.from !== undefined && part.from !== part.ref && olds.has(part.from) && !news.has(part.from) && !olds.has(part.ref)
      ? [{ from: part.from, to: part.ref }]
      : [],
  );
  const renamedFrom = new Map(renames.map(({ from, to }) => [from, to]));
  const predecessor = new Map(renames.map(({ from, to }) => [to, from]));
  const gone = before.filter(({ ref }) => !news.has(ref) && !renamedFrom.has(ref)).map(({ ref }) => ref);
  const fresh = after.filter(({ ref }) => !olds.has(ref) && !predecessor.has(ref)).map(({ ref }) => ref);
  const gives = handed(before, after).filter(({ from, to }) => renamedFrom.get(from) !== to);
  const splits = splitOf(gives, fresh, news);
  const merges = mergedOf(gives, gone);
  const told = new Set<string>([...splits.flatMap(({ into }) => into), ...merges.flatMap(({ from }) => from)]);
  const alters = after.flatMap((part) => {
    const was = olds.get(predecessor.get(part.ref) ?? part.ref);
    return was ? alteredOf(was, part, renamedFrom) : [];
  });
  return [
    ...renames.map(({ from, to }): Change => ({ change: "renamed", from, to })),
    ...splits,
    ...merges,
    ...fresh.filter((ref) => !told.has(ref)).map((what): Change => ({ change: "added", what })),
    ...gone.filter((ref) => !told.has(ref)).map((what): Change => ({ change: "removed", what })),
    ...movedOf(gives, splits, merges),
    ...alters,
    ...droppedOf(before, after, gives, renamedFrom),
  ].sort((a, b) => byText(keyOf(a), keyOf(b)));
}

/** New owners that live on what one that stays has given them: it was split. */
function splitOf(
  gives: readonly Handed[],
  fresh: readonly Ref[],
  news: ReadonlyMap<Ref, Part>,
): readonly Extract<Change, { change: "split" }>[] {
  const givers = fresh.flatMap((ref) => {
    const from = [...new Set(gives.filter(({ to }) => to === ref).map((give) => give.from))];
    const [only] = from;
    return from.length === 1 && only !== undefined && news.has(only) ? [{ ref, from: only }] : [];
  });
  return [...groupBy(givers, ({ from }) => from)].map(([from, all]) => ({
    change: "split",
    from,
    into: all.map(({ ref }) => ref).sort(byText),
  }));
}

/** Owners that are gone, and whose addresses went to one other: they were merged into it. */
function mergedOf(gives: readonly Handed[], gone: readonly Ref[]): readonly Extract<Change, { change: "merged" }>[] {
  const takers = gone.flatMap((ref) => {
    const to = [...new Set(gives.filter(({ from }) => from === ref).map((give) => give.to))];
    return to.length === 1 ? [{ ref, into: to[0] as Ref }] : [];
  });
  return [...groupBy(takers, ({ into }) => into)].map(([into, all]) => ({
    change: "merged",
    from: all.map(({ ref }) => ref).sort(byText),
    into,
  }));
}

function movedOf(
  gives: readonly Handed[],
  splits: readonly Extract<Change, { change: "split" }>[],
  merges: readonly Extract<Change, { change: "merged" }>[],
): readonly Change[] {
  const told = ({ from, to }: Handed): boolean =>
    splits.some((split) => split.from === from && split.into.includes(to)) ||
    merges.some((merge) => merge.into === to && merge.from.includes(from));
  return [
    ...groupBy(
      gives.filter((give) => !told(give)),
      ({ from, to }) => `${from} ${to}`,
    ).values(),
  ].map((same): Change => {
    const { from, to } = same[0] as Handed;
    return { change: "moved", addresses: unique(same.flatMap((give) => give.addresses)), from: [from], to: [to] };
  });
}

/** What one thing has otherwise than before, under whatever name. */
function alteredOf(was: Part, is: Part, renamed: ReadonlyMap<Ref, Ref>): readonly Change[] {
  const now = (ref: Ref | undefined): Ref | undefined => (ref === undefined ? undefined : (renamed.get(ref) ?? ref));
  const here = (part: Part): readonly Ref[] => unique((part.at ?? []).map((ref) => now(ref) as Ref)) as readonly Ref[];
  const keys = unique([...Object.keys(was.props), ...Object.keys(is.props)]);
  const props = keys.filter((key) => !sameValue(was.props[key], is.props[key]));
  const [stood, stands] = [here(was), here(is)];
  const parent = now(was.parent);
  const machines = was.ref === is.ref && was.machine !== undefined && is.machine !== undefined && was.machine !== is.machine;
  return [
    ...(props.length > 0 ? [{ change: "changed", what: is.ref, props } as const] : []),
    ...(sameValue(stood, stands) ? [] : [{ change: "moved", what: is.ref, addresses: [], from: stood, to: stands } as const]),
    ...(machines ? [{ change: "replaced", what: is.ref, from: was.machine as string, to: is.machine as string } as const] : []),
    ...(parent === is.parent
      ? []
      : [
          {
            change: "re-parented",
            what: is.ref,
            ...(parent === undefined ? {} : { from: parent }),
            ...(is.parent === undefined ? {} : { to: is.parent }),
          } as const,
        ]),
  ];
}

/** Realms in which an owner has other addresses than before, and nobody gave or took the difference. */
function droppedOf(
  before: readonly Part[],
  after: readonly Part[],
  gives: readonly Handed[],
  renamed: ReadonlyMap<Ref, Ref>,
): readonly Change[] {
  const news = new Map(after.map((part) => [part.ref, part]));
  return before.flatMap((was): readonly Change[] => {
    const is = news.get(renamed.get(was.ref) ?? was.ref);
    if (!is) return [];
    const realms = unique([...Object.keys(was.holds ?? {}), ...Object.keys(is.holds ?? {})]);
    const props = realms.filter((realm) => {
      const [had, has] = [was.holds?.[realm] ?? [], is.holds?.[realm] ?? []];
      const told = gives.some((give) => give.realm === realm && (give.from === was.ref || give.to === is.ref));
      return !told && !sameValue(unique(had), unique(has));
    });
    return props.length > 0 ? [{ change: "changed", what: is.ref, props }] : [];
  });
}

const unique = <T extends string>(texts: readonly T[]): readonly T[] => [...new Set(texts)].sort(byText);

const order: readonly Kind[] = ["server", "site", "siteServer"];

const keyOf = (change: Change): string => {
  const subject = subjectOf(change);
  const rank = order.indexOf(kindOf(subject));
  return `${rank === -1 ? order.length : rank} ${nameOf(subject)} ${change.change} ${JSON.stringify(change)}`;
};
