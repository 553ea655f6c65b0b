import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routesOf } from "../../../documents/drivers";
import { Attested, Office, Said, attest } from "../../../documents/evidence/attest";
import { revocationFile, sealOf, writeClaim } from "../../../documents/evidence/files";
import { Ledger } from "../../../documents/evidence/ledger";
import type { Evidence, Planned, Revocation, Verify } from "../../../documents/evidence/model";
import { toLock } from "../../../engine/lock";
import { Entity, Ref, State, Value, stateOf } from "../../../engine/model/entity";
import type { DriverEntry, Migration } from "../../../engine/model/migration";
import type { Model, Pack } from "../../../engine/model/pack";
import type { Stage } from "../../../engine/model/plan";
import type { Phases } from "../../../engine/model/phases";
import { states } from "../../../engine/passes/walk";
import { pose } from "../../../engine/plan";

const entity = (ref: Ref, phase: string, more: Readonly<Record<string, Value>> = {}): Entity =>
  ({ ref, kind: ref.slice(0, ref.indexOf("/")), phase, ...more }) as unknown as Entity;

const phases: readonly Phases[] = [
  {
    kind: "server", word: "server", first: ["running", "planned"], last: ["separated", "installed"],
    moves: [
      { name: "separate", from: "running", during: "separating", to: "separated", undo: "rejoin", by: "driver" },
      { name: "install", from: "planned", during: "installing", to: "installed", by: "driver" },
    ],
  },
  { kind: "boundaries", word: "boundaries", first: ["owned"], last: ["owned"], moves: [] },
  { kind: "task", word: "task", first: ["todo"], last: ["done"], moves: [{ name: "do", from: "todo", during: "doing", to: "done", undo: "reopen", by: "person" }] },
  { kind: "gate", word: "gate", first: ["closed"], last: ["open"], moves: [{ name: "pass", from: "closed", during: "asking", to: "open", undo: "close", by: "driver" }] },
];

const pack: Pack = {
  name: "book", version: "1", phases,
  procedures: [
    {
      name: "separate", milestone: "prepare",
      tasks: {
        backup: {
          of: "BK-1", do: "Back up {databaseName}", team: "database", steps: ["Open the console of {server}", "Start the backup"],
          evidence: { type: "= Full", set: "text", size: "count", log: "file", products: "⊇ {products}", path: "= {installPath}" },
        },
        "replication-off": { of: "BK-2", do: "Disable replication", moves: { entity: "{server}", by: "separate" }, after: { backup: "BK-1" } },
        idle: { of: "BK-3", do: "Wait until nothing runs", asks: { question: "running-jobs" }, after: { "replication-off": "BK-3" } },
        signed: { of: "BK-4", do: "Sign that all is well", asks: { question: "signed-off", signed: true }, after: { idle: "BK-4" } },
        install: { of: "BK-5", do: "Install it", moves: { entity: "{new}", by: "install" }, after: { signed: "BK-4" }, evidence: { installPath: "= {installPath}" } },
      },
    },
  ],
  rules: [
    {
      id: "BK-3", title: "nothing runs", source: { document: "book", where: "1", line: 1 }, severity: "error",
      is: [{ form: "gate", gate: "separate.idle", ask: "running-jobs", allow: (answer) => answer === 0, denies: "jobs still run" }],
    },
  ],
  read: () => model,
  group: ({ ref }) => ref,
  nameStage: () => "stage",
};

const things = (server: string, next: string): State => stateOf([
  entity("boundaries/north", "owned", { addresses: ["10.0.0.0/8"] }),
  entity("server/a", server, { installPath: "D:\\Altiris" }),
  entity("server/b", next, { installPath: "D:\\Altiris, 64 bit" }),
]);

const model: Model = {
  platform: "book", title: "book", start: things("running", "planned"), goal: things("separated", "installed"),
  subjects: [
    { procedure: "separate", name: "a", is: { server: "server/a", new: "server/b", databaseName: "CMDB", products: "inventory, patch", installPath: "D:\\Altiris" } },
  ],
  origins: new Map(), options: {}, pace: "careful", findings: [], facts: [],
};

const problem = pose(pack as Pack<never>, model);

const stage = (name: string, ids: readonly string[], edges: readonly (readonly [string, string])[] = []): Stage => ({
  name, ends: "promote", milestone: name, needs: [], risk: 0,
  operations: problem.operations.filter(({ id }) => ids.includes(id)),
  edges: edges.map(([first, then]) => ({ first, then, rule: "BK-1", how: "before" })),
});

const stages: readonly Stage[] = [
  stage("separate", ["task/a/backup:do", "server/a:separate", "gate/a/idle:pass"], [
    ["task/a/backup:do", "server/a:separate"], ["server/a:separate", "gate/a/idle:pass"],
  ]),
  stage("install", ["gate/a/signed:pass", "server/b:install"], [["gate/a/signed:pass", "server/b:install"]]),
];

const lock = toLock(problem, { start: problem.start, goal: problem.goal, stages, bound: { stages: 2, because: "" }, notes: [] }, {
  lock: "1", revision: "r1", inputs: { old: "", new: "", migration: "" }, engine: "0",
});

export const backup: Ref = "task/a/backup";
export const server: Ref = "server/a";
export const idle: Ref = "gate/a/idle";
export const signed: Ref = "gate/a/signed";

/** What a person records of the backup. */
export const backedUp = { type: "Full", set: "nightly", size: "42", log: "backup.log", products: "patch, inventory, monitor", path: "D:\\Altiris" };

/** 2026-11-21, noon. */
export const now = Date.UTC(2026, 10, 21, 12);

export const unsigned: Verify = ({ signature }) => (signature === undefined ? undefined : "it is signed");

/** A migration of two stages that people carry out, with its evidence in a folder of its own. */
export class Book {
  readonly folder = mkdtempSync(join(tmpdir(), "drover-evidence-"));
  readonly planned: Planned;

  constructor(private readonly drivers: Readonly<Record<string, DriverEntry>> = { default: "runbook" }, readonly verify: Verify = unsigned) {
    this.planned = { folder: this.folder, problem, lock, stages, states: states(problem.table, problem.start, stages) };
  }

  get ledger(): Ledger {
    return new Ledger(this.planned, this.verify);
  }

  office(teams: Migration["teams"] = {}): Office {
    return { planned: this.planned, routes: routesOf(this.drivers, problem), ledger: this.ledger, teams, now };
  }

  attest(entity: Ref, fields: Said["fields"] = {}, more: Partial<Said> = {}, teams: Migration["teams"] = {}): Attested {
    return attest(this.office(teams), { entity, by: "dba-1", at: "2026-11-20T21:02Z", back: false, fields, ...more });
  }

  /** As `attest`, and written. */
  attested(entity: Ref, fields: Said["fields"] = {}, more: Partial<Said> = {}): string {
    const made = this.attest(entity, fields, more);
    if ("findings" in made) throw new Error(made.findings.map(({ rule, say }) => `${rule} ${say}`).join("\n"));
    writeClaim(this.folder, made.file, "evidence", made.evidence);
    return made.file;
  }

  revoke(file: string, content: string): void {
    const claim = { revokes: file, content, by: "dba-2", at: "2026-11-21T08:00Z", why: "another server's backup" };
    writeClaim(this.folder, revocationFile(file), "revocation", { ...claim, seal: sealOf(claim) } as Revocation);
  }

  /** Revokes the newest evidence of an entity. */
  revokeLast(entity: Ref, stageName = "separate"): void {
    const entry = this.thread(entity, stageName).entries.at(-1);
    if (!entry) throw new Error(`nothing to revoke of ${entity}`);
    this.revoke(entry.file, entry.content);
  }

  thread(entity: Ref, stageName = "separate") {
    const index = stages.findIndex(({ name }) => name === stageName);
    const found = stages[index] as Stage;
    const operation = found.operations.find((one) => one.entity === entity);
    if (!operation) throw new Error(`${stageName} has no ${entity}`);
    return this.ledger.thread({ index: index + 1, stage: found, operation });
  }

  /** Changes a file by hand. */
  edit(file: string, from: string | RegExp, to: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, "utf8");
    const changed = text.replace(from, () => to);
    if (changed === text) throw new Error(`${file} does not hold ${from}`);
    writeFileSync(path, changed);
  }

  /** Writes evidence that nobody checked, with a right seal. */
  forge(file: string, evidence: Evidence, changes: Partial<Evidence>): void {
    const content = { ...evidence, ...changes };
    rmSync(join(this.folder, file), { force: true });
    writeClaim(this.folder, file, "evidence", { ...content, seal: sealOf(content) });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
