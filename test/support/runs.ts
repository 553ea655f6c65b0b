/**
 * How many cases a property is tried on: few in `npm test`, as many as asked for in `npm run properties`. `share` says how much
 * of that number a costly property takes.
 */
export function runs(few: number, share = 1): number {
  const asked = Number(process.env.DROVER_PROPERTIES ?? 0);
  return asked > 0 ? Math.max(few, Math.ceil(asked * share)) : few;
}
