import assert from "node:assert/strict";
import type { AltirisEstate } from "../../platforms/altiris/estate";
import { changed, Files, lineOf, loaded } from "./folder";

const inNew = (lines: string): Files => changed("new.yaml", "servers:\n", `${lines}\nservers:\n`);
const sitesInOld = (lines: string): Files => changed("old.yaml", "  south:", `${lines}\n  south:`);

function estates(files: Files): Readonly<{ old: AltirisEstate; new: AltirisEstate }> {
  const { documents, findings } = loaded(files);
  assert.ok(documents, findings.map(lineOf).join("\n"));
  return { old: documents.old.document, new: documents.new.document };
}

describe("what is carried over from old.yaml", () => {
  it("is everything, where nothing else is said", () => {
    const { old, new: young } = estates(inNew(""));
    assert.deepEqual(young.sites, {
      north: { ...old.sites.north, server: "smp1" },
      south: { ...old.sites.south, server: "smp1" },
    });
    assert.deepEqual(young.siteServers, old.siteServers);
  });

  it("is not what is removed, nor is its name anywhere", () => {
    const { new: young } = estates(inNew("sites: { remove: [south] }"));
    assert.deepEqual(Object.keys(young.sites), ["north"]);
    assert.deepEqual(young.siteServers.ps1?.sites, ["north"]);
  });

  it("has another name where `from` says so", () => {
    const { new: young } = estates(inNew("sites: { nord: { from: north } }"));
    assert.deepEqual(Object.keys(young.sites), ["nord", "south"]);
    assert.deepEqual(young.sites.nord?.boundaries, ["10.1.0.0/16"]);
    assert.deepEqual(young.siteServers.ps1?.sites, ["nord", "south"]);
  });

  it("can be split: both parts are from the one that was", () => {
    const { new: young } = estates(
      inNew(
        "sites: { n1: { from: north, boundaries: [10.1.0.0/17], agents: 40 }, n2: { from: north, boundaries: [10.1.128.0/17], agents: 50 } }",
      ),
    );
    assert.deepEqual(Object.keys(young.sites), ["n1", "n2", "south"]);
    assert.deepEqual(young.siteServers.ps1?.sites, ["n1", "n2", "south"]);
  });

  it("changes by add and remove, and is replaced by a list", () => {
    const { new: young } = estates(
      inNew(
        "sites: { north: { boundaries: { add: [10.3.0.0/16], remove: [10.1.0.0/16] } }, south: { boundaries: [10.4.0.0/16] } }",
      ),
    );
    assert.deepEqual(young.sites.north?.boundaries, ["10.3.0.0/16"]);
    assert.deepEqual(young.sites.south?.boundaries, ["10.4.0.0/16"]);
  });

  it("has agents replaced as a whole: half of old counts would be wrong", () => {
    const { new: young } = estates(inNew("sites: { north: { agents: { linux: 5 } } }"));
    assert.deepEqual(young.sites.north?.agents, { "windows-x86": 0, "windows-x64": 0, linux: 5, mac: 0 });
  });

  it("loses a product by remove and gains one by its name", () => {
    const { new: young } = estates(
      changed("new.yaml", "from: ns1", 'from: ns1\n    products: { remove: [inventory], patch: "7.1" }'),
    );
    assert.deepEqual(young.servers.smp1?.products, { patch: "7.1" });
  });

  it("that is misspelt is told so, not only what a new one would lack", () => {
    const { said } = loaded(inNew("sites: { nroth: { link: 2 Mbit/s } }"));
    assert.deepEqual(said, [
      "m/new.yaml:5:17 DOC-051 nroth has no server → did you mean north? If it is a new one, write it, such as server: hou-ns1",
    ]);
  });

  it("is not the host, the address, or the database's name", () => {
    const { said } = loaded(changed("new.yaml", / +(?:host|database): .*\n/g, ""));
    assert.deepEqual(said, [
      "m/new.yaml:7:5 DOC-051 smp1 has no host → write it, such as host: hou-ns1.gulf.example",
      "m/new.yaml:7:11 DOC-051 smp1.database has no name → write it, such as name: Symantec_CMDB",
      "m/new.yaml:7:11 DOC-051 smp1.database has no sql → write it, such as sql: on-box",
    ]);
  });
});

describe("an entry like another one", () => {
  it("has its values, except those of its own", () => {
    const { old } = estates(sitesInOld("  east: { like: north, boundaries: [10.5.0.0/16], link: 2 Mbit/s }"));
    assert.deepEqual(old.sites.east, { ...old.sites.north, boundaries: ["10.5.0.0/16"], linkBitsPerSecond: 2e6 });
  });

  it("may be like one that is like another", () => {
    const { old } = estates(
      sitesInOld("  west: { like: east, agents: 1 }\n  east: { like: north, boundaries: { add: [10.5.0.0/16] } }"),
    );
    assert.deepEqual(old.sites.west?.boundaries, ["10.1.0.0/16", "10.5.0.0/16"]);
  });
});


const refused: Record<string, Readonly<{ files: Files; says: readonly string[] }>> = {
  "an entry like none": {
    files: sitesInOld("  east: { like: nroth, server: ns1 }"),
    says: ["m/old.yaml:15:17 DOC-040 east is like nroth, which does not exist → did you mean north?"],
  },
  "a circle": {
    files: sitesInOld("  a: { like: b, server: ns1 }\n  b: { like: a, server: ns1 }"),
    says: ["m/old.yaml:16:14 DOC-041 likes go round in a circle: a → b → a → write one of the entries out"],
  },
  "an entry like itself": {
    files: sitesInOld("  a: { like: a, server: ns1 }"),
    says: ["m/old.yaml:15:14 DOC-041 likes go round in a circle: a → a → write one of the entries out"],
  },
  "the old estate like the new one": {
    files: changed("old.yaml", "asOf: 2026-11-02", "like: new.yaml"),
    says: [
      "m/old.yaml:4:7 DOC-041 the old estate is like new.yaml; only the new one can be like another → remove this line; or, where this is the new estate, exchange old: and new: in m/migration.yaml",
    ],
  },
  "the new estate like a third": {
    files: changed("new.yaml", "like: old.yaml", "like: older.yaml"),
    says: [
      "m/new.yaml:4:7 DOC-040 the new estate is like older.yaml, which is not the old one of this migration → write like: old.yaml",
    ],
  },
  "from in the old estate": {
    files: sitesInOld("  east: { from: north, server: ns1 }"),
    says: ["m/old.yaml:15:17 DOC-042 east is from north, but nothing comes before the old estate → remove this, or write like:"],
  },
  "a server from none": {
    files: changed("new.yaml", "from: ns1", "from: ns2"),
    says: ["m/new.yaml:7:11 DOC-042 smp1 is from ns2, which the old estate does not have → did you mean ns1?"],
  },
  "two servers from one": {
    files: changed("new.yaml", /$/, "  smp2: { like: smp1, from: ns1, host: smp2.tiny.example }\n"),
    says: ["m/new.yaml:11:29 DOC-045 smp2 is from ns1, and so is smp1 → keep `from` at one of them"],
  },
  "links like old ones that are not there": {
    files: changed(
      "new.yaml",
      /$/,
      "  smp2: { like: smp1, host: smp2.tiny.example, installPath: x, database: { collation: x, size: 1 GB } }\nlinks:\n  - { parent: smp1, child: smp2, replicates: like old }\n",
    ),
    says: [
      "m/new.yaml:13:46 DOC-043 smp1 and smp2 replicate like old, but there is no link between the servers that they are from" +
        " → write what is replicated, such as [policies, packages]",
    ],
  },
  "an addition to nothing": {
    files: changed("old.yaml", "boundaries: [10.1.0.0/16]", "boundaries: { add: [10.1.0.0/16] }"),
    says: ["m/old.yaml:14:37 DOC-043 boundaries has nothing carried over to add to → write a plain list"],
  },
  "additions and removals that change nothing": {
    files: inNew("sites: { remove: [nroth], north: { boundaries: { add: [10.1.0.0/16], remove: [10.9.0.0/16] } } }"),
    says: [
      "m/new.yaml:5:19 DOC-044 nroth cannot be removed from sites: it is not carried over → did you mean north?",
      "m/new.yaml:5:56 DOC-044 10.1.0.0/16 is added to boundaries, but it is there already → take it out, or correct it",
      "m/new.yaml:5:79 DOC-044 10.9.0.0/16 cannot be removed from boundaries: it is not carried over → did you mean 10.1.0.0/16?",
    ],
  },
  "a removal in the old estate": {
    files: sitesInOld("  remove: [north]"),
    says: ["m/old.yaml:15:12 DOC-044 north cannot be removed from sites: it is not carried over → take it out, or correct it"],
  },
  "two estates of different names": {
    files: changed("new.yaml", "estate: tiny", "estate: tinny"),
    says: [
      "m/new.yaml:1:9 DOC-052 estate is tinny here, and tiny in the old estate → make them agree | m/old.yaml:1:9 tiny here",
    ],
  },
};

describe("what cannot be carried over", () => {
  for (const [name, { files, says }] of Object.entries(refused)) it(name, () => assert.deepEqual(loaded(files).said, says));
});
