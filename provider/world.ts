import { join } from "node:path";
import { openMigration } from "../documents/open";
import { driverTo } from "./drivers/table";
import { KeptProofs } from "./proofs";
import type { World } from "./session";

/** In the project's folder, with all else that is of this machine alone. */
const PROOFS = join(".drover", "proofs");

/** The world as it is: documents from their files, the drivers that they name, the clock on the wall. */
export const world: World = {
  open: (folder, revision) => openMigration(folder, new Date().toISOString().slice(0, 10), revision, new KeptProofs(PROOFS)),
  driver: driverTo,
  now: () => Date.now(),
};
