/** Where a stack's simulated estate is, if its settings do not say: beside its state, so that both are moved together. */
export const labFolder = (stack: string, env: Readonly<Record<string, string | undefined>>): string =>
  `${env.DROVER_HOME?.replace(/[\\/]+$/, "") || ".drover"}/lab/${stack}`;
