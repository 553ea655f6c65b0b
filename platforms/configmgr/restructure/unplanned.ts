import { Change, subjectOf } from "../../../engine/model/change";
import { strongComponents } from "../../../engine/graph";
import { byText, nameOf } from "../../../engine/model/entity";
import type { Finding } from "../../../engine/model/finding";
import type { Declared } from "../../../engine/model/migration";
import type { ConfigMgrEstate } from "../estate";
import { Restructuring, isGone } from "./reading";
import { leaversTo, takersOf } from "./subjects";

/** What cannot be carried out within one version is said, each with the way round it. */
export function unplanned(reading: Restructuring, documents: Declared<ConfigMgrEstate>): readonly Finding[] {
  const { old, new: wanted, changes, flows } = reading;
  const findings: Finding[] = [];
  const say = (path: string, text: string, fix: string): void => {
    const at = documents.origin(path);
    findings.push({ rule: "DIA-001", severity: "error", say: text, fix, ...(at ? { at } : {}) });
  };
  if (old.version !== wanted.version)
    say(
      "new/version",
      `${wanted.estate} is to go from ${old.version} to ${wanted.version}: an upgrade is no restructuring`,
      "describe it as a migration: old.yaml, new.yaml, migration.yaml",
    );
  for (const [code, site] of Object.entries(wanted.sites)) {
    if (site.way !== undefined || site.detach)
      say(
        `new/sites/${code}`,
        `${code} says how it is upgraded, and nothing is upgraded here`,
        "take out inPlace, sideBySide, keep and detach",
      );
    const was = old.sites[code];
    if (site.role === "secondary" && was?.role === "secondary" && was.parent !== site.parent)
      say(
        `new/sites/${code}/parent`,
        `${code} is a secondary site and keeps its primary for life`,
        `give it a new code and server: { from: ${code}, parent: … }`,
      );
    if (site.clients.legacy > 0)
      say(
        `new/sites/${code}/clients`,
        `${code} has legacy clients, which no ConfigMgr site serves (CM-040)`,
        "count advanced clients alone",
      );
  }
  for (const change of changes) complain(change, reading, say);
  servers(reading, say);
  for (const { from: code, agents: clients, takers } of flows.stranded)
    say(
      `old/sites/${code}/clients`,
      takers.length === 0
        ? `${code} goes with ${clients} clients, and no site takes over its boundaries`
        : `${code} goes, and its boundaries go to ${takers.join(" and ")}: ${clients} of its clients have no site in the counts`,
      takers.length === 0 ? "give its boundaries to other sites" : `count its clients at ${takers.join(" and ")}`,
    );
  return findings;
}

type Say = (path: string, text: string, fix: string) => void;

function complain(change: Change, reading: Restructuring, say: Say): void {
  const name = nameOf(subjectOf(change));
  switch (change.change) {
    case "changed": {
      const fixed = change.props.filter((prop) => unchangeable.has(prop));
      if (change.what.startsWith("site/") && fixed.length > 0)
        say(
          `new/sites/${name}/${fixed[0]}`,
          `${name} is to have another ${fixed.join(", ")}: no restructuring changes that`,
          upgrades,
        );
      return;
    }
    case "renamed": {
      const code = nameOf(change.to);
      if (reading.old.sites[name] && reading.old.sites[name]?.server === reading.new.sites[code]?.server)
        say(
          `new/sites/${code}/server`,
          `${code} is to be ${name} under another code on the same server: a site keeps its code for life`,
          "name another server for it; the old one is free afterwards",
        );
      return;
    }
    case "removed":
    case "merged":
      for (const one of change.change === "merged" ? change.from.map(nameOf) : [name]) orphans(one, reading, say);
      return;
    case "added":
    case "moved":
    case "split":
    case "re-parented":
    case "replaced":
      return;
  }
}

/** Servers that change hands where nobody can be first. */
function servers(reading: Restructuring, say: Say): void {
  const { old, new: wanted } = reading;
  const codes = Object.keys(wanted.sites).sort(byText);
  const at = new Map(codes.map((code, i) => [code, i]));
  const waits = codes.flatMap((code, i) =>
    leaversTo(reading, code).flatMap((leaver) => {
      const first = at.get(leaver);
      return first === undefined ? [] : [[first, i] as const];
    }),
  );
  for (const ring of strongComponents(codes.length, waits).filter((component) => component.length > 1)) {
    const names = [...ring].sort((a, b) => a - b).map((i) => codes[i] as string);
    say(
      `new/sites/${names[0]}/server`,
      `${names.join(" and ")} exchange servers in a ring: none of them can be first`,
      "name another server for one of them",
    );
  }
  for (const code of codes)
    for (const leaver of leaversTo(reading, code))
      if (isGone(reading, leaver) && wanted.sites[code]?.from !== leaver && takersOf(reading, leaver).includes(code))
        say(
          `new/sites/${code}/server`,
          `${code} is to be on ${old.sites[leaver]?.server}, which ${leaver} leaves when ${code} has its boundaries`,
          "name another server for it; the old one is free afterwards",
        );
}

const unchangeable: ReadonlySet<string> = new Set(["role", "version", "sql", "security", "featurePacks"]);
const upgrades = "change it by hand and then in both estate.yaml and applied.yaml, or build a site with it";

/** Who would go on reporting to a site that goes. */
function orphans(code: string, reading: Restructuring, say: Say): void {
  if (!isGone(reading, code)) return;
  for (const [child, site] of Object.entries(reading.new.sites))
    if (site.parent === code)
      say(`new/sites/${child}/parent`, `${child} is to report to ${code}, which goes`, "name another parent");
}
