import { Kind, kinds } from "./entity";

/** What a window's name means, besides a kind's own name: what users call these groups. A question may be asked at any time. */
const groups: Readonly<Record<string, readonly Kind[]>> = {
  servers: ["server", "database", "link", "site", "boundaries", "siteServer", "licence", "settings", "object"],
  agents: ["wave", "stragglers"],
  people: ["task"],
};

/** Every name that a window can have. */
export const windowNames: readonly string[] = [...Object.keys(groups), ...kinds.filter((kind) => kind !== "gate")];

/** The window in which something of a kind is done: its own, else its group's, else none. */
export const windowOf = (kind: Kind, declared: Readonly<Record<string, unknown>>): string | undefined =>
  Object.hasOwn(declared, kind) && kind !== "gate"
    ? kind
    : Object.keys(groups).find((name) => Object.hasOwn(declared, name) && groups[name]?.includes(kind));
