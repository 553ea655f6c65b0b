import type { Finding } from "../../engine/model/finding";
import type { Declared } from "../../engine/model/migration";
import type { AltirisEstate } from "./estate";
import { Reading, releaseOf } from "./reading";

/** What this pack cannot plan yet is said, never passed over. */
export function unplanned(
  { old, new: wanted, successor, migration }: Reading,
  documents: Declared<AltirisEstate>,
): readonly Finding[] {
  const findings: Finding[] = [];
  const say = (path: string, text: string, fix: string): void => {
    const at = documents.origin(path);
    findings.push({ rule: "DIA-001", severity: "error", say: text, fix, ...(at ? { at } : {}) });
  };
  for (const name of Object.keys(old.servers))
    if (!successor.has(name))
      say(
        `old/servers/${name}`,
        `no new server is made from ${name}`,
        `say "from: ${name}" at the server that takes over from it`,
      );
  for (const [name, server] of Object.entries(wanted.servers))
    if (server.from === undefined)
      say(
        `new/servers/${name}`,
        `${name} takes over from no old server: a wholly new server is not planned yet`,
        "say from:, or leave it out and add it after the migration",
      );
  for (const name of Object.keys(old.siteServers))
    if (!(name in wanted.siteServers))
      say(
        `old/siteServers/${name}`,
        `${name} is in the old estate and not in the new one: retiring a site server on the way is not planned yet`,
        "keep it in new.yaml and take it out after the migration",
      );
  for (const name of Object.keys(old.sites))
    if (!(name in wanted.sites))
      say(
        `old/sites/${name}`,
        `site ${name} is not in the new estate: its agents would have nowhere to go`,
        "keep the site, or name the one it becomes",
      );
  for (const name of Object.keys(wanted.sites))
    if (!(name in old.sites))
      say(
        `new/sites/${name}`,
        `site ${name} is not in the old estate: new sites are not planned yet`,
        "add it after the migration",
      );
  for (const [side, estate, release] of [
    ["old", old, "7.0"],
    ["new", wanted, "7.1"],
  ] as const)
    if (releaseOf(estate.version) !== release)
      say(
        `${side}/version`,
        `the ${side} estate is version ${estate.version}: migrations are planned from 7.0 to 7.1, and the rules speak of no other`,
        `version: "${release}", or a service pack of it`,
      );
  if (migration.strategy !== "children-first")
    say("migration/strategy", `strategy ${migration.strategy} is not planned yet`, "strategy: children-first");
  return findings;
}
