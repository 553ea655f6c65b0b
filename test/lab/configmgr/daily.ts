import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Entry } from "../../../lab";

type Site = Readonly<{
  from?: string;
  role: string;
  parent?: string;
  server: string;
  clients?: number;
  boundaries: Readonly<{ assignment: readonly string[]; roaming?: Readonly<{ slow: readonly string[] }> }>;
  roles?: Readonly<Record<string, readonly string[]>>;
}>;
type Sites = Readonly<Record<string, Site>>;
type Seen = Readonly<Record<string, unknown>>;

const number = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function range(text: string): readonly [number, number] {
  const [first = "", last] = text.split("-");
  if (last !== undefined) return [number(first), number(last)];
  const [base = "", bits = "32"] = text.split("/");
  return [number(base), number(base) + 2 ** (32 - Number(bits)) - 1];
}

const meet = (a: string, b: string): boolean => range(a)[0] <= range(b)[1] && range(b)[0] <= range(a)[1];

/**
 * The record of a restructuring, judged by the two documents alone: nothing of the planner, of its rules or of the lab's
 * monitor is used here. Answers what is wrong, in sentences.
 */
export function judgeDaily(journal: readonly Entry[], folder: string): readonly string[] {
  const sites = (name: string): Sites => (parse(readFileSync(join(folder, name), "utf8")) as { sites: Sites }).sites;
  const [old, wanted] = [sites("applied.yaml"), sites("estate.yaml")];
  const things = new Map<string, Seen>();
  const wrong = new Set<string>();
  const at = (what: string, ref: string, verb: string): number =>
    journal.findIndex((one) => one.what === what && one.ref === ref && one.verb === verb);
  const list = (thing: Seen | undefined, name: string): readonly string[] => (thing?.[name] ?? []) as readonly string[];
  const of = (kind: string): readonly (readonly [string, Seen])[] => [...things].filter(([ref]) => ref.startsWith(`${kind}/`));

  for (const { changes = [], what, ref, verb } of journal) {
    for (const { ref: one, set, unset, gone } of changes) {
      const after = Object.entries({ ...things.get(one), ...set }).filter(([name]) => !unset?.includes(name));
      if (gone) things.delete(one);
      else things.set(one, Object.fromEntries(after));
    }
    const touched = (kind: string): boolean => changes.some((change) => change.ref.startsWith(`${kind}/`));
    const held = (touched("boundaries") ? of("boundaries") : []).filter(([, thing]) => thing[".deleted"] !== true);
    for (const [a, mine] of held)
      for (const [b, theirs] of held)
        if (
          a < b &&
          mine["realm"] === theirs["realm"] &&
          list(mine, "addresses").some((x) => list(theirs, "addresses").some((y) => meet(x, y)))
        )
          wrong.add(`${a} and ${b} both had an address after ${what} ${ref} ${verb}`);
    for (const [code, { roles = {} }] of touched("siteServer") ? Object.entries(old) : [])
      for (const role of Object.keys(roles).filter((one) => wanted[code]?.roles?.[one]))
        if (
          !of("siteServer").some(
            ([, system]) =>
              ["up", "changing"].includes(String(system["phase"])) &&
              list(system, "sites").includes(code) &&
              list(system, "services").includes(role),
          )
        )
          wrong.add(`${code} had no ${role} after ${what} ${ref} ${verb}`);
  }

  const counts = new Map([...Object.keys(old), ...Object.keys(wanted)].map((code) => [code, old[code]?.clients ?? 0]));
  for (const [ref, wave] of of("wave")) {
    const [from, to] = [wave["from"], wave["to"]].map((site) => String(site).replace("site/", "")) as [string, string];
    counts.set(from, (counts.get(from) ?? 0) - Number(wave["agents"]));
    counts.set(to, (counts.get(to) ?? 0) + Number(wave["agents"]));
    if (!wanted[from] && !(at("end", ref, "reassign") < at("begin", `site/${from}`, "retire")))
      wrong.add(`${from} was retired under ${ref}`);
    for (const held of ["assignment", "fast"])
      if (!old[to] && !(at("end", `boundaries/${to}.${held}`, "claim") < at("begin", ref, "reassign")))
        wrong.add(`${ref} went to ${to} before it had boundaries`);
  }
  for (const [code, site] of Object.entries(wanted)) {
    const thing = things.get(`site/${code}`);
    const said = {
      server: thing?.["server"],
      parent: String(thing?.["reports"] ?? "").replace("site/", ""),
      clients: counts.get(code),
    };
    const should = { server: site.server, parent: site.parent ?? "", clients: site.clients ?? 0 };
    if (JSON.stringify(said) !== JSON.stringify(should))
      wrong.add(`${code} is ${JSON.stringify(said)}, and should be ${JSON.stringify(should)}`);
    const has = list(things.get(`boundaries/${code}.assignment`), "addresses");
    if ([...has].sort().join() !== [...site.boundaries.assignment].sort().join()) wrong.add(`${code} has ${has.join(", ")}`);
    const installed = ["build", "found", "set-up-below"]
      .map((verb) => at("end", `site/${code}`, verb))
      .find((index) => index >= 0);
    if (!old[code] && !(installed !== undefined && installed < at("begin", `boundaries/${code}.assignment`, "claim")))
      wrong.add(`${code} had boundaries before it was there`);
  }
  for (const code of Object.keys(old).filter((one) => !wanted[one])) {
    if (things.get(`site/${code}`)?.["phase"] !== "retired") wrong.add(`${code} is still there`);
    if (things.has(`boundaries/${code}.assignment`)) wrong.add(`${code} still has boundaries`);
  }
  return [...wrong];
}
