import assert from "node:assert/strict";
import { Columns, readCsv } from "../../documents/csv";
import { changed, Files, lineOf, loaded } from "./folder";

const columns: Columns<"site" | "boundary" | "comment"> = { must: ["boundary"], may: ["site", "comment"] };

function read(text: string): Readonly<{ rows: readonly string[]; says: readonly string[]; delimiter: string }> {
  const rows: string[] = [];
  const table = readCsv(
    { file: "t.csv", text },
    () => columns,
    (row) => {
      const { line, column } = row.place("boundary");
      rows.push(`${line}:${column} ${row.get("site")}|${row.get("boundary")}|${row.get("comment")}`);
    },
  );
  return { rows, says: table.findings.map(lineOf), delimiter: table.delimiter };
}

const note = (word: string): string =>
  `t.csv:1:1 DOC-033 info columns are separated by a ${word} here → nothing: it was found by itself`;

const cases: Record<string, Readonly<{ text: string; rows: readonly string[]; says?: readonly string[] }>> = {
  "a header alone": { text: "site,boundary\n", rows: [] },
  commas: { text: "site,boundary\nnorth,10.1.0.0/16\n", rows: ["2:7 north|10.1.0.0/16|"] },
  semicolons: { text: "site;boundary\nnorth;10.1.0.0/16\n", rows: ["2:7 north|10.1.0.0/16|"], says: [note("semicolon")] },
  tabs: { text: "site\tboundary\nnorth\t10.1.0.0/16\n", rows: ["2:7 north|10.1.0.0/16|"], says: [note("tab")] },
  "a header in capitals, in another order, with spaces": {
    text: "Boundary , SITE\n10.1.0.0/16 , north\n",
    rows: ["2:1 north|10.1.0.0/16|"],
  },
  "line ends of Windows, a byte order mark, no end of the last line": {
    text: "\ufeffboundary\r\n10.1.0.0/16\r\n10.2.0.0/16",
    rows: ["2:1 |10.1.0.0/16|", "3:1 |10.2.0.0/16|"],
  },
  "what Excel writes for columns that were once touched, and tells itself": {
    text: "sep=;\nsite;boundary;;\nnorth;10.1.0.0/16;;\nsouth;10.2.0.0/16\n",
    rows: ["3:7 north|10.1.0.0/16|", "4:7 south|10.2.0.0/16|"],
    says: [note("semicolon")],
  },
  "a value under no column": {
    text: "site,boundary,\nnorth,10.1.0.0/16,head office\n",
    rows: [],
    says: ["t.csv:2:1 DOC-030 this row has 3 fields, and the header has 2 → correct the line that the message names"],
  },
  "a title, or no header": {
    text: "Address plan,,\nnorth,10.1.0.0/16\n",
    rows: [],
    says: [
      "t.csv:1:1 DOC-031 this line names none of the table's columns → begin with a line that does: columns are boundary and, if wanted, site, comment",
    ],
  },
  "two delimiters": {
    text: "site,boundary\nnorth;10.1.0.0/16\n",
    rows: [],
    says: [
      "t.csv:2:1 DOC-030 this row has 1 field, and the header has 2 → part columns alike: the header does it by a comma, this row by a semicolon",
    ],
  },
  "comments and empty lines keep the count of lines": {
    text: "# plan\n\nsite,boundary\n# north\n\nnorth,10.1.0.0/16\n,,\n\n# south\nsouth,10.2.0.0/16\n",
    rows: ["6:7 north|10.1.0.0/16|", "10:7 south|10.2.0.0/16|"],
  },
  "quoted fields with delimiters and line breaks": {
    text: 'site,boundary,comment\nnorth,10.1.0.0/16,"one, and\ntwo"\n"so,uth",10.2.0.0/16,x\n',
    rows: ["2:7 north|10.1.0.0/16|one, and\ntwo", "4:10 so,uth|10.2.0.0/16|x"],
  },
  "rows that are too long, too short, or lack what they must have": {
    text: "site,boundary\nnorth,10.1.0.0/16,x\nnorth\nnorth,\nsouth,10.2.0.0/16\n",
    rows: ["5:7 south|10.2.0.0/16|"],
    says: [
      "t.csv:2:1 DOC-030 this row has 3 fields, and the header has 2 → correct the line that the message names",
      "t.csv:3:1 DOC-030 this row has 1 field, and the header has 2 → correct the line that the message names",
      "t.csv:4:7 DOC-032 this row has no boundary → correct the row",
    ],
  },
  "a quotation mark that is not closed": {
    text: 'site,boundary\nnorth,"10.1.0.0/16\nsouth,10.2.0.0/16\n',
    rows: ["2:7 north|10.1.0.0/16\nsouth,10.2.0.0/16|"],
    says: [
      "t.csv:2:1 DOC-030 a quotation mark is not closed, or stands inside a field → correct the line that the message names",
    ],
  },
  "columns unknown, twice, and missing": {
    text: "site,site,bounday\nnorth,north,10.1.0.0/16\n",
    rows: [],
    says: [
      "t.csv:1:6 DOC-031 the column site stands here for the second time → name the columns in the first line as the message lists them",
      't.csv:1:11 DOC-031 the column "bounday" is not known → did you mean boundary?',
    ],
  },
  nothing: {
    text: "\n# later\n",
    rows: [],
    says: ["t.csv:1:1 DOC-006 t.csv is empty → begin with a line that names the columns"],
  },
};

describe("a table", () => {
  for (const [name, { text, rows, says = [] }] of Object.entries(cases)) {
    it(name, () => {
      const table = read(text);
      assert.deepEqual({ rows: table.rows, says: table.says }, { rows, says });
    });
  }

  it("with the same mistake in every row says so once it has said it twenty times", () => {
    const { says } = read(`site,boundary\n${"north,\n".repeat(500)}`);
    assert.equal(says.length, 21);
    assert.equal(
      says.at(-1),
      "t.csv:22:7 DOC-032 this row has no boundary; 479 more of this file are not shown → correct the row",
    );
  });
});

const withTable = (property: "agents" | "boundaries", rows: string): Files => ({
  ...changed("old.yaml", property === "agents" ? "90" : "[10.1.0.0/16]", "{ file: t.csv }"),
  "t.csv": rows,
});

describe("a site's tables", () => {
  it("count computers and keep none of them", () => {
    const { documents } = loaded(
      withTable("agents", "computer,site,os\na,north,windows-x86\nb,north,windows-x64\nc,north,Windows-X86\n"),
    );
    assert.deepEqual(documents?.old.document.sites.north?.agents, { "windows-x86": 2, "windows-x64": 1, linux: 0, mac: 0 });
    assert.ok(![...(documents?.origins ?? [])].some(([path]) => path.includes("computer")));
  });

  it("add up counts and keep the oldest date", () => {
    const rows =
      "site,os,count,seen14d,counted_on\nnorth,windows-x86,80,70,2026-10-02\nnorth,linux,8,,2026-10-01\nnorth,windows-x86,2,1,2026-10-03\n";
    assert.deepEqual(loaded(withTable("agents", rows)).documents?.old.document.sites.north, {
      server: "ns1",
      boundaries: ["10.1.0.0/16"],
      agents: { "windows-x86": 82, "windows-x64": 0, linux: 8, mac: 0 },
      seen: 71,
      countedOn: "2026-10-01",
    });
  });

  const refused: Record<string, Readonly<{ files: Files; says: readonly string[] }>> = {
    "with counts that are none": {
      files: withTable(
        "agents",
        "site,os,count,counted_on\nnorth,windows-x46,8,2026-10-01\nnorth,linux,8.5,2026-10-01\nnorth,mac,8,2026-13-01\n",
      ),
      says: [
        'm/t.csv:2:7 DOC-032 "windows-x46" is no kind of agent → did you mean windows-x64?',
        'm/t.csv:3:13 DOC-032 count is "8.5"; it should be a whole number → write digits alone',
        'm/t.csv:4:13 DOC-032 "2026-13-01" is no date → write year-month-day, such as 2026-11-02',
      ],
    },
    "with rows for sites that do not exist, or do not read them": {
      files: withTable("boundaries", "site,boundary\nnorth,10.1.0.0/16\nnroth,10.3.0.0/16\nsouth,10.4.0.0/16\n"),
      says: [
        "m/t.csv:3:1 DOC-050 no site is called nroth → did you mean north?",
        "m/t.csv:4:1 DOC-032 south does not take its boundaries from this file → write boundaries: { file: t.csv } at south, or remove the row",
      ],
    },
    "without a row for the site": {
      files: withTable("boundaries", "site,boundary\n"),
      says: ["m/old.yaml:14:45 DOC-034 m/t.csv has no row for north → add rows, or write the values in the document"],
    },
    "beside other values": {
      files: changed("old.yaml", "agents: 90", "agents: { file: t.csv, linux: 4 }"),
      says: [
        "m/old.yaml:14:68 DOC-001 m/t.csv does not exist → there are: migration.yaml, new.yaml, old.yaml",
        "m/old.yaml:14:75 DOC-044 agents has both file and linux → keep one of them",
      ],
    },
  };
  for (const [name, { files, says }] of Object.entries(refused)) it(name, () => assert.deepEqual(loaded(files).said, says));
});
