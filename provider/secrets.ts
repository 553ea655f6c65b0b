/**
 * The secrets of a stack by name, from the one setting that holds them all. What is none is left out: whoever needs it says so
 * by its name, and nothing of it is ever shown.
 */
export function secretsIn(setting: string): ReadonlyMap<string, string> {
  const named = parsed(setting);
  if (typeof named !== "object" || named === null) return new Map();
  return new Map(Object.entries(named).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])));
}

function parsed(setting: string): unknown {
  try {
    return setting === "" ? undefined : JSON.parse(setting);
  } catch {
    return undefined; // the parser's message would quote it
  }
}
