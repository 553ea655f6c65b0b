import assert from "node:assert/strict";
import { changed, Files, loaded, tiny } from "./folder";

const inMigration = (line: string): Files => changed("migration.yaml", "new: new.yaml", `new: new.yaml\n${line}`);
const decided = (what: string): Files => inMigration(`decisions: { ${what} }`);

const cases: Record<string, Readonly<{ files: Files; says: readonly string[] }>> = {
  "every name is somebody's": { files: tiny, says: [] },
  "a site's server": {
    files: changed("old.yaml", "north: { server: ns1", "north: { server: sn1"),
    says: ["m/old.yaml:14:20 DOC-050 north reports to sn1, but no server is called so → did you mean ns1?"],
  },
  "a site server's site": {
    files: changed("old.yaml", "[north, south]", "[nroth, south]"),
    says: ["m/old.yaml:17:18 DOC-050 ps1 serves nroth, but no site is called so → did you mean north?"],
  },
  "the ends of links": {
    files: changed(
      "old.yaml",
      "sites:\n",
      "links:\n  - { parent: ns1, child: ns2, replicates: [] }\n  - { parent: ns1, child: ns1, replicates: [] }\nsites:\n",
    ),
    says: [
      "m/old.yaml:14:27 DOC-050 the link's child is ns2, but no server is called so → did you mean ns1?",
      "m/old.yaml:15:5 DOC-050 ns1 is linked to itself → name two servers",
    ],
  },
  "links that go round, and a server with two parents": {
    files: changed(
      "old.yaml",
      "sites:\n",
      "  ns2: { like: ns1, host: ns2 }\n  ns3: { like: ns1, host: ns3 }\nlinks:\n  - { parent: ns1, child: ns2, replicates: [x] }\n" +
        "  - { parent: ns2, child: ns1, replicates: [x] }\n  - { parent: ns3, child: ns2, replicates: [x] }\nsites:\n",
    ),
    says: [
      "m/old.yaml:17:5 DOC-041 the links go round in a circle: ns1 → ns2 → ns1 → let one of these servers have no parent",
      "m/old.yaml:18:5 DOC-053 ns2 reports to ns3, and to ns1 already → keep one of the two links | m/old.yaml:16:5 ns2 reports to ns1 here",
    ],
  },
  "a server that is misspelt where it is declared": {
    files: changed("old.yaml", "  ns1:\n    host", "  nsl:\n    host"),
    says: [
      "m/new.yaml:7:11 DOC-042 smp1 is from ns1, which the old estate does not have → did you mean nsl?" +
        " | m/old.yaml:14:20 north reports to ns1, but no server is called so | m/old.yaml:15:20 south reports to ns1, but no server is called so",
    ],
  },
  "a server's settings": {
    files: changed("old.yaml", "sites:\n", "settings: { ns9: { configurationInterval: 4 h } }\nsites:\n"),
    says: ["m/old.yaml:13:13 DOC-050 settings are for ns9, but no server is called so → did you mean ns1?"],
  },
  "the pilot's site": {
    files: inMigration("pilot: { site: nort, for: 5 d }"),
    says: ["m/migration.yaml:4:16 DOC-050 the pilot is in nort, but no site is called so → did you mean north?"],
  },
  "a site in the order of waves": {
    files: inMigration("waves: { order: [south, eaaast] }"),
    says: ["m/migration.yaml:4:25 DOC-050 waves.order names eaaast, but no site is called so → there are: north, south"],
  },
  "where a temporary site server is": {
    files: decided("temporarySiteServers: { t1: { at: [north, suoth], host: t1.example, why: it must } }"),
    says: ["m/migration.yaml:4:56 DOC-050 t1 is at suoth, but no site is called so → did you mean south?"],
  },
  "a temporary site server that is not temporary": {
    files: decided("temporarySiteServers: { ps1: { at: north, host: t1.example, why: it must } }"),
    says: ["m/migration.yaml:4:38 DOC-053 ps1 is a site server of an estate already → give the temporary one another name"],
  },
  "a product to decide about": {
    files: decided("products: { inventroy: { choose: remove, why: it must } }"),
    says: [
      "m/migration.yaml:4:26 DOC-050 decisions.products names inventroy, but no product is called so → did you mean inventory?",
    ],
  },
  "a link to decide about": {
    files: decided("links: { ns1--ns2: { choose: drop, why: it must } }"),
    says: ["m/migration.yaml:4:23 DOC-050 decisions.links names ns1--ns2, but no link is called so → correct the name"],
  },
};

describe("names that nothing has", () => {
  for (const [name, { files, says }] of Object.entries(cases)) it(name, () => assert.deepEqual(loaded(files).said, says));
});
