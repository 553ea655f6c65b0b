import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changed, Files, loaded, tiny } from "./folder";

type Case = Readonly<{ files: Files; prepare?: (folder: string) => void; says: readonly string[] }>;

const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]`;

/** The old estate with a line more, or with a value of this line. */
const withLine = (line: string): Files => changed("old.yaml", "asOf: 2026-11-02", line);
const withSite = (lines: string): Files => changed("old.yaml", "  north:", `${lines}\n  north:`);
const withNew = (name: string): Files => changed("migration.yaml", "new: new.yaml", `new: ${name}`);

const MERGE = "keep what is right of both sides, and delete the lines that begin with <<<<<<<, =======, ||||||| and >>>>>>>";
const OUTSIDE = "copy it into the folder: what is not in it cannot be reviewed with it";
const DEEP = "no document needs so many levels: look for an opening bracket without its closing one";

const cases: Record<string, Case> = {
  "a sound migration": { files: tiny, says: [] },

  "a key twice": {
    files: withLine("estate: other"),
    says: [
      "m/old.yaml:4:1 DOC-011 estate stands here for the second time → join both entries: the second one would silently replace the first" +
        " | m/old.yaml:1:1 estate stands here first",
    ],
  },
  "an alias bomb": {
    files: withLine(bomb),
    says: ["m/old.yaml:6:36 DOC-017 aliases bring in more than 1000 values → write the values out, or use like:"],
  },
  "an alias that holds itself": {
    files: withLine("a: &a [*a]"),
    says: ["m/old.yaml:4:7 DOC-017 an alias holds itself here → write the values out, or use like:"],
  },
  "an alias without anchor": {
    files: withLine("asOf: *nobody"),
    says: ["m/old.yaml:4:7 DOC-017 no anchor &nobody stands before this alias → write the values out, or use like:"],
  },
  "a merge key": {
    files: withSite("  x:\n    <<: { server: ns1 }"),
    says: [
      "m/old.yaml:15:5 DOC-016 merge keys are not read → write like: and the entry's name; it keeps track of where a value comes from",
    ],
  },
  "a key __proto__": {
    files: withSite("  __proto__: { server: ns1 }"),
    says: ["m/old.yaml:14:3 DOC-015 the key __proto__ is a reserved word → take another name"],
  },
  "a key constructor": {
    files: withSite("  constructor: { server: ns1 }"),
    says: ["m/old.yaml:14:3 DOC-015 the key constructor is a reserved word → take another name"],
  },
  "keys that YAML does not read as text": {
    files: withSite("  007: { server: ns1 }\n  NO: { server: ns1 }\n  1E5: { server: ns1 }\n  ? [a, b]\n  : { server: ns1 }"),
    says: [
      'm/old.yaml:14:3 DOC-014 the key 007 must be quoted: YAML does not read it as text → write "007":',
      'm/old.yaml:15:3 DOC-014 the key NO must be quoted: many YAML tools read it as yes or no → write "NO":',
      'm/old.yaml:16:3 DOC-014 the key 1E5 must be quoted: YAML does not read it as text → write "1E5":',
      "m/old.yaml:17:5 DOC-014 a key must be text, not a list or a map → put quotes around it: YAML reads 007, 1E5 and NO as other than text",
    ],
  },
  "the same keys in quotes": { files: withSite('  "007": { server: ns1 }\n  "NO": { server: ns1 }'), says: [] },
  tabs: {
    files: changed("old.yaml", "  ns1:\n    host", "\tns1:\n\t\thost"),
    says: [
      "m/old.yaml:6:1 DOC-012 a tab indents this line → indent by spaces",
      "m/old.yaml:7:1 DOC-012 a tab indents this line → indent by spaces",
    ],
  },
  "a line that is not indented as those beside it": {
    files: changed("old.yaml", "    os:", "   os:"),
    says: [
      "m/old.yaml:8:4 DOC-010 this line is indented by 3 spaces, and line 7 by 4 spaces, though both are below line 6" +
        " → indent the two alike; or line 6, where it does not stand right itself",
    ],
  },
  "a line that is indented as if it were a value": {
    files: changed("old.yaml", "    os:", "      os:"),
    says: [
      "m/old.yaml:8:7 DOC-010 this line is indented by 6 spaces as if it belonged to line 7, which has a value already" +
        " → indent both alike: by 4 spaces, or by 6 spaces",
    ],
  },
  "a value with a colon": {
    files: changed("migration.yaml", /$/, "pace: steady: always\n"),
    says: [
      "m/migration.yaml:4:7 DOC-010 YAML takes this value for a key, since a colon and a space follow in it → put the value in quotes",
    ],
  },
  "a merge that is not finished": {
    files: changed("old.yaml", "asOf: 2026-11-02", "<<<<<<< HEAD\nasOf: 2026-11-02\n=======\nasOf: 2026-11-03\n>>>>>>> counted"),
    says: [`m/old.yaml:4:1 DOC-008 m/old.yaml holds both sides of a merge from here on → ${MERGE}`],
  },
  "a merge that is not finished, in a table with line ends of Windows": {
    files: {
      ...changed("old.yaml", "[10.1.0.0/16]", "{ file: a.csv }"),
      "a.csv": "site,boundary\r\n<<<<<<< HEAD\r\nnorth,10.1.0.0/16\r\n=======\r\n>>>>>>> x\r\n",
    },
    says: [`m/a.csv:2:1 DOC-008 m/a.csv holds both sides of a merge from here on → ${MERGE}`],
  },
  "a ledger that is not merged": {
    files: { ...tiny, "ledger.yaml": "<<<<<<< HEAD\n- a\n=======\n>>>>>>> x\n" },
    says: [`m/ledger.yaml:1:1 DOC-008 m/ledger.yaml holds both sides of a merge from here on → ${MERGE}`],
  },
  "a ledger of other things": {
    files: { ...tiny, "ledger.yaml": "- plan: 3\n" },
    says: [
      "m/ledger.yaml:1:1 DOC-062 entry 1 of m/ledger.yaml is no plan with its revision, its last stage and its lock" +
        " → take it from version control again: drover finish writes it, and nobody else",
    ],
  },
  "an empty document before the right one": {
    files: { ...tiny, "old.yaml": `---\n---\n${tiny["old.yaml"]}` },
    says: ["m/old.yaml:2:1 DOC-013 a second document begins here; only one is read from a file → keep one document a file"],
  },
  "two documents in a file": {
    files: changed("old.yaml", "siteServers:", "---\nsiteServers:"),
    says: ["m/old.yaml:16:1 DOC-013 a second document begins here; only one is read from a file → keep one document a file"],
  },
  "a bracket that is not closed": {
    files: changed("old.yaml", "boundaries: [10.1.0.0/16]", "boundaries: [10.1.0.0/16"),
    says: [
      "m/old.yaml:14:62 DOC-010 YAML cannot be read here: Flow sequence in block collection must be sufficiently indented and end with a ]" +
        " → correct the place that the message names",
      "m/old.yaml:15:3 DOC-010 YAML cannot be read here: Flow map in block collection must be sufficiently indented and end with a }" +
        " → correct the place that the message names",
    ],
  },
  tags: {
    files: changed(
      "old.yaml",
      "asOf: 2026-11-02\nservers:\n  ns1:\n    host: ns1",
      "asOf: !!js/function '2026-11-02'\nservers:\n  ns1:\n    ip: !!binary aGVsbG8=\n    host: !!str ns1",
    ),
    says: [
      "m/old.yaml:4:21 DOC-019 the tag !!js/function is not read → write plain values: documents hold text, numbers, lists and maps alone",
      "m/old.yaml:7:18 DOC-019 the tag !!binary is not read → write plain values: documents hold text, numbers, lists and maps alone",
    ],
  },
  "another YAML": {
    files: { ...tiny, "old.yaml": `%YAML 1.1\n---\n${tiny["old.yaml"]}` },
    says: [
      "m/old.yaml:1:1 DOC-010 this document calls itself YAML 1.1, which reads words and dates otherwise; YAML 1.2 is read" +
        " → remove the line with %YAML",
    ],
  },
  "what would steer a terminal": {
    files: changed("old.yaml", "    host:", '    "\\e[31mred": 1\n    host:'),
    says: [
      "m/old.yaml:7:5 DOC-020 servers.ns1 has an unknown property \\u001b[31mred → there are: accounts, database, from, host, identity," +
        " installPath, ip, licences, like, method, os, products",
    ],
  },
  "an anchor and its alias, as a person repeats a value": {
    files: changed("old.yaml", "name: CMDB, sql: sql1", "name: &name CMDB, sql: *name"),
    says: [],
  },
  "nested 40 deep": {
    files: withLine(`a: ${"[".repeat(40)}${"]".repeat(40)}`),
    says: [`m/old.yaml:4:35 DOC-018 more than 32 levels are nested here → ${DEEP}`],
  },
  "nested 20,000 deep": {
    files: withLine(`a: ${"[".repeat(20_000)}`),
    says: [`m/old.yaml:1:1 DOC-018 m/old.yaml is nested too deep to be read → ${DEEP}`],
  },

  "no folder's files at all": {
    files: {},
    says: [
      "m/migration.yaml:1:1 DOC-001 m/migration.yaml does not exist → write the file, or correct its name where it is asked for",
    ],
  },
  "a missing file": {
    files: withNew("nwe.yaml"),
    says: ["m/migration.yaml:3:6 DOC-001 m/nwe.yaml does not exist → did you mean new.yaml?"],
  },
  "a file above the folder": {
    files: withNew("../new.yaml"),
    says: [`m/migration.yaml:3:6 DOC-002 "../new.yaml" lies outside m: it goes up by .. → ${OUTSIDE}`],
  },
  "an absolute path": {
    files: withNew("/etc/hostname"),
    says: [`m/migration.yaml:3:6 DOC-002 "/etc/hostname" lies outside m: it is an absolute path → ${OUTSIDE}`],
  },
  "an absolute path of Windows": {
    files: withNew("'C:\\new.yaml'"),
    says: [`m/migration.yaml:3:6 DOC-002 "C:\\\\new.yaml" lies outside m: it is an absolute path → ${OUTSIDE}`],
  },
  "a symbolic link that leads out": {
    files: withNew("link.yaml"),
    prepare: (folder) => symlinkSync("/etc/hostname", join(folder, "link.yaml")),
    says: [`m/migration.yaml:3:6 DOC-002 "link.yaml" lies outside m: a symbolic link leads out → ${OUTSIDE}`],
  },
  "a symbolic link to nothing": {
    files: withNew("link.yaml"),
    prepare: (folder) => symlinkSync(join(folder, "nothing.yaml"), join(folder, "link.yaml")),
    says: ["m/migration.yaml:3:6 DOC-001 m/link.yaml does not exist → there are: migration.yaml, new.yaml, old.yaml"],
  },
  "a symbolic link to itself": {
    files: withNew("link.yaml"),
    prepare: (folder) => symlinkSync(join(folder, "link.yaml"), join(folder, "link.yaml")),
    says: [
      "m/migration.yaml:3:6 DOC-007 m/link.yaml cannot be read: ELOOP → make it a plain file that the account which runs drover may read",
    ],
  },
  "a symbolic link that stays inside": {
    files: withNew("link.yaml"),
    prepare: (folder) => symlinkSync(join(folder, "new.yaml"), join(folder, "link.yaml")),
    says: [],
  },
  "a table above the folder": {
    files: changed("old.yaml", "[10.1.0.0/16]", "{ file: ../subnets.csv }"),
    says: [`m/old.yaml:14:45 DOC-002 "../subnets.csv" lies outside m: it goes up by .. → ${OUTSIDE}`],
  },
  "a file of 200 MB": {
    files: withNew("huge.yaml"),
    prepare: (folder) => {
      writeFileSync(join(folder, "huge.yaml"), "");
      truncateSync(join(folder, "huge.yaml"), 200_000_000);
    },
    says: [
      "m/migration.yaml:3:6 DOC-003 m/huge.yaml has 200 MB; at most 20 MB are read → move long lists into CSV files, and one CSV file into several",
    ],
  },
  "a folder instead of a file": {
    files: withNew("folder"),
    prepare: (folder) => mkdirSync(join(folder, "folder")),
    says: ["m/migration.yaml:3:6 DOC-004 m/folder is a folder → name a file"],
  },
  "a picture": {
    files: { ...tiny, "old.yaml": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]) },
    says: [
      "m/migration.yaml:2:6 DOC-005 m/old.yaml is no text: its bytes are not UTF-8 → save it as UTF-8, or as UTF-16 with a byte order mark",
    ],
  },
  "a NUL character": {
    files: { ...tiny, "old.yaml": "estate: a\nplatform: \0" },
    says: [
      "m/migration.yaml:2:6 DOC-005 m/old.yaml is no text: it holds a NUL character in line 2 → save it as UTF-8, or as UTF-16 with a byte order mark",
    ],
  },
  "UTF-16 with a byte order mark": {
    files: { ...tiny, "old.yaml": Buffer.from(`\ufeff${tiny["old.yaml"]}`, "utf16le") },
    says: [],
  },
  "UTF-8 with a byte order mark": { files: { ...tiny, "old.yaml": `\ufeff${tiny["old.yaml"]}` }, says: [] },
  "an empty file": {
    files: { ...tiny, "migration.yaml": "" },
    says: ["m/migration.yaml:1:1 DOC-006 m/migration.yaml is empty → begin with the properties that are required"],
  },
  "comments alone": {
    files: { ...tiny, "migration.yaml": "# later\n" },
    says: ["m/migration.yaml:1:1 DOC-006 m/migration.yaml is empty → begin with the properties that are required"],
  },
  "one file for both estates": {
    files: withNew("old.yaml"),
    says: ["m/migration.yaml:3:6 DOC-053 old.yaml is both the old and the new estate → keep one of the two"],
  },
};

describe("documents that mean no good", () => {
  for (const [name, { files, prepare, says }] of Object.entries(cases)) {
    it(name, () => {
      const { said, documents } = loaded(files, prepare);
      assert.deepEqual(said, says);
      assert.equal(documents !== undefined, says.length === 0);
    });
  }

  it("are no documents even when only one of many findings is an error", () => {
    const { said, documents } = loaded(changed("old.yaml", /installPath|licences/g, "xyz"));
    assert.equal(said.length, 2);
    assert.equal(documents, undefined);
  });
});
