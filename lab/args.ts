import type { Properties } from "./things";

/** Arguments that tell an act how to go about it; all others are properties of its thing. */
const instructions = new Set([
  "add",
  "remove",
  "evidence",
  "to",
  "from",
  "backup",
  "atMost",
  "atLeast",
  "complete",
  "letGo",
  "signedOff",
  "phase",
  "ref",
]);

export const propertiesIn = (args: Properties): Properties =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !instructions.has(name) && !name.startsWith(".")));

export const arg = (args: Properties, name: string): string | undefined => {
  const value = args[name];
  return value === undefined || typeof value === "object" ? undefined : String(value);
};
