import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routesOf, shown } from "../../documents/drivers";
import { carryingHash, inputsOf, poseMigration } from "../../documents/open";
import type { DriverEntry } from "../../engine/model/migration";
import type { Ref } from "../../engine/model/entity";
import { Files, changed, lineOf, tiny } from "./folder";

const sample = join(__dirname, "..", "..", "migrations", "gulf");

type Posed = ReturnType<typeof poseMigration> & Readonly<{ said: readonly string[] }>;

/** The sample, or these files instead. */
function posed(files: Files): Posed {
  const folder = mkdtempSync(join(tmpdir(), "drover-drivers-"));
  try {
    if (!("old.yaml" in files)) cpSync(sample, folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const result = poseMigration(folder);
    const said = result.findings.filter(({ rule }) => rule.startsWith("DOC-")).map((one) => lineOf(one).replaceAll(folder, "m"));
    return { ...result, said };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const withDrivers = (drivers: string): Files => changed("migration.yaml", "new: new.yaml\n", `new: new.yaml\ndrivers: ${drivers}\n`);

const findings: Readonly<Record<string, Readonly<{ drivers: string; says: readonly string[] }>>> = {
  "nothing named": { drivers: "{}", says: [] },
  "everything that there is": {
    drivers: "{ default: runbook, read: import, boundaries: 'exec:./b.js', backup-1: lab, separate.outstanding: { exec: [./o.js, now], timeout: 5 min } }", says: [],
  },
  "a task misspelt": {
    drivers: "{ bakcup-1: runbook }",
    says: ["m/migration.yaml:4:22 DOC-050 drivers names bakcup-1, which is neither a kind of entity nor a task of altiris → did you mean backup-1?"],
  },
  "a driver misspelt": {
    drivers: "{ default: runbok }",
    says: ["m/migration.yaml:4:21 DOC-050 drivers.default is \"runbok\", but no driver is called so → did you mean runbook?"],
  },
  "a program without a name": {
    drivers: "{ default: 'exec:' }",
    says: ["m/migration.yaml:4:21 DOC-050 drivers.default is \"exec:\", but no driver is called so → there are: import, lab, runbook"],
  },
  "a reader that is to act": {
    drivers: "{ default: import }",
    says: ["m/migration.yaml:4:21 DOC-054 drivers.default is import, which only looks → write runbook, or exec: and a program"],
  },
  "a program that is described wrongly": {
    drivers: "{ boundaries: { exec: [./b.js], over: 'ssh://-x@h', knownHosts: k } }",
    says: ["m/migration.yaml:4:24 DOC-058 drivers.boundaries: over is \"ssh://-x@h\"; it should be ssh://user@host or ssh://user@host:port, and neither name can begin with a hyphen → write it as docs/exec.md describes it"],
  },
  "people asked at each look": {
    drivers: "{ read: runbook }",
    says: ["m/migration.yaml:4:18 DOC-054 drivers.read is runbook, and nobody asks people at each look → write read: import"],
  },
};

describe("drivers in the migration document", () => {
  for (const [name, { drivers, says }] of Object.entries(findings)) {
    it(name, () => assert.deepEqual(posed(withDrivers(drivers)).said, says));
  }

  const inSample = (drivers: string): readonly string[] => {
    const migration = `${readFileSync(join(sample, "migration.yaml"), "utf8")}\ndrivers: ${drivers}\n`;
    return posed({ "migration.yaml": migration }).said.map((say) => say.replace(/:\d+:\d+ /, " "));
  };

  it("a thing that two drivers change, and nobody sees whole", () => {
    assert.deepEqual(inSample("{ replication-off: runbook }"), ["bea", "hou", "lak"].map((name) =>
      `m/migration.yaml DOC-055 server/${name}-ns1@7.0 is changed by several drivers (separate by runbook, retire by lab), and each ` +
      "sees only its own part → name under drivers.read who looks at it: lab, or exec: and a program"));
  });

  it("a thing that two drivers change, and somebody sees whole", () => {
    assert.deepEqual(inSample("{ replication-off: runbook, read: lab }"), []);
  });
});

const server: Ref = "server/bea-ns1@7.0";
const backup: Ref = "task/bea-ns1/backup-1";

type Named = Readonly<Record<string, DriverEntry>>;

const routes: Readonly<Record<string, Readonly<{ drivers: Named; ref: Ref; move: string; want: string }>>> = {
  "nothing said": { drivers: {}, ref: server, move: "separate", want: "lab" },
  "the default": { drivers: { default: "runbook" }, ref: server, move: "separate", want: "runbook" },
  "a kind": { drivers: { default: "runbook", server: "exec:s" }, ref: server, move: "separate", want: "exec:s" },
  "a task's own entity": { drivers: { task: "exec:t", "backup-1": "runbook" }, ref: backup, move: "do", want: "runbook" },
  "a task that is the move of an entity": { drivers: { server: "exec:s", "replication-off": "runbook" }, ref: server, move: "separate", want: "runbook" },
  "with its procedure it is nearer": { drivers: { "backup-1": "lab", "separate.backup-1": "runbook" }, ref: backup, move: "do", want: "runbook" },
  "the way back goes the same way": { drivers: { "replication-off": "runbook" }, ref: server, move: "rejoin", want: "runbook" },
  "a task that is called like a kind": { drivers: { link: "runbook" }, ref: "task/x/link", move: "do", want: "lab" },
};

const readers: Readonly<Record<string, Readonly<{ drivers: Named; ref: Ref; want: string }>>> = {
  "who changes a thing sees it": { drivers: { server: "exec:s" }, ref: server, want: "exec:s" },
  "who is named to look does": { drivers: { server: "exec:s", read: "exec:eyes" }, ref: server, want: "exec:eyes" },
  "a deed is known to who did it": { drivers: { "backup-1": "runbook", read: "exec:eyes" }, ref: backup, want: "runbook" },
  "what people change is read from what they wrote down": { drivers: { server: "runbook", read: "import" }, ref: server, want: "runbook" },
  "a thing that nothing changes": { drivers: { default: "runbook" }, ref: "server/other", want: "runbook" },
};

describe("the way of an act to its driver", () => {
  const { problem } = posed({});
  for (const [name, { drivers, ref, move, want }] of Object.entries(routes)) {
    it(name, () => assert.equal(shown(routesOf(drivers, problem ?? assert.fail()).carrier(ref, move)), want));
  }

  describe("and who reads", () => {
    for (const [name, { drivers, ref, want }] of Object.entries(readers)) {
      it(name, () => assert.equal(shown(routesOf(drivers, problem ?? assert.fail()).reader(ref)), want));
    }
  });
});

describe("what a plan was made from", () => {
  const before = posed(tiny).documents ?? assert.fail();
  const after = (files: Files): NonNullable<Posed["documents"]> => posed(files).documents ?? assert.fail();

  const same: Readonly<Record<string, Files>> = {
    drivers: withDrivers("{ default: runbook }"),
    windows: changed("migration.yaml", "new: new.yaml\n", "new: new.yaml\nwindows: { servers: { every: Sat 20:00-Sun 06:00, zone: Europe/Berlin } }\n"),
    teams: changed("migration.yaml", "new: new.yaml\n", "new: new.yaml\nteams: { sql: { people: [dba-1], does: [database] } }\n"),
    approvals: changed("migration.yaml", "new: new.yaml\n", "new: new.yaml\napprovals: { approvers: [approver-1] }\n"),
    "the day on which facts were true": changed("old.yaml", "asOf: 2026-11-02", "asOf: 2026-11-20"),
  };
  for (const [name, files] of Object.entries(same)) {
    it(`has nothing to do with ${name}`, () => assert.deepEqual(inputsOf(after(files)), inputsOf(before)));
  }

  it("changes with the wishes, and with the estates", () => {
    assert.notEqual(inputsOf(after(changed("migration.yaml", "new: new.yaml\n", "new: new.yaml\npace: fast\n"))).migration, inputsOf(before).migration);
    assert.notEqual(inputsOf(after(changed("old.yaml", "size: 4 GB", "size: 5 GB"))).old, inputsOf(before).old);
  });

  it("apart from it, how it is carried out has a hash of its own", () => {
    assert.notEqual(carryingHash(after(withDrivers("{ default: runbook }"))), carryingHash(before));
    assert.equal(carryingHash(after(same["teams"] ?? assert.fail())), carryingHash(before));
  });
});
