import Ajv from "ajv";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changed, Files, loaded, tiny } from "./folder";

type Schema = { [key: string]: unknown };

const schemas = ["estate-altiris", "estate-configmgr", "migration", "exec-request", "exec-answer"].map((name) => {
  const schema: Schema = JSON.parse(readFileSync(join(__dirname, "../../schemas", `${name}.json`), "utf8"));
  return { name, schema };
});

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);

/** Every property of a schema, with the path that an editor would show it under. */
function* properties(schema: Schema, path: string): Iterable<readonly [string, Schema]> {
  for (const [key, value] of Object.entries(schema)) {
    if (key === "properties" || key === "definitions") {
      for (const [name, inner] of Object.entries(value as Schema)) {
        if (!isSchema(inner)) continue;
        if (key === "properties") yield [`${path}.${name}`, inner];
        yield* properties(inner, `${path}.${name}`);
      }
    } else if (key === "anyOf") for (const inner of value as Schema[]) yield* properties(inner, path);
    else if (isSchema(value)) yield* properties(value, path);
  }
}

describe("the schemas", () => {
  for (const { name, schema } of schemas) {
    const all = [...properties(schema, name)];

    it(`${name} explains every property`, () => {
      assert.ok(all.length > 10);
      assert.deepEqual(
        all.filter(([, { description }]) => typeof description !== "string" || description.length < 8).map(([path]) => path),
        [],
      );
    });

    it(`${name} shows examples and defaults that it allows`, () => {
      const ajv = new Ajv({ strict: false });
      const wrong = all.flatMap(([path, inner]) => {
        const validate = ajv.compile({ ...inner, definitions: schema.definitions });
        const shown = [...((inner.examples as unknown[] | undefined) ?? []), ...("default" in inner ? [inner.default] : [])];
        return shown.filter((value) => !validate(value)).map((value) => `${path}: ${JSON.stringify(value)}`);
      });
      assert.deepEqual(wrong, []);
    });
  }
});

const withMigration = (lines: string): Files => changed("migration.yaml", "new: new.yaml\n", `new: new.yaml\n${lines}\n`);
const UNITS = "B, kB, MB, GB, TB, KiB, MiB, GiB, TiB";

const cases: Record<string, Readonly<{ files: Files; says: readonly string[] }>> = {
  "nothing wrong": { files: tiny, says: [] },
  "a property misspelt": {
    files: changed("old.yaml", "installPath", "instalPath"),
    says: ["m/old.yaml:9:5 DOC-020 servers.ns1 has an unknown property instalPath → did you mean installPath?"],
  },
  "a property like no other": {
    files: withMigration("done: { happily: ever after }"),
    says: [
      "m/migration.yaml:4:9 DOC-020 done has an unknown property happily → there are: arrived, stable, stragglers, upgraded",
    ],
  },
  "an unknown property in one alternative of several": {
    files: changed("old.yaml", "[10.1.0.0/16]", "{ fil: a.csv }"),
    says: [
      "m/old.yaml:14:39 DOC-020 sites.north.boundaries has an unknown property fil → did you mean file?",
      "m/old.yaml:14:44 DOC-001 m/a.csv does not exist → there are: migration.yaml, new.yaml, old.yaml",
    ],
  },
  "a value that fits no alternative": {
    files: changed("old.yaml", "[10.1.0.0/16]", "7"),
    says: [
      "m/old.yaml:14:37 DOC-022 sites.north.boundaries is the number 7; it should be a list of boundaries, { file: subnets.csv }," +
        " or { add: […], remove: […] } → write what the message asks for",
    ],
  },
  "a number in a list of texts": {
    files: changed("old.yaml", "[10.1.0.0/16]", "[10.1]"),
    says: [
      "m/old.yaml:14:38 DOC-022 sites.north.boundaries[0] is the number 10.1; it should be a boundary, such as 10.1.0.0/16 → write what the message asks for",
    ],
  },
  "a version without quotes": {
    files: changed("old.yaml", '"7.0"\n', "7.10\n"),
    says: [
      'm/old.yaml:3:10 DOC-022 version is the number 7.10; it should be a version in quotes, such as "7.1" → put it in quotes: "7.10"',
    ],
  },
  "a value left empty": {
    files: changed("old.yaml", "host: ns1.tiny.example", "host:"),
    says: [
      "m/old.yaml:7:10 DOC-022 servers.ns1.host is empty; it should be a host name, such as hou-ns1.gulf.example" +
        " → write it, or remove the property",
    ],
  },
  "a required property that is missing": {
    files: changed("migration.yaml", "old: old.yaml\n", ""),
    says: ["m/migration.yaml:1:1 DOC-021 the document has no old → write it, such as old: old.yaml"],
  },
  "a list instead of a document": {
    files: { ...tiny, "migration.yaml": "- a\n- b\n" },
    says: ["m/migration.yaml:1:1 DOC-022 the document is a list; it should be a map → write what the message asks for"],
  },
  "choices misspelt, two at once": {
    files: withMigration("pace: stedy\nstrategy: parents"),
    says: [
      'm/migration.yaml:4:7 DOC-023 pace is "stedy"; allowed are careful, steady, fast → did you mean steady?',
      'm/migration.yaml:5:11 DOC-023 strategy is "parents"; allowed are children-first, halves, eliminate, top-down → take one of them',
    ],
  },
  "a size without unit": {
    files: changed("old.yaml", "4 GB", "4"),
    says: ["m/old.yaml:11:65 DOC-024 servers.ns1.database.size is the number 4 without a unit → write 4 GB or 4 GiB"],
  },
  "a size without unit, in quotes": {
    files: changed("old.yaml", "4 GB", "'4'"),
    says: [
      `m/old.yaml:11:65 DOC-024 servers.ns1.database.size is "4"; it should be a number with a unit (${UNITS}) → write 4 GB or 4 GiB`,
    ],
  },
  "a unit in the wrong case": {
    files: changed("old.yaml", "4 GB", "4 gb"),
    says: [
      `m/old.yaml:11:65 DOC-024 servers.ns1.database.size is "4 gb"; it should be a number with a unit (${UNITS}) → did you mean 4 GB?`,
    ],
  },
  "a unit of something else": {
    files: withMigration("pilot: { site: north, for: 5 min }"),
    says: [
      'm/migration.yaml:4:28 DOC-024 pilot.for is "5 min"; it should be a number with a unit (d, h)' +
        " → write number and unit, such as 4 d or 4 h",
    ],
  },
  "more than all": {
    files: withMigration("done: { arrived: 130 % }"),
    says: [
      'm/migration.yaml:4:18 DOC-024 done.arrived is "130 %", which is out of range for a number in % → write at most 100 %',
    ],
  },
  "a text of the wrong form": {
    files: withMigration("windows: { servers: { every: at night, zone: America/Chicago } }"),
    says: [
      'm/migration.yaml:4:30 DOC-025 windows.servers.every is "at night"; it should be days and hours, such as Sat 20:00-Sun 06:00' +
        " or Mon-Thu 18:00-23:00 → write it in the form that the message shows",
    ],
  },
  "fewer than none": {
    files: changed("old.yaml", "agents: 90", "agents: -1"),
    says: ["m/old.yaml:14:60 DOC-026 sites.north.agents is the number -1; it should be at least 0 → write 0 or more"],
  },
  "waves above the hard limit": {
    files: withMigration("waves: { size: 15001 }"),
    says: ["m/migration.yaml:4:16 DOC-026 waves.size is the number 15001; it should be at most 15000 → write 15000 or less"],
  },
  "many at once with every policy on": {
    files: withMigration("waves: { atOnce: 5001 }"),
    says: [
      "m/migration.yaml:4:18 DOC-026 waves.atOnce is 5001; more than 5000 at once need chattyPoliciesOff (ALT-079)" +
        " → write chattyPoliciesOff: true, or at most 5000",
    ],
  },
  "many at once with those policies off": {
    files: withMigration("waves: { atOnce: 5001, chattyPoliciesOff: true }"),
    says: [],
  },
  "an empty list, and a site twice": {
    files: withMigration(
      "waves: { order: [north, north] }\ndecisions: { temporarySiteServers: { t: { at: [], host: t.example, why: a reason } } }",
    ),
    says: [
      'm/migration.yaml:4:25 DOC-053 waves.order holds "north" twice → keep one of the two',
      "m/migration.yaml:5:47 DOC-026 decisions.temporarySiteServers.t.at is an empty list → name at least one",
    ],
  },
  "a day that no calendar has": {
    files: changed("old.yaml", "2026-11-02", "2026-02-30"),
    says: [
      "m/old.yaml:4:7 DOC-027 asOf is 2026-02-30, which is no day of the calendar → write year-month-day, such as 2026-11-02",
    ],
  },
  "a freeze that ends before it begins": {
    files: withMigration("windows: { servers: { every: Sat 20:00-Sun 06:00, zone: UTC, except: [2027-01-04/2026-12-19] } }"),
    says: [
      "m/migration.yaml:4:71 DOC-027 windows.servers.except runs backwards: 2027-01-04/2026-12-19 → write 2026-12-19/2027-01-04",
    ],
  },
  "a time zone that nobody knows": {
    files: withMigration("windows: { servers: { every: Sat 20:00-Sun 06:00, zone: America/Houston } }"),
    says: [
      "m/migration.yaml:4:57 DOC-056 windows.servers.zone is America/Houston, which is no time zone here → write its IANA name, such as America/Chicago",
    ],
  },
  "a misspelt section is said once, and read on with": {
    files: changed("old.yaml", "servers:\n", "server:\n"),
    says: ["m/old.yaml:5:1 DOC-020 the document has an unknown property server → did you mean servers?"],
  },
  "a misspelt property that is required, and what stands in it": {
    files: {
      ...tiny,
      "old.yaml": `${tiny["old.yaml"]}links:\n  - { parnet: ns1, child: ns2, replicates: [x], schedule: nightly }\n`,
    },
    says: [
      "m/old.yaml:19:7 DOC-020 links[0] has an unknown property parnet → did you mean parent?",
      "m/old.yaml:19:27 DOC-050 the link's child is ns2, but no server is called so → did you mean ns1?",
      'm/old.yaml:19:59 DOC-025 links[0].schedule is "nightly"; it should be daily or a day (Mon … Sun) and a time, such as daily 01:00' +
        " → write it in the form that the message shows",
    ],
  },
  "two properties that mean the same": {
    files: changed("old.yaml", "asOf: 2026-11-02", "as0f: 2026-11-02\nasof: 2026-11-02"),
    says: [
      "m/old.yaml:4:1 DOC-020 the document has an unknown property as0f → did you mean asOf?",
      "m/old.yaml:5:1 DOC-020 the document has an unknown property asof → did you mean asOf?",
    ],
  },
  "a misspelt platform": {
    files: changed("new.yaml", "platform: altiris", "platform: altirs"),
    says: ['m/new.yaml:2:11 DOC-023 platform is "altirs"; allowed is altiris → did you mean altiris?'],
  },
  "numbers as people write them": {
    files: changed("old.yaml", "agents: 90", 'agents: "3,500"'),
    says: [
      'm/old.yaml:14:60 DOC-022 sites.north.agents is "3,500"; it should be a whole number, numbers by kind ({ windows-x86: 100 }),' +
        " or { file: agents.csv } → write 3500",
    ],
  },
  "a number that a comma parts": {
    files: changed("old.yaml", "agents: { windows-x64: 10 }", "agents: { windows-x64: 2,500 }"),
    says: ["m/old.yaml:15:77 DOC-022 a comma parts two entries here, and no number → write 2500"],
  },
  "units as people write them": {
    files: changed("migration.yaml", /$/, "pilot: { site: north, for: 5 days }\ndone: { arrived: 0.95 }\n"),
    says: [
      'm/migration.yaml:4:28 DOC-024 pilot.for is "5 days"; it should be a number with a unit (d, h) → did you mean 5 d?',
      "m/migration.yaml:5:18 DOC-024 done.arrived is the number 0.95 without a unit → write 95 % or 0.95 %",
    ],
  },
  "dates as people write them": {
    files: changed("old.yaml", "asOf: 2026-11-02", "asOf: 11/02/2026"),
    says: ['m/old.yaml:4:7 DOC-025 asOf is "11/02/2026"; it should be of the form "2026-11-02" → write 2026-11-02 or 2026-02-11'],
  },
  "a date without hyphens": {
    files: changed("old.yaml", "asOf: 2026-11-02", "asOf: 20261102"),
    says: ["m/old.yaml:4:7 DOC-022 asOf is the number 20261102; it should be text → write 2026-11-02"],
  },
  "one text where a list belongs": {
    files: changed("old.yaml", "sites: [north, south]", "sites: north"),
    says: ['m/old.yaml:17:17 DOC-022 siteServers.ps1.sites is "north"; it should be a list → write [north]'],
  },
  "a site of the directory without quotes": {
    files: changed("old.yaml", "boundaries: [10.1.0.0/16]", "boundaries: [10.1.0.0/16, ad: North]"),
    says: [
      "m/old.yaml:14:51 DOC-022 sites.north.boundaries[1] is a map; it should be a boundary, such as 10.1.0.0/16" +
        ' → write "ad:North", in quotes and without a space',
    ],
  },
  "an address that is none": {
    files: changed("old.yaml", "host: ns1.tiny.example", "host: ns1.tiny.example\n    ip: 10.1.0.300"),
    says: [
      'm/old.yaml:8:9 DOC-025 servers.ns1.ip is "10.1.0.300"; it should be one address, such as 10.10.0.11 → write it in the form that the message shows',
    ],
  },
  "a window for nothing": {
    files: withMigration(
      "windows: { server farm: { every: Sat 20:00-Sun 06:00, zone: UTC }, database: { every: daily 01:00-05:00, zone: UTC } }",
    ),
    says: [
      "m/migration.yaml:4:25 DOC-057 windows.server farm is for nothing that there is → there are: agents, boundaries, database, licence, link, object, people, server, servers, settings, site, siteServer and 3 more",
    ],
  },
  "a name with a slash": {
    files: changed("old.yaml", "  north:", '  "a/b": { server: ns1 }\n  north:'),
    says: [
      'm/old.yaml:14:3 DOC-028 "a/b" in sites cannot be a name; it should be a name of letters, digits, spaces, dots, hyphens and' +
        " underscores, at most 64 characters → use letters, digits, spaces, dots, hyphens and underscores",
    ],
  },
};

describe("what a schema has against a document", () => {
  for (const [name, { files, says }] of Object.entries(cases)) it(name, () => assert.deepEqual(loaded(files).said, says));
});
