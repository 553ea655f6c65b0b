import { DriverName, driverNamed, routesOf, shown } from "../../documents/drivers";
import { Ledger } from "../../documents/evidence/ledger";
import { readLock } from "../../documents/lock";
import { lockFile, revisionsIn } from "../../documents/revisions";
import type { DriverEntry } from "../../engine/model/migration";
import { refusal } from "../codes";
import { Denied } from "../errors";
import { secretsIn } from "../secrets";
import type { Carried, Reach } from "../session";
import type { Driver } from "./driver";
import { execDriver } from "./exec/driver";
import { Held, askedIn } from "./held";
import { LabDriver } from "./lab";
import { Routed } from "./routed";
import { RunbookDriver } from "./runbook";
import { verifierIn } from "./signatures";

/** What makes a driver out of its entry in the migration document, for what is to be reached through it. */
type Factory = (entry: DriverEntry, reach: Reach) => Driver;

const drivers: Readonly<Partial<Record<DriverName, Factory>>> = {
  lab: (_, { settings: { lab }, carried }) =>
    new LabDriver(lab, startOf(carried), {
      platform: carried.problem.pack.name,
      planned: { name: carried.lock.plan, goesOnFrom: before(carried), table: carried.table },
    }),
  runbook: (_, reach) => runbookFor(reach),
  exec: (entry, { carried, settings }) => {
    const driver = execDriver(entry, { folder: carried.opened.folder, secrets: secretsIn(settings.secrets) });
    return new Held(driver, askedIn(carried), shown(entry));
  },
};

function runbookFor({ carried, upTo }: Reach): RunbookDriver {
  const { opened } = carried;
  const planned = { ...carried, folder: opened.folder };
  const ledger = new Ledger(planned, verifierIn(opened.folder));
  const { documents } = opened;
  return new RunbookDriver({ planned, ledger, upTo, now: () => Date.now(), ...(documents ? { documents } : {}) });
}

/** A plan that was made on the way goes on with what those before it have begun; one after the last stage begins anew. */
function before({ lock, opened: { folder } }: Carried): readonly string[] {
  const all = revisionsIn(folder);
  const earlier = all.slice(0, Math.max(0, all.indexOf(lock.revision)));
  return earlier.flatMap((revision) => readLock(lockFile(folder, revision)).lock?.plan ?? []);
}

const startOf = ({ states }: Carried): NonNullable<Carried["states"][number]> => states[0] ?? new Map();

/** The one driver of a session: it sends each act and each look to the driver that the migration document names for it. */
export function driverTo(reach: Reach): Driver {
  const { carried } = reach;
  const routes = routesOf(carried.opened.documents?.migration.drivers ?? {}, carried.problem);
  const make = (entry: DriverEntry): Driver => {
    const factory = drivers[driverNamed(entry) ?? "lab"];
    if (!factory) throw new Denied(refusal("EST-003", `the driver ${shown(entry)} is not there yet`));
    return factory(entry, reach);
  };
  return new Routed(routes, make, runbookFor(reach), routes.all);
}
