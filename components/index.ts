/** What a program registers to carry a migration out. */
export { Estate, HierarchyLink, NotificationServer, Site } from "./components";
export { Completion, EntityResource } from "./entity";
export { type MigrationArgs, registerMigration } from "./register";
export { settingsOfStack } from "./settings";
