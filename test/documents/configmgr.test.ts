import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadMigration } from "../../documents/load";
import type { Documents } from "../../documents/model";
import type { ConfigMgrEstate, ConfigMgrSite } from "../../platforms/configmgr/estate";
import { lineOf } from "./folder";

const old = `estate: small
platform: sms
version: "2003-sp3"
asOf: 2026-11-02
sites:
  CEN: { role: central, server: cen1, clients: { advanced: 5 }, boundaries: { assignment: [10.1.0.0/16] } }
  DAL:
    role: primary
    parent: CEN
    server: dal1
    sql: 2000-sp4
    clients: { advanced: 50, legacy: 3 }
    boundaries: { assignment: [10.2.0.0/16], roaming: { local: [10.3.0.0/16], remote: [10.4.0.0/16] } }
  "007": { role: secondary, parent: DAL, server: lfk1 }
`;
const young = `estate: small
platform: configmgr
version: "2007-sp1"
like: old.yaml
sites:
  CEN: { inPlace: true }
  DA7: { from: DAL, sideBySide: true, server: dal7 }
  LF7: { from: "007", sideBySide: true, server: lfk7 }
`;

/** One text of a document replaced by another. */
type Replaced = readonly [from: string, to: string];
type Changes = Readonly<{ old?: Replaced; new?: Replaced; migration?: string; files?: Readonly<Record<string, string>> }>;

function loaded(changes: Changes = {}): Readonly<{ documents?: Documents<ConfigMgrEstate>; said: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "drover-documents-"));
  const replaced = (text: string, [from, to]: readonly [string, string] = ["", ""]): string => {
    assert.ok(text.includes(from), `nothing holds ${from}`);
    return text.replace(from, () => to);
  };
  try {
    writeFileSync(join(folder, "old.yaml"), replaced(old, changes.old));
    writeFileSync(join(folder, "new.yaml"), replaced(young, changes.new));
    writeFileSync(join(folder, "migration.yaml"), `migration: small\nold: old.yaml\nnew: new.yaml\n${changes.migration ?? ""}`);
    for (const [name, text] of Object.entries(changes.files ?? {})) writeFileSync(join(folder, name), text);
    const { documents, findings } = loadMigration(folder);
    return { ...(documents ? { documents: documents as Documents<ConfigMgrEstate> } : {}), said: findings.map((one) => lineOf(one).replaceAll(folder, "m")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const siteOf = (changes: Changes, side: "old" | "new", code: string): ConfigMgrSite | undefined => {
  const { documents, said } = loaded(changes);
  assert.deepEqual(said, []);
  return documents?.[side].document.sites[code];
};

describe("an SMS hierarchy", () => {
  it("is read: a site is one entry, and what is assigned to it counts as fast as well", () =>
    assert.deepEqual(siteOf({}, "old", "DAL"), {
      parent: "CEN", sql: "2000-sp4", detach: false, role: "primary", server: "dal1", version: "2003-sp3", database: "SMS_DAL", testDatabase: "SMS_DAL_TEST",
      clients: { advanced: 50, legacy: 3 },
      boundaries: { assignment: ["10.2.0.0/16"], fast: ["10.2.0.0/16", "10.3.0.0/16"], slow: ["10.4.0.0/16"] },
      roles: {}, featurePacks: [],
    }));

  it("gives a site beside an old one its role, clients and boundaries, its parent's successor, and nothing of its machine", () =>
    assert.deepEqual(siteOf({}, "new", "DA7"), {
      from: "DAL", way: "side-by-side", parent: "CEN", detach: false, role: "primary", server: "dal7", version: "2007-sp1", database: "SMS_DA7",
      testDatabase: "SMS_DA7_TEST", clients: { advanced: 50, legacy: 0 },
      boundaries: { assignment: ["10.2.0.0/16"], fast: ["10.2.0.0/16", "10.3.0.0/16"], slow: ["10.4.0.0/16"] },
      roles: {}, featurePacks: [],
    }));

  it("has a secondary site follow its primary", () => assert.equal(siteOf({}, "new", "LF7")?.parent, "DA7"));

  it("calls remote slow from now on: what is said replaces what is carried", () =>
    assert.deepEqual(siteOf({ new: ["server: dal7", "server: dal7, boundaries: { roaming: { slow: [10.9.0.0/16] } }"] }, "new", "DA7")?.boundaries, {
      assignment: ["10.2.0.0/16"], fast: ["10.2.0.0/16", "10.3.0.0/16"], slow: ["10.9.0.0/16"],
    }));

  it("takes a boundary that is slow for its clients out of those that are fast", () =>
    assert.deepEqual(siteOf({ old: ["remote: [10.4.0.0/16]", "remote: [10.2.0.0/16]"] }, "old", "DAL")?.boundaries, {
      assignment: ["10.2.0.0/16"], fast: ["10.3.0.0/16"], slow: ["10.2.0.0/16"],
    }));

  it("has defaults of its own in the migration", () => {
    const { documents } = loaded({ migration: "decisions: { legacyClients: { DAL: { choose: convert, why: few } } }\n" });
    const { strategy, boundaries, decisions } = documents?.migration ?? {};
    assert.deepEqual([strategy, boundaries, decisions?.legacyClients], [
      "top-down",
      { replicationWaitMinutes: 240, gapMinutes: 720, advertisements: "download" },
      { DAL: { choose: "convert", why: "few" } },
    ]);
  });

  it("knows the directory's subnets from a table, for both sides", () => {
    const { documents, said } = loaded({ old: ["sites:", "directory: { file: ad.csv }\nsites:"], files: { "ad.csv": "site,subnet\nDallas,10.2.0.0/16\nDallas,10.3.0.0/16\n" } });
    const directory = { Dallas: ["10.2.0.0/16", "10.3.0.0/16"] };
    assert.deepEqual([said, documents?.old.document.directory, documents?.new.document.directory], [[], directory, directory]);
    assert.deepEqual(documents?.files.map(({ file }) => file.replace(/^.*\//, "")), ["ad.csv", "migration.yaml", "new.yaml", "old.yaml"]);
  });

  const wrong: Record<string, Changes & Readonly<{ says: readonly string[] }>> = {
    "a code that YAML reads as a number": {
      old: ['"007"', "007"],
      says: [
        'm/old.yaml:14:3 DOC-014 the key 007 must be quoted: YAML does not read it as text → write "007":',
      ],
    },
    "a code that is none": {
      new: ["DA7:", "DALLAS:"],
      says: [
        'm/new.yaml:7:3 DOC-028 "DALLAS" in sites cannot be a name; it should be a site code of three letters or digits, in quotes where YAML would read a number, such as "007" → use letters, digits, spaces, dots, hyphens and underscores',
      ],
    },
    "two ways at once": {
      new: ["inPlace: true", "inPlace: true, keep: true"],
      says: ["m/new.yaml:6:31 DOC-044 CEN is both inPlace and keep → keep one of them"],
    },
    "a parent that nobody is": {
      old: ["parent: CEN", "parent: CNE"],
      says: ["m/old.yaml:9:13 DOC-050 DAL reports to CNE, but no site has this code → did you mean CEN?"],
    },
    "a secondary site on its own": {
      old: ["role: secondary, parent: DAL", "role: secondary"],
      says: ['m/old.yaml:14:10 DOC-051 007 is a secondary site without a parent → write parent: and the code of its primary site'],
    },
    "a site under a secondary one": {
      old: ["parent: CEN", 'parent: "007"'],
      says: [
        "m/old.yaml:9:13 DOC-050 DAL reports to 007, which is a secondary site → name a primary site: a secondary one has no child",
      ],
    },
    "sites that report to each other": {
      old: ["role: central", "role: primary, parent: DAL"],
      says: [
        "m/old.yaml:6:33 DOC-050 CEN reports to itself in the end: CEN → DAL → CEN → let one of the sites on the way have no parent",
      ],
    },
    "a successor of nobody": {
      new: ["from: DAL", "from: DLA"],
      says: ["m/new.yaml:7:16 DOC-042 DA7 is from DLA, which the old estate does not have → did you mean DAL?"],
    },
    "a decision about nobody": {
      migration: "decisions: { legacyClients: { DLA: { choose: stay, why: few } } }\n",
      says: ["m/migration.yaml:4:31 DOC-050 decisions.legacyClients names DLA, but no site has this code → did you mean DAL?"],
    },
    "a way back to SMS": {
      old: ["platform: sms", "platform: configmgr"],
      new: ["platform: configmgr", "platform: sms"],
      says: ["m/new.yaml:2:11 DOC-052 platform is sms here, and configmgr in the old estate → make them agree | m/old.yaml:2:11 configmgr here"],
    },
  };
  for (const [name, { says, ...changes }] of Object.entries(wrong))
    it(`answers ${name}`, () => {
      const { said } = loaded(changes);
      assert.deepEqual(said, says);
    });
});
