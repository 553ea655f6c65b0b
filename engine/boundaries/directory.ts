import { Network, Span } from "./boundary";
import { parseBoundary } from "./parse";
import { compareSpans, Spans, subtract, union } from "./spans";

/** Which subnets each site of the directory has, as an export of the directory says. */
export type Inventory = ReadonlyMap<string, readonly string[]>;

/** The addresses of a site, or why nothing can be said about them. */
export type SiteAddresses = Readonly<{ ok: true; spans: Spans } | { ok: false; why: string }>;

/** A directory that answers for its sites, and what is wrong with the inventory itself. */
export type Directory = Readonly<{
  addressesOf(site: string): SiteAddresses;
  /** Subnets that cannot be read, or stand under several sites: the directory would hold each subnet once. */
  problems: readonly Readonly<{ site: string; say: string; fix?: string }>[];
}>;

/** The directory that nobody supplied: it answers, and says that it knows nothing. */
export const NO_DIRECTORY: Directory = {
  addressesOf: () => ({ ok: false, why: "there is no directory inventory" }),
  problems: [],
};

/** A subnet of the directory, the sites it stands under, and the subnets inside it. */
type Node = { network: Network; sites: string[]; inner: Span[] };

/**
 * Reads an inventory. A computer belongs to the site of the most specific subnet that holds its address, so a site has the
 * addresses of its subnets without those of narrower subnets of other sites. Names compare without case.
 */
export function directoryOf(inventory: Inventory): Directory {
  const { nodes, unread } = nodesOf(inventory);
  const spans = new Map<string, Span[]>();
  for (const name of inventory.keys()) spans.set(name.toLowerCase(), []);
  for (const { network, sites, inner } of nodes) {
    const own = subtract([bare(network)], union(inner));
    for (const site of sites) spans.get(site.toLowerCase())?.push(...own);
  }
  const joined = new Map([...spans].map(([key, list]) => [key, union(list)]));
  return { addressesOf: (site) => answer(site, joined), problems: [...unread, ...nodes.flatMap(shared)] };
}

function answer(site: string, known: ReadonlyMap<string, Spans>): SiteAddresses {
  const spans = known.get(site.toLowerCase());
  if (spans === undefined) return { ok: false, why: `the directory inventory has no site ${site}` };
  return spans.length > 0 ? { ok: true, spans } : { ok: false, why: `the directory inventory has no subnet for ${site}` };
}

/**
 * The distinct subnets in order, each with those directly inside it: networks are nested or apart, so a stack finds them in one
 * pass.
 */
function nodesOf(inventory: Inventory): { nodes: readonly Node[]; unread: Directory["problems"] } {
  const { read, unread } = readAll(inventory);
  const nodes: Node[] = [];
  const open: Node[] = [];
  for (const { network, site } of read) {
    const latest = nodes.at(-1);
    if (latest !== undefined && compareSpans(latest.network, network) === 0) {
      if (!latest.sites.includes(site)) latest.sites.push(site);
      continue;
    }
    while (open.length > 0 && !holds(open.at(-1)!.network, network)) open.pop();
    open.at(-1)?.inner.push(bare(network));
    const node = { network, sites: [site], inner: [] };
    nodes.push(node);
    open.push(node);
  }
  return { nodes, unread };
}

const holds = (outer: Span, inner: Span): boolean => outer.family === inner.family && inner.last <= outer.last;

const bare = ({ family, first, last }: Span): Span => ({ family, first, last });

type Placed = Readonly<{ site: string; network: Network }>;

function readAll(inventory: Inventory): { read: readonly Placed[]; unread: Directory["problems"] } {
  const read: Placed[] = [];
  const unread: { site: string; say: string; fix?: string }[] = [];
  for (const site of [...inventory.keys()].sort()) {
    for (const text of inventory.get(site) ?? []) {
      const parsed = parseBoundary(text);
      if (!parsed.ok) unread.push({ site, say: parsed.say, ...(parsed.fix === undefined ? {} : { fix: parsed.fix }) });
      else if (parsed.value.form === "subnet" || parsed.value.form === "prefix") read.push({ site, network: parsed.value });
      else {
        const what = `${JSON.stringify(text)} is no subnet, and the directory holds nothing else`;
        unread.push({ site, say: `${what}: write it as a subnet` });
      }
    }
  }
  const wideFirst = (a: Placed, b: Placed): number =>
    a.network.family === b.network.family && a.network.first === b.network.first
      ? a.network.bits - b.network.bits
      : compareSpans(a.network, b.network);
  return { read: read.sort(wideFirst), unread };
}

function shared({ network, sites }: Node): Directory["problems"] {
  const [site = "", ...others] = sites;
  if (others.length === 0) return [];
  const what = `${network.text} stands under the sites ${sites.join(" and ")}`;
  return [{ site, say: `${what}: the directory gives a subnet to one site, keep it under that one` }];
}
