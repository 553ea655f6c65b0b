import type { Finding, Severity, Source } from "../engine/model/finding";

/** What is wrong in general, and what helps in general: `drover rules DOC-012` prints it. Ids are never given twice. */
export const documentCodes = {
  "DOC-001": { title: "a file is missing", remedy: "write the file, or correct its name where it is asked for" },
  "DOC-002": {
    title: "a file lies outside the migration's folder",
    remedy: "copy it into the folder: what is not in it cannot be reviewed with it",
  },
  "DOC-003": { title: "a file is too big", remedy: "move long lists into CSV files, and one CSV file into several" },
  "DOC-004": { title: "what should be a file is none", remedy: "name a file" },
  "DOC-005": { title: "a file is no text", remedy: "save it as UTF-8, or as UTF-16 with a byte order mark" },
  "DOC-006": { title: "a document is empty", remedy: "begin with the properties that are required" },
  "DOC-007": { title: "a file cannot be read", remedy: "make it a plain file that the account which runs drover may read" },
  "DOC-008": {
    title: "a merge that is not finished",
    remedy: "keep what is right of both sides, and delete the lines that begin with <<<<<<<, =======, ||||||| and >>>>>>>",
  },
  "DOC-010": { title: "YAML cannot be read", remedy: "correct the place that the message names" },
  "DOC-011": {
    title: "a key stands there twice",
    remedy: "join both entries: the second one would silently replace the first",
  },
  "DOC-012": { title: "a tab indents a line", remedy: "indent by spaces" },
  "DOC-013": { title: "several documents in one file", remedy: "keep one document a file" },
  "DOC-014": { title: "a key is no text", remedy: "put quotes around it: YAML reads 007, 1E5 and NO as other than text" },
  "DOC-015": { title: "a key is a reserved word", remedy: "take another name" },
  "DOC-016": { title: "a merge key", remedy: "write like: and the entry's name; it keeps track of where a value comes from" },
  "DOC-017": { title: "aliases that are too many, or circular", remedy: "write the values out, or use like:" },
  "DOC-018": {
    title: "nested too deep",
    remedy: "no document needs so many levels: look for an opening bracket without its closing one",
  },
  "DOC-019": { title: "a tag", remedy: "write plain values: documents hold text, numbers, lists and maps alone" },
  "DOC-020": { title: "an unknown property", remedy: "correct its name; the editor's completion lists those that exist" },
  "DOC-021": { title: "a property is missing", remedy: "write it" },
  "DOC-022": {
    title: "a value of the wrong type",
    remedy: "write what the message asks for",
  },
  "DOC-023": { title: "a value that is not one of those allowed", remedy: "take one of them" },
  "DOC-024": {
    title: "a unit is missing or wrong",
    remedy: "write number and unit, such as 42 GB, 45 min, 3 d, 95 %, 2 Mbit/s",
  },
  "DOC-025": { title: "a text of the wrong form", remedy: "write it in the form that the message shows" },
  "DOC-026": { title: "a number or a list outside its bounds", remedy: "write one within them" },
  "DOC-027": { title: "a date that does not exist", remedy: "write year-month-day, such as 2026-11-02" },
  "DOC-028": { title: "a name that cannot be one", remedy: "use letters, digits, spaces, dots, hyphens and underscores" },
  "DOC-030": { title: "a CSV file cannot be read", remedy: "correct the line that the message names" },
  "DOC-031": { title: "a CSV file's columns", remedy: "name the columns in the first line as the message lists them" },
  "DOC-032": { title: "a value in a CSV file", remedy: "correct the row" },
  "DOC-033": { title: "a CSV file's delimiter", remedy: "nothing: it was found by itself" },
  "DOC-034": { title: "a CSV file has no row for an entry", remedy: "add rows, or write the values in the document" },
  "DOC-040": { title: "an entry is like one that does not exist", remedy: "correct the name" },
  "DOC-041": { title: "likes or links that go round in a circle", remedy: "write one of the entries out" },
  "DOC-042": {
    title: "an entry is from one that the old estate does not have",
    remedy: "correct the name, or leave `from` out for a new one",
  },
  "DOC-043": { title: "there is nothing to carry over", remedy: "write the value" },
  "DOC-044": { title: "an addition or a removal that changes nothing or cannot be", remedy: "take it out, or correct it" },
  "DOC-045": { title: "two entries are from the same one", remedy: "keep `from` at one of them" },
  "DOC-050": { title: "a name that nothing has", remedy: "correct the name" },
  "DOC-051": { title: "an entry is incomplete", remedy: "write the property" },
  "DOC-052": { title: "the two estates do not belong together", remedy: "make them agree" },
  "DOC-053": { title: "the same thing is declared twice", remedy: "keep one of the two" },
  "DOC-060": {
    title: "nobody has written down what is applied",
    remedy: "copy the estate as it is to applied.yaml; later `drover finish` writes it",
  },
  "DOC-062": {
    title: "a ledger that cannot be read",
    remedy: "take it from version control again: drover finish writes it, and nobody else",
  },
  "DOC-061": { title: "options in a migration's estate", remedy: "write them into the migration document" },
  "DOC-054": { title: "a driver that cannot do what it is named for", remedy: "name one that can" },
  "DOC-055": {
    title: "a thing that several drivers change and none of them sees whole",
    remedy: "name under drivers.read who looks at it: lab, or exec: and a program",
  },
  "DOC-056": { title: "a time zone that nobody knows", remedy: "write its IANA name, such as America/Chicago" },
  "DOC-058": {
    title: "a driver's program is described wrongly",
    remedy: "write it as docs/exec.md describes it",
  },
  "DOC-057": { title: "a window for nothing", remedy: "name what is done in it: servers, agents, people, or one kind" },
} as const satisfies Record<string, Readonly<{ title: string; remedy: string }>>;

export type DocumentCode = keyof typeof documentCodes;

type More = Readonly<{ at?: Source; entity?: string; fix?: string; severity?: Severity; related?: Finding["related"] }>;

/** A finding about a document. Without a remedy of its own it gets the rule's. */
export const problem = (rule: DocumentCode, say: string, { severity = "error", fix, ...more }: More = {}): Finding => ({
  rule,
  severity,
  say: visible(say),
  ...defined(more),
  fix: visible(fix ?? documentCodes[rule].remedy),
});

/** Documents are quoted in messages, and messages go to terminals: what would steer one is spelt out. */
const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

const defined = (more: Partial<Finding>): Partial<Finding> =>
  Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
