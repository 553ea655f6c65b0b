import { proofsFolder } from "../documents/home";
import { openMigration } from "../documents/open";
import { driverTo } from "./drivers/table";
import { KeptProofs } from "./proofs";
import type { World } from "./session";

/** The world as it is: documents from their files, the drivers that they name, the clock on the wall. */
export const world: World = {
  open: (folder, revision) =>
    openMigration(folder, new Date().toISOString().slice(0, 10), revision, new KeptProofs(proofsFolder(process.env))),
  driver: driverTo,
  now: () => Date.now(),
};
