// Generated from schemas/exec-request.json by tools/generate.js: change that, then run it again.
/**
 * What Drover writes to the standard input of a driver's program: one object, then the end of the input.
 */
export interface ExecRequest {
  /**
   * The version of this protocol.
   */
  protocol: 1;
  /**
   * What is asked. read, readAll and did change nothing; apply moves an entity, run does a task, gate asks a condition.
   */
  ask: "read" | "readAll" | "apply" | "run" | "gate" | "did";
  /**
   * The answer repeats it. With apply, run and gate it is the act's name: asked again under the same one, an act that is done changes nothing and answers the same. With did, it is the name of the act in question.
   */
  id: string;
  /**
   * With read, apply, run and gate: the entity.
   */
  ref?: string;
  /**
   * With readAll: the entities.
   */
  refs?: string[];
  /**
   * With apply, run and gate: the move's name, or on the way back its undo's.
   */
  move?: string;
  /**
   * With apply, run and gate: the entity as the act finds it, unless it was begun before.
   */
  before?: {
    /**
     * Who it is, as kind and name.
     */
    ref: string;
    /**
     * Its kind.
     */
    kind: string;
    /**
     * Where it stands.
     */
    phase: string;
    [k: string]: ((string | number | boolean) | (string | number | boolean)[]) | string | undefined;
  };
  /**
   * With apply, run and gate: the entity as the act is to leave it.
   */
  after?: {
    /**
     * Who it is, as kind and name.
     */
    ref: string;
    /**
     * Its kind.
     */
    kind: string;
    /**
     * Where it stands.
     */
    phase: string;
    [k: string]: ((string | number | boolean) | (string | number | boolean)[]) | string | undefined;
  };
  /**
   * With apply, run and gate: what the act is told besides, such as a task's name.
   */
  told?: {
    /**
     * A text, a number, yes or no, or a list of these.
     */
    [k: string]: (string | number | boolean) | (string | number | boolean)[];
  };
  /**
   * Over SSH alone: the values of the declared names, which a program on this machine finds in its environment.
   */
  env?: {
    [k: string]: string;
  };
}
