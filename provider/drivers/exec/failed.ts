import { Code, refusal } from "../../codes";

/** A program that did not answer as it should: which code, what happened, and whether it may have begun to act. */
export class Failed extends Error {
  override readonly name = "Failed";

  constructor(
    readonly code: Code,
    readonly say: string,
    /** Nothing was done for sure where the program was not even started. */
    readonly begun: boolean,
    readonly fix?: string,
  ) {
    super(refusal(code, say, fix));
  }
}

/** Before the program was started. */
export const notBegun = (code: Code, say: string, fix?: string): Failed => new Failed(code, say, false, fix);
