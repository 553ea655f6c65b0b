import type { Finding } from "../../engine/model/finding";
import type { Declared } from "../../engine/model/migration";
import type { ConfigMgrEstate } from "./estate";
import { Reading, wayOf } from "./reading";

/** What this pack cannot plan yet is said, never passed over. */
export function unplanned(
  { old, new: wanted, migration, heirs }: Reading,
  documents: Declared<ConfigMgrEstate>,
): readonly Finding[] {
  const findings: Finding[] = [];
  const say = (path: string, text: string, fix: string): void => {
    const at = documents.origin(path);
    findings.push({ rule: "DIA-001", severity: "error", say: text, fix, ...(at ? { at } : {}) });
  };
  for (const [code, site] of Object.entries(old.sites)) {
    const after = wanted.sites[code];
    if (after === undefined ? !heirs.has(code) : wayOf(old, wanted, code, after) === undefined)
      say(
        `old/sites/${code}`,
        `nothing says what becomes of site ${code}`,
        `write in the new estate ${code}: { inPlace: true } or { keep: true }, or a site with from: ${code} and sideBySide: true`,
      );
    else if (after && after.way !== "side-by-side" && after.role !== site.role)
      say(`new/sites/${code}/role`, `${code} is to become a ${after.role} site: Setup changes no role`, "build a site beside it");
    else if (
      after?.parent !== undefined &&
      after.way !== "side-by-side" &&
      site.parent !== undefined &&
      after.parent !== site.parent
    )
      say(
        `new/sites/${code}/parent`,
        `${code} is to report to ${after.parent} instead of ${site.parent}: a site that stays where it is gets no new parent yet`,
        `parent: ${site.parent}`,
      );
  }
  for (const [code, site] of Object.entries(wanted.sites)) {
    if (site.way === "side-by-side" && (site.from === undefined || !(site.from in old.sites)))
      say(
        `new/sites/${code}`,
        `${code} takes over from no old site: a wholly new site is not planned yet`,
        "say from:, or add it after the migration",
      );
    if (site.way !== "side-by-side" && !(code in old.sites))
      say(
        `new/sites/${code}`,
        `${code} is not in the old estate: it can be neither upgraded nor kept`,
        "write sideBySide: true and from:, or correct the code",
      );
  }
  if (migration.strategy !== "top-down")
    say(
      "migration/strategy",
      `strategy ${migration.strategy} is not one of SMS and ConfigMgr: their hierarchies go top-down (CM-015)`,
      "strategy: top-down",
    );
  if (migration.pilot)
    say(
      "migration/pilot",
      "a pilot of clients is not planned yet for SMS and ConfigMgr",
      "take pilot: out; name the site in waves.order to have it first",
    );
  return findings;
}
