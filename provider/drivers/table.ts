import { DriverName, driverNamed, routesOf, shown } from "../../documents/drivers";
import type { DriverEntry } from "../../engine/model/migration";
import { refusal } from "../codes";
import { Denied } from "../errors";
import type { Carried, Reach } from "../session";
import type { Driver } from "./driver";
import { LabDriver } from "./lab";
import { Routed } from "./routed";

/** What makes a driver out of its entry in the migration document, for what is to be reached through it. */
type Factory = (entry: DriverEntry, reach: Reach) => Driver;

const drivers: Readonly<Partial<Record<DriverName, Factory>>> = {
  lab: (_, { lab, carried }) => new LabDriver(lab, startOf(carried), { platform: carried.problem.pack.name }),
};

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
  return new Routed(routes, make, { recorded: async () => undefined }, routes.all);
}
