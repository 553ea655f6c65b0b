import { Directory, directoryOf } from "../../../engine/boundaries";
import { strongComponents } from "../../../engine/graph";
import type { Change } from "../../../engine/model/change";
import { Kind, Ref, byText, nameOf } from "../../../engine/model/entity";
import type { Declared, Migration } from "../../../engine/model/migration";
import { compare, handed } from "../../../engine/passes/compare";
import { Batch, Flow, Stranded, batchesOf, flowsOf } from "../../shared/flows";
import { AltirisEstate, AltirisLink, AltirisSiteServer, count } from "../estate";
import { serverOf } from "../reading";
import { partsOf } from "./parts";

/** A batch of agents that go to another Notification Server: `from` and `to` are their sites, which may be one. */
export type Wave = Batch & Readonly<{ fromServer: string; toServer: string }>;

/** Addresses that go from one site to another; `across`: to a site of another Notification Server. */
export type Give = Readonly<{ from: string; to: string; across: boolean }>;

/** What the dialect works with: one estate as it is and as it should be, and what that changes in the words of people. */
export type Restructuring = Readonly<{
  old: AltirisEstate;
  new: AltirisEstate;
  migration: Migration;
  changes: readonly Change[];
  gives: readonly Give[];
  flows: readonly Flow[];
  waves: readonly Wave[];
  stranded: readonly Stranded[];
  directory: Directory;
  ref(kind: Kind, name: string): Ref;
}>;

export function restructuringOf({
  old: { document: old },
  new: { document: wanted },
  migration,
}: Declared<AltirisEstate>): Restructuring {
  const [before, after] = [partsOf(old), partsOf(wanted)];
  const gives = handed(before, after).map(({ from, to }): Give => {
    const [giver, taker] = [nameOf(from), nameOf(to)];
    return { from: giver, to: taker, across: old.sites[giver]?.server !== wanted.sites[taker]?.server };
  });
  const { flows, stranded } = flowsOf(gives, counted(old), counted(wanted));
  const across = flows.flatMap((flow): readonly Wave[] => {
    const [fromServer, toServer] = [old.sites[flow.from]?.server ?? "", wanted.sites[flow.to]?.server ?? ""];
    const name = `${flow.from}-${flow.to}`;
    return fromServer === toServer ? [] : wavesOf(flow, name, migration, fromServer, toServer);
  });
  const moving = movedSites(old, wanted).flatMap((site): readonly Wave[] => {
    const [fromServer, toServer] = [old.sites[site]?.server ?? "", wanted.sites[site]?.server ?? ""];
    const agents = flows.reduce((left, flow) => left - (flow.from === site ? flow.agents : 0), agentsOf(old, site));
    return agents > 0 ? wavesOf({ from: site, to: site, agents }, `${site}-${toServer}`, migration, fromServer, toServer) : [];
  });
  return {
    old,
    new: wanted,
    migration,
    changes: compare(before, after),
    gives,
    flows,
    waves: [...across, ...moving].sort((a, b) => byText(a.name, b.name)),
    stranded,
    directory: directoryOf(new Map(Object.entries({ ...old.directory, ...wanted.directory }))),
    ref: (kind, name) => `${kind}/${name}@${old.version}`,
  };
}

const wavesOf = (
  flow: Readonly<{ from: string; to: string; agents: number }>,
  name: string,
  { waves: { size } }: Migration,
  fromServer: string,
  toServer: string,
): readonly Wave[] => batchesOf(flow, name, size).map((batch) => ({ ...batch, fromServer, toServer }));

export const agentsOf = (estate: AltirisEstate, site: string): number => count(estate.sites[site]?.agents ?? none);

const none = { "windows-x86": 0, "windows-x64": 0, linux: 0, mac: 0 } as const;

const counted = (estate: AltirisEstate): ReadonlyMap<string, number> =>
  new Map(Object.keys(estate.sites).map((site) => [site, agentsOf(estate, site)]));

/** Sites that keep their name and get another Notification Server. */
export const movedSites = (old: AltirisEstate, wanted: AltirisEstate): readonly string[] =>
  Object.keys(old.sites).filter((site) => site in wanted.sites && old.sites[site]?.server !== wanted.sites[site]?.server);

/** What becomes of a site's record: what it had, what it is to have. */
export const held = (
  { old, new: wanted }: Pick<Restructuring, "old" | "new">,
  site: string,
): Readonly<{ had: readonly string[]; has: readonly string[] }> => ({
  had: old.sites[site]?.boundaries ?? [],
  has: wanted.sites[site]?.boundaries ?? [],
});

export const differ = (a: readonly string[], b: readonly string[]): boolean => a.join() !== b.join();

/** A site server with the Notification Server that it is registered on. */
export type Placed = AltirisSiteServer & Readonly<{ server: string }>;

export const placed = (estate: AltirisEstate, name: string): Placed | undefined => {
  const siteServer = estate.siteServers[name];
  return siteServer && { ...siteServer, server: serverOf(estate, siteServer) ?? "" };
};

/** Every name that either estate has. */
export const allOf = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): readonly string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(byText);

export const linkName = ({ parent, child }: AltirisLink): string => `${parent}--${child}`;

/** The links that are removed and those that are established. */
export function relinked({ old, new: wanted }: Pick<Restructuring, "old" | "new">): Readonly<{
  cut: readonly AltirisLink[];
  made: readonly AltirisLink[];
}> {
  const without = (links: readonly AltirisLink[], others: readonly AltirisLink[]): readonly AltirisLink[] =>
    links.filter((link) => !others.some((other) => linkName(other) === linkName(link)));
  return { cut: without(old.links, wanted.links), made: without(wanted.links, old.links) };
}

/**
 * Sites that cannot let go in any order: who takes addresses across servers has them before its agents come, and these come
 * before the giver lets go; on one server it is the other way round.
 */
export function ringsAcross({ old, new: wanted, gives }: Restructuring): readonly (readonly string[])[] {
  const sites = allOf(old.sites, wanted.sites);
  const at = new Map(sites.map((site, i) => [site, i]));
  const arcs = gives.map(({ from, to, across }) => {
    const [giver, taker] = [at.get(from) as number, at.get(to) as number];
    return across ? ([taker, giver] as const) : ([giver, taker] as const);
  });
  return strongComponents(sites.length, arcs)
    .filter((nodes) => nodes.length > 1)
    .map((nodes) => nodes.map((i) => sites[i] as string).sort(byText))
    .filter((ring) => gives.some(({ from, to, across }) => across && ring.includes(from) && ring.includes(to)));
}
