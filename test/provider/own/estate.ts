import * as altiris from "../../../components/altiris";
import * as configmgr from "../../../components/configmgr";
import type { Wanted } from "../../../components/declaring";
import type { Declaration } from "../../../engine/declaration";
import { Entity, Ref, kindOf, stateOf } from "../../../engine/model/entity";
import { PhaseTable } from "../../../engine/model/phases";
import { packs } from "../../../platforms";

/** What components declare, without Pulumi. */
export function declared(
  platform: string,
  wanted: readonly Wanted[],
  more: Readonly<Record<string, readonly Ref[]>> = {},
): Declaration {
  const table = new PhaseTable(packs[platform]?.phases ?? []);
  const entities = wanted.map(({ ref, phase, props }) => {
    const plain = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
    return table.at({ ...plain, ref, kind: kindOf(ref) } as unknown as Entity, phase);
  });
  const waits = wanted.map(({ ref, after = [] }): [Ref, readonly Ref[]] => [ref, [...after, ...(more[ref] ?? [])]]);
  return { entities: stateOf(entities), waits: new Map(waits) };
}

type ServerArgs = Partial<Parameters<typeof altiris.server>[1]>;

const serverAt = (name: string, more: ServerArgs = {}): readonly Wanted[] =>
  altiris.server(name, {
    host: `${name}.example`,
    os: "windows-server-2008-r2-x64",
    version: "7.1",
    database: { name: "CMDB", sql: "on-box" },
    ...more,
  });

const hou: Ref = "server/hou";

/** A server with a site, its agents and its site server. */
export const houston = (more: ServerArgs = {}): readonly Wanted[] => [
  ...serverAt("hou", more),
  altiris.boundaries("houston", hou, "houston", ["10.10.0.0/16"]),
  altiris.wave("houston", hou, "houston", 2700),
  ...altiris.siteServer("hou-ps1", hou, { sites: ["houston"], services: ["package", "task"] }),
];

/** A second server with a link to the first. */
export const beaumont = (version = "7.1"): readonly Wanted[] => [
  ...serverAt("bea", { version }),
  ...altiris.link("hou--bea", { parent: "hou", child: "bea", version }),
];

export const held = (site: string, addresses: readonly string[], server: Ref = hou): Wanted =>
  altiris.boundaries(site, server, site, addresses);

type SiteArgs = Partial<configmgr.HierarchySiteProps>;

export const site = (code: string, more: SiteArgs = {}): Wanted =>
  configmgr.site(code, { role: "primary", version: "2007-sp1", server: `${code.toLowerCase()}-cm1`, ...more });

export const used = (of: string, use: "assignment" | "fast" | "slow", addresses: readonly string[]): Wanted =>
  configmgr.boundaries({ estate: "contoso", site: `site/${of}`, use, addresses });

/** The same entities, one of them otherwise. */
export const changed = (wanted: readonly Wanted[], ref: Ref, props: Wanted["props"], phase?: string): readonly Wanted[] =>
  wanted.map((one) => (one.ref === ref ? { ...one, phase: phase ?? one.phase, props: { ...one.props, ...props } } : one));
