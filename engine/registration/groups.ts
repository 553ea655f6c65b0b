import { Entity, Ref, State, byText, list, nameOf, text } from "../model/entity";

/** The components of an estate: nouns that people know, each with what belongs to it. */
export const nouns = ["NotificationServer", "HierarchyLink", "Site", "Estate"] as const;
export type Noun = (typeof nouns)[number];

export type Group = Readonly<{ noun: Noun; name: string; members: readonly Ref[] }>;

const key = (noun: Noun, name: string): string => `${noun} ${name}`;

/** `bea-ns1@7.0` → `bea-ns1`. */
const bare = (name: string): string => name.replace(/@[^@/]*$/, "");
/** `task/bea-ns1/backup-1` → `bea-ns1`. */
const scope = (ref: Ref): string => nameOf(ref).slice(0, nameOf(ref).indexOf("/"));

/**
 * Which component each entity belongs to. It follows from the first state alone and never from the stage: a parent is part of a
 * resource's identity, so one that changed would be taken for another resource.
 */
export function groupsOf(start: State): readonly Group[] {
  const servers = new Set<string>();
  const links = new Set<string>();
  const sites = new Map<string, string>();
  for (const entity of start.values()) {
    if (entity.kind === "server") servers.add(bare(nameOf(entity.ref)));
    if (entity.kind === "link") links.add(nameOf(entity.ref));
    if (entity.kind === "site") sites.set(nameOf(entity.ref), nameOf(entity.ref));
    const site = siteOf(entity);
    if (site !== undefined) sites.set(bare(nameOf(entity.ref)), site);
  }
  const groups = new Map<string, { noun: Noun; name: string; members: Ref[] }>();
  for (const entity of start.values()) {
    const [noun, name] = homeOf(entity, { servers, links, sites });
    const group = groups.get(key(noun, name)) ?? { noun, name, members: [] };
    group.members.push(entity.ref);
    groups.set(key(noun, name), group);
  }
  return [...groups].sort(([a], [b]) => byText(a, b)).map(([, group]) => ({ ...group, members: group.members.sort(byText) }));
}

const siteOf = (entity: Entity): string | undefined => {
  // a site may be named, or referred to where it is an entity of its own
  if (["boundaries", "wave", "settings"].includes(entity.kind)) return text(entity, "site").replace(/^site\//, "") || undefined;
  return entity.kind === "siteServer" ? list(entity, "sites").map(String)[0] : undefined;
};

type Known = Readonly<{ servers: ReadonlySet<string>; links: ReadonlySet<string>; sites: ReadonlyMap<string, string> }>;

function homeOf(entity: Entity, { servers, links, sites }: Known): readonly [Noun, string] {
  const site = siteOf(entity);
  if (site !== undefined) return ["Site", site];
  if (entity.kind === "link") return ["HierarchyLink", nameOf(entity.ref)];
  if (entity.kind === "site") return ["Site", nameOf(entity.ref)];
  const name = nameOf(entity.ref).includes("/") ? scope(entity.ref) : nameOf(entity.ref);
  if (links.has(name)) return ["HierarchyLink", name];
  if (servers.has(bare(name))) return ["NotificationServer", bare(name)];
  const home = sites.get(bare(name));
  return home === undefined ? ["Estate", "estate"] : ["Site", home];
}
