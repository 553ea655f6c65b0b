// Generated from schemas/evidence.json by tools/generate.js: change that, then run it again.
/**
 * What a person did and wrote down: one file an act, written by `drover attest`, never changed and never deleted.
 */
export interface Evidence {
  /**
   * The act: the beginning of the plan's hash, the stage, the entity, and /back where it was taken back.
   */
  operation: string;
  /**
   * The hash of the plan that it belongs to: evidence counts for no other one.
   */
  plan: string;
  /**
   * The stage, with the plan's revision.
   */
  stage: string;
  /**
   * The task, gate or thing that it is about.
   */
  entity: string;
  /**
   * What was done with it; on the way back, what its undo is called.
   */
  move: string;
  /**
   * Who did it, as the teams of the migration document and allowed_signers name people.
   */
  by: string;
  /**
   * When it was done: date, time and offset from UTC.
   */
  at: string;
  /**
   * What the task asks to be recorded, each as text; checked against what is declared whenever it is read.
   */
  fields: {
    /**
     * A recorded value.
     */
    [k: string]: string;
  };
  /**
   * The evidence of the acts that came first, by file, each with its seal: so nothing before it can change unseen.
   */
  parents: {
    /**
     * The parent's seal.
     */
    [k: string]: string;
  };
  /**
   * The SHA-256 of everything above, in a form that does not depend on how the file is laid out.
   */
  seal: string;
  /**
   * The SSH signature of `by` over the same content and the seal, in the namespace drover. Needed where the folder has allowed_signers.
   */
  signature?: string;
}
