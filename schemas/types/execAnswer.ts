// Generated from schemas/exec-answer.json by tools/generate.js: change that, then run it again.
/**
 * What a driver's program writes to its standard output: one object, with exactly one of ok, notYet, refused, notEvaluated, busy and unreachable.
 */
export interface ExecAnswer {
  /**
   * The version of this protocol.
   */
  protocol: 1;
  /**
   * The request's.
   */
  id: string;
  /**
   * It is so, or it is done.
   */
  ok?: {
    /**
     * To read, apply, run and gate: what is seen of the entity now. Properties that the program cannot see are left out; what is not there has the phase absent.
     */
    observed?: {
      /**
       * Where it stands, or absent.
       */
      phase: string;
      [k: string]: ((string | number | boolean) | (string | number | boolean)[]) | string | undefined;
    };
    /**
     * To readAll: what is seen of each entity that was asked for.
     */
    all?: {
      /**
       * What is seen of the entity now. Properties that the program cannot see are left out; what is not there has the phase absent.
       */
      [k: string]: {
        /**
         * Where it stands, or absent.
         */
        phase: string;
        [k: string]: ((string | number | boolean) | (string | number | boolean)[]) | string | undefined;
      };
    };
    /**
     * To did: whether this act was done. yes: it is the last act of its entity, and came to its end; no: it was not begun, or an act after it has overtaken it; unknown: it was begun, or nobody can know.
     */
    did?: "yes" | "no" | "unknown";
    /**
     * To apply, run, gate, and to did that is yes: what a person would have written down, by name.
     */
    evidence?: {
      [k: string]: string;
    };
  };
  /**
   * Time or a person must come first, and which. Nothing failed.
   */
  notYet?: string;
  /**
   * With notYet: not before then, as date and time, where that is known.
   */
  until?: string;
  /**
   * The platform says no, and why; to gate: its condition does not hold, and waiting does not help.
   */
  refused?: string;
  /**
   * To gate: nobody could look at what it asks, and why. It is never taken for open.
   */
  notEvaluated?: string;
  /**
   * Another process is acting on the same estate, and which.
   */
  busy?: string;
  /**
   * Nothing can be known of the estate now, and why.
   */
  unreachable?: string;
  /**
   * With unreachable: the trouble passes by itself and the same may be asked again, after so many seconds at first.
   */
  retry?: number;
}
