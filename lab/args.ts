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
  "arrivedPercent",
  "upgradedPercent",
  "readings",
  "minutesApart",
  "belowPercent",
  "afterDays",
  "take",
  "signedOff",
  "phase",
  "ref",
]);

export const propertiesIn = (args: Properties): Properties =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !instructions.has(name) && !name.startsWith(".")));

/** A number that an order says, or what holds where it says none. */
export const numberIn = (args: Properties, name: string, instead: number): number => {
  const value = args[name];
  return value === undefined || !Number.isFinite(Number(value)) ? instead : Number(value);
};

export const arg = (args: Properties, name: string): string | undefined => {
  const value = args[name];
  return value === undefined || typeof value === "object" ? undefined : String(value);
};
