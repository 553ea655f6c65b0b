type Environment = Readonly<Record<string, string | undefined>>;

/** What is of this machine alone, so that all of it is moved together. */
const home = (env: Environment): string => env.DROVER_HOME?.replace(/[\\/]+$/, "") || ".drover";

/** Where a stack's simulated estate is, if its settings do not say: beside its state. */
export const labFolder = (stack: string, env: Environment): string => `${home(env)}/lab/${stack}`;

/** Where this machine remembers what it has proved. */
export const proofsFolder = (env: Environment): string => `${home(env)}/proofs`;
