import { Ref, Value, byText } from "../engine/model/entity";
import type { Wanted } from "./declaring";

/** A service that a site server offers. */
export type Service = "package" | "task";

type ServerProps = Readonly<{
  host: string;
  ip?: string;
  os: string;
  version: string;
  installPath?: string;
  products?: readonly string[];
  database: Readonly<{ name: string; sql: string; collation?: string }>;
  phase?: string;
}>;

/** The version whose servers are on their way out: the tables of phases have words of their own for them. */
const OLD = "7.0";
const sorted = (texts: readonly string[] = []): readonly string[] => [...texts].sort(byText);

export const serverRef = (name: string): Ref => `server/${name}`;
const databaseRef = (name: string): Ref => `database/${name}`;

/** A Notification Server and its CMDB. It is in service: running on 7.0; joined, so that it replicates, on what follows. */
export function server(name: string, { database, products, phase, ...args }: ServerProps): readonly Wanted[] {
  const old = args.version === OLD;
  const { name: database_, sql, collation } = database;
  return [
    {
      ref: serverRef(name),
      phase: phase ?? (old ? "running" : "joined"),
      props: { ...args, name, products: sorted(products), database: databaseRef(name) },
      after: [databaseRef(name)],
    },
    {
      ref: databaseRef(name),
      phase: old ? "attached" : "restored",
      props: { name, database: database_, sql: sql === "on-box" ? `on-box ${name}` : sql, collation },
    },
  ];
}

type LinkProps = Readonly<{
  parent: string;
  child: string;
  version: string;
  replicates?: readonly string[];
  schedule?: string;
  phase?: string;
}>;

/** A link between two servers, after both of them. */
export function link(
  name: string,
  { parent, child, version, replicates, schedule, phase = "linked" }: LinkProps,
): readonly Wanted[] {
  const ends = [serverRef(parent), serverRef(child)];
  const props = { version, ends, replicates: sorted(replicates ?? ["inventory", "packages", "policies"]), schedule };
  return [{ ref: `link/${name}`, phase, props, after: ends }];
}

/** The addresses of a site in one server's book. */
export const boundaries = (name: string, server: Ref, site: string, addresses: readonly string[], phase = "held"): Wanted => ({
  ref: `boundaries/${name}`,
  phase,
  props: { server, site, addresses: sorted(addresses) },
  after: [server],
});

/** Agents of a site that report to a server. That they move to another one is a migration's business. */
export const wave = (name: string, server: Ref, site: string, agents: number): Wanted => ({
  ref: `wave/${name}`,
  phase: "waiting",
  props: { site, agents, from: server },
  after: [server],
});

type SiteServerProps = Readonly<{
  sites: readonly string[];
  services: readonly Service[];
  host?: string;
  os?: string;
  phase?: string;
}>;

/** A site server of one server. */
export const siteServer = (name: string, server: Ref, { phase = "up", ...args }: SiteServerProps): readonly Wanted[] => [
  {
    ref: `siteServer/${name}`,
    phase,
    props: { ...args, sites: sorted(args.sites), services: sorted(args.services), side: server, temporary: false },
    after: [server],
  },
];

/** How many licences a server has of each product. */
export const licence = (
  name: string,
  server: Ref,
  products: Readonly<Record<string, number>>,
  phase = "applied",
): readonly Wanted[] => [
  {
    ref: `licence/${name}`,
    phase,
    props: { server, products: sorted(Object.entries(products).map(([product, count]) => `${product}=${count}`)) },
    after: [server],
  },
];

/** The agent settings of a server: at whose agents they are aimed, and which policies are held back. */
export function settings(
  name: string,
  server: Ref,
  args: Readonly<{ targets: readonly Ref[]; policiesHeldBack?: readonly string[] }>,
): readonly Wanted[] {
  const heldBack: Value | undefined = args.policiesHeldBack?.length ? sorted(args.policiesHeldBack) : undefined;
  return [
    {
      ref: `settings/${name}`,
      phase: "ready",
      props: { server, targets: [...args.targets].sort(byText), heldBack },
      after: [server],
    },
  ];
}
