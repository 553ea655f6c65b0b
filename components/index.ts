/** What a program registers to carry a migration out. */
export { completedStage } from "./completed";
export { Estate, HierarchyLink, NotificationServer, Site } from "./components";
export { Completion, EntityResource } from "./entity";
export { type MigrationArgs, registerMigration } from "./register";
