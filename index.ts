import { registerMigration, settingsOfStack } from "./components";

export const { completed } = registerMigration(settingsOfStack());
