/** The platform says no: nothing was done by the step that was refused, and the law says why. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  /** `say` is a sentence with its remedy; `law` an id of lab/altiris/laws.ts, or "not yet" where waiting helps. */
  constructor(
    readonly law: string,
    readonly ref: string,
    readonly say: string,
  ) {
    super(`${say} [${law}]`);
  }
}

/** The law of a refusal that time or a person lifts. */
export const NOT_YET = "not yet";

/** A fault that was ordered with `lab.faults`: the act failed as a machine fails, with no law behind it. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    readonly ref: string,
    readonly verb: string,
    /** The steps that were done before: none after a plain failure. */
    readonly done: readonly string[],
  ) {
    super(
      done.length === 0
        ? `${ref}: ${verb} failed before it did anything (a fault that was set in the lab)`
        : `${ref}: ${verb} failed half-way, after ${done.join(", ")} (a fault that was set in the lab)`,
    );
  }
}
