import { openMigration } from "../documents/open";
import { LabDriver } from "./drivers/lab";
import type { World } from "./session";

/** The world as it is: documents from their files, the simulated estate in its folder, the clock on the wall. */
export const world: World = {
  open: openMigration,
  driver: (folder, { states, problem }) => new LabDriver(folder, states[0] ?? new Map(), { platform: problem.pack.name }),
  now: () => Date.now(),
};
