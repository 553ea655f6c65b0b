// Generated from schemas/revocation.json by tools/generate.js: change that, then run it again.
/**
 * That evidence does not count any more, and why: a file beside it, written by `drover attest --revoke`. The evidence itself stays.
 */
export interface Revocation {
  /**
   * The file that does not count any more.
   */
  revokes: string;
  /**
   * The SHA-256 of that file's text, with line breaks of one character.
   */
  content: string;
  /**
   * Who revokes it.
   */
  by: string;
  /**
   * When: date, time and offset from UTC.
   */
  at: string;
  /**
   * Why it does not count any more.
   */
  why: string;
  /**
   * The SHA-256 of everything above, in a form that does not depend on how the file is laid out.
   */
  seal: string;
  /**
   * The SSH signature of `by` over the same content and the seal, in the namespace drover. Needed where the folder has allowed_signers.
   */
  signature?: string;
}
