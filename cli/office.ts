import { routesOf } from "../documents/drivers";
import type { Office } from "../documents/evidence/attest";
import { Ledger } from "../documents/evidence/ledger";
import type { Verify } from "../documents/evidence/model";
import { openMigration } from "../documents/open";
import { verifierIn } from "../provider/drivers/signatures";
import { carriedIn } from "./carried";
import { exit } from "./command";
import { migrationFolder } from "./folder";
import { showAll } from "./print";
import type { Stopped } from "./stack";

/** A migration with what people attested of it. */
export type Opened = Readonly<{ office: Office; verify: Verify }>;

/** Opens the migration that is meant; or all that is against it. */
export function openOffice(named: string | undefined): Opened | Stopped {
  const found = migrationFolder(named);
  if ("say" in found) return { say: found.say, status: exit.usage };
  const opened = openMigration(found.folder);
  const errors = opened.findings.filter(({ severity }) => severity === "error");
  const carried = carriedIn(opened);
  if (!carried || !opened.documents || errors.length > 0) {
    const say = `${showAll(errors, opened.problem?.pack.rules)}\n\n${found.folder} cannot be carried out as it is: nothing was written`;
    return { say, status: exit.findings };
  }
  const { drivers, teams, done } = opened.documents.migration;
  const verify = verifierIn(found.folder);
  const office = {
    planned: carried,
    routes: routesOf(drivers, carried.problem),
    ledger: new Ledger(carried, verify),
    teams,
    done,
    now: Date.now(),
  };
  return { office, verify };
}
