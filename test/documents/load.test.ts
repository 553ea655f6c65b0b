import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { loadMigration } from "../../documents/load";
import type { Documents } from "../../documents/model";
import type { AltirisEstate } from "../../platforms/altiris/estate";
import { changed, Files, lineOf, loaded, LoadedAltiris, tiny } from "./folder";

const root = join(__dirname, "../..");
/** As a user in the project's folder would type it. */
const typed = (folder: string): string => relative(process.cwd(), join(root, folder));

function documentsOf({ documents, findings }: LoadedAltiris): Documents<AltirisEstate> {
  assert.deepEqual(findings.filter(({ severity }) => severity !== "info").map(lineOf), []);
  assert.ok(documents);
  return documents;
}

describe("the gulf sample", () => {
  const documents = documentsOf(loadMigration(typed("migrations/gulf")) as LoadedAltiris);

  it("loads without any finding", () => assert.deepEqual(loadMigration(typed("migrations/gulf")).findings, []));

  it("has the parent that its new.yaml and its old one say together", () => {
    assert.deepEqual(documents.new.document.servers["hou-smp1"], {
      from: "hou-ns1",
      ip: "10.10.0.21",
      host: "hou-smp1.gulf.example",
      os: "windows-server-2008-r2-x64",
      installPath: "D:\\Program Files",
      method: "side-by-side",
      products: { inventory: "7.1", monitor: "7.1", patch: "7.1", software: "7.1" },
      database: {
        name: "Symantec_CMDB_71",
        sql: "hou-sql1",
        collation: "SQL_Latin1_General_CP1_CI_AS",
        sizeBytes: 42e9,
        owner: "GULF\\svc-altiris",
      },
      accounts: [
        { account: "GULF\\altiris-admins", kind: "group", role: "Symantec Administrators" },
        { account: "GULF\\helpdesk", kind: "group", role: "Symantec Level 1 Workers" },
        { account: "GULF\\svc-altiris", kind: "service", role: "application identity" },
      ],
      licences: { inventory: 12000, monitor: 200, patch: 12000, software: 12000 },
    });
  });

  it("has nearly 19,000 agents in seven sites, whose servers follow one another", () => {
    const table = Object.entries(documents.old.document.sites).map(([name, { server, agents }]) => [
      name,
      server,
      documents.new.document.sites[name]?.server,
      agents["windows-x86"] + agents["windows-x64"],
    ]);
    assert.deepEqual(table, [
      ["beaumont", "bea-ns1", "bea-smp1", 350],
      ["galveston", "hou-ns1", "hou-smp1", 2900],
      ["houston", "hou-ns1", "hou-smp1", 4900],
      ["lake-charles", "lak-ns1", "lak-smp1", 5600],
      ["orange", "bea-ns1", "bea-smp1", 700],
      ["pasadena", "hou-ns1", "hou-smp1", 4000],
      ["sulphur", "lak-ns1", "lak-smp1", 500],
    ]);
  });

  it("carries links, settings and boundaries over, with what new.yaml changes", () => {
    const { links, settings, sites } = documents.new.document;
    assert.deepEqual(links, [
      { parent: "hou-smp1", child: "bea-smp1", replicates: ["inventory", "packages", "policies"], schedule: "daily 01:00" },
      { parent: "hou-smp1", child: "lak-smp1", replicates: ["inventory", "packages", "policies"], schedule: "daily 02:00" },
    ]);
    assert.deepEqual(settings["hou-smp1"], {
      configurationMinutes: 240,
      policiesHeldBack: ["full inventory scan", "patch compliance scan"],
      upgradePolicies: { agentOnX64: "64-bit", siteServices: "enabled" },
    });
    assert.deepEqual(settings["lak-smp1"]?.configurationMinutes, 240);
    assert.deepEqual(sites.galveston?.boundaries, ["10.14.0.0/20", "10.14.16.0/24", "10.14.32.0/24"]);
    assert.deepEqual(sites.houston?.boundaries, [
      "10.10.0.0/20",
      "10.10.16.0/20",
      "10.10.32.0/21",
      "10.10.40.0/22",
      "10.12.0.10-10.12.0.99",
    ]);
  });

  it("knows where every value comes from", () => {
    const old = (line: number, column: number) => ({ file: `${typed("migrations/gulf")}/old.yaml`, line, column });
    const young = (line: number, column: number) => ({ file: `${typed("migrations/gulf")}/new.yaml`, line, column });
    const { origins } = documents;
    assert.deepEqual(origins.get("new/servers/hou-smp1/host"), { by: "written", at: young(11, 11) });
    assert.deepEqual(origins.get("new/servers/hou-smp1/installPath"), { by: "default", rule: "ALT-095", at: old(14, 18) });
    assert.deepEqual(origins.get("new/servers/hou-smp1/products/patch"), { by: "default", rule: "ALT-088", at: old(15, 42) });
    assert.deepEqual(origins.get("new/servers/hou-smp1/licences/patch"), { by: "like", at: old(21, 42), through: young(10, 11) });
    assert.deepEqual(origins.get("new/sites/orange/link"), { by: "like", at: old(61, 11), through: young(6, 7) });
    assert.deepEqual(origins.get("old/servers/bea-ns1/os"), { by: "like", at: old(13, 9), through: old(23, 11) });
    assert.deepEqual(origins.get("old/siteServers/gal-ps1/services"), { by: "written", at: old(74, 44) });
    assert.deepEqual(origins.get("old/settings/hou-ns1/upgradePolicies/siteServices"), {
      by: "default",
      rule: "ALT-131",
      at: old(81, 12),
    });
    assert.deepEqual(documents.origin("new/sites/galveston/boundaries/2"), young(30, 36));
    assert.deepEqual(documents.origin("old/sites/houston/boundaries/4")?.file, `${typed("migrations/gulf")}/houston-subnets.csv`);
    assert.deepEqual(documents.origin("migration/pilot/site/no/such/value"), documents.origin("migration/pilot/site"));
    assert.equal(documents.origin("nowhere"), undefined);
  });

  it("lists every file that it was read from", () => {
    const names = ["houston-subnets.csv", "migration.yaml", "new.yaml", "old.yaml"].map(
      (name) => `${typed("migrations/gulf")}/${name}`,
    );
    assert.deepEqual(
      documents.files.map(({ file }) => file),
      names,
    );
    assert.ok(documents.files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)));
  });
});

describe("a migration with everything written out", () => {
  const folder = typed("test/documents/fixtures/users");
  const documents = documentsOf(loadMigration(folder) as LoadedAltiris);

  it("says nothing but that one table has semicolons", () => {
    assert.deepEqual(loadMigration(folder).findings.map(lineOf), [
      `${folder}/agents.csv:1:1 DOC-033 info columns are separated by a semicolon here → nothing: it was found by itself`,
    ]);
  });

  it("counts agents and reads accounts from tables", () => {
    assert.deepEqual(documents.old.document.sites.beaumont, {
      server: "bea-ns1",
      boundaries: ["10.20.0.0/16", "10.21.0.0/24"],
      agents: { "windows-x86": 800, "windows-x64": 120, linux: 0, mac: 0 },
      seen: 880,
      countedOn: "2026-10-30",
    });
    assert.deepEqual(documents.new.document.servers["bea-smp1"]?.accounts, [
      { account: "altiris-admins", kind: "group", role: "Symantec Administrators", domain: "GULF" },
      { account: "svc-altiris", kind: "service", role: "application identity", domain: "GULF" },
    ]);
  });

  it("reads the whole migration document", () => {
    assert.deepEqual(documents.migration, {
      migration: "gulf-7.1",
      strategy: "children-first",
      pace: "careful",
      pilot: { site: "beaumont", agents: 120, days: 5 },
      waves: { size: 2500, order: ["beaumont", "galveston", "houston"], atOnce: 5000, chattyPoliciesOff: false },
      done: {
        arrivedPercent: 95,
        upgradedPercent: 90,
        stable: { readings: 2, minutesApart: 240 },
        stragglers: { belowPercent: 1, afterDays: 30 },
      },
      windows: {
        agents: { every: "Mon-Thu 18:00-23:00", zone: "America/Chicago", except: [], mustFinish: false },
        servers: { every: "Sat 20:00-Sun 06:00", zone: "America/Chicago", except: ["2026-12-19/2027-01-04"], mustFinish: false },
      },
      thresholds: { maxAgeDays: { agents: 14, boundaries: 30 }, countDriftPercent: 10 },
      teams: {
        net: { people: ["net-1", "net-2"], does: ["dns"] },
        sql: { people: ["dba-1"], does: ["database", "backup"] },
      },
      approvals: { approvers: ["approver-1", "approver-2", "author-1"], milestone: 1, pointOfNoReturn: 2, own: false },
      drivers: { boundaries: "exec:./drivers/boundaries.ps1", default: "runbook", read: "import" },
      decisions: {
        temporarySiteServers: {
          "hou-tmp1": {
            at: ["houston"],
            side: "old",
            host: "hou-tmp1.gulf.example",
            services: ["package", "task"],
            why: "ALT-231, shared hou-ps1 moves last",
          },
        },
        products: {},
        links: {},
      },
      waivers: [],
    });
  });
});

describe("a migration that leaves all to defaults", () => {
  it("is told every one of them, with its rule", () => {
    const { migration, origins } = documentsOf(loaded(tiny));
    assert.deepEqual(migration.waves, { size: 5000, order: [], atOnce: 5000, chattyPoliciesOff: false });
    assert.deepEqual(migration.drivers, { default: "lab" });
    const defaults = [...origins].flatMap(([path, origin]) =>
      path.startsWith("migration/") && origin.by === "default" && origin.rule !== undefined ? [`${path} ${origin.rule}`] : [],
    );
    assert.deepEqual(defaults, [
      "migration/strategy ALT-192",
      "migration/waves/size ALT-076",
      "migration/waves/atOnce ALT-076",
      "migration/waves/chattyPoliciesOff ALT-079",
      "migration/done/stragglers/below ALT-226",
      "migration/done/stragglers/after ALT-226",
    ]);
  });
});

describe("what is hashed", () => {
  const normalised = (files: Files): string => JSON.stringify(documentsOf(loaded(files)).normalised);
  const same: Record<string, Files> = {
    comments: changed("old.yaml", "sites:", "# where they are\nsites:"),
    "the order of keys": changed(
      "old.yaml",
      "{ server: ns1, boundaries: [10.1.0.0/16], agents: 90 }",
      "{ agents: 90, boundaries: [10.1.0.0/16], server: ns1 }",
    ),
    "the order of entries": changed(
      "old.yaml",
      /( {2}north:.*\n)( {2}south:.*\n)/,
      tiny["old.yaml"]
        ?.match(/ {2}(north|south):.*\n/g)
        ?.reverse()
        .join("") ?? "",
    ),
    "a default written out": changed("migration.yaml", "new: new.yaml", "new: new.yaml\npace: careful\nwaves: { size: 5000 }"),
    "a table instead of a list": {
      ...changed("old.yaml", "[10.1.0.0/16]", "{ file: s.csv }"),
      "s.csv": "boundary\n10.1.0.0/16\n",
    },
    "another unit": changed("old.yaml", "4 GB", "4000 MB"),
  };
  for (const [name, files] of Object.entries(same)) {
    it(`does not hold ${name}`, () => assert.equal(normalised(files), normalised(tiny)));
  }

  it("holds counts", () => assert.notEqual(normalised(changed("old.yaml", "agents: 90", "agents: 91")), normalised(tiny)));
});

describe("a folder", () => {
  it("is named in findings as the user typed it", () => {
    const parent = mkdtempSync(join(tmpdir(), "drover-documents-"));
    try {
      cpSync(join(root, "migrations/gulf"), parent, { recursive: true });
      const broken = readFileSync(join(parent, "new.yaml"), "utf8").replace("from: hou-ns1", "from: hou-ns2");
      writeFileSync(join(parent, "new.yaml"), broken);
      for (const shown of [parent, `${parent}/`, relative(process.cwd(), parent)]) {
        const place = loadMigration(shown).findings.find(({ rule }) => rule === "DOC-042")?.at;
        assert.deepEqual(place, { file: `${shown.replace(/\/$/, "")}/new.yaml`, line: 10, column: 11 });
      }
    } finally {
      rmSync(parent, { recursive: true });
    }
  });
});
