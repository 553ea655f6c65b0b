/** What a program registers: the components of an estate, for a program of one's own; and what carries a migration out. */
export { AgentSettings, type AgentSettingsArgs } from "./agentSettings";
export { Boundaries, type BookArgs, type UseArgs } from "./boundaries";
export { type EstateArgs } from "./declaring";
export { Estate } from "./estate";
export { HierarchyLink, type HierarchyLinkArgs } from "./hierarchyLink";
export { License, type LicenseArgs } from "./license";
export { NotificationServer, type NotificationServerArgs } from "./notificationServer";
export { Site, type HierarchySiteArgs, type SubnetSiteArgs } from "./site";
export { SiteServer, type SiteServerArgs } from "./siteServer";
export { Wave, type WaveArgs } from "./wave";
export { Completion, EntityResource } from "./entity";
export { type MigrationArgs, registerMigration } from "./register";
export { settingsOfStack } from "./settings";
