import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Said, attest } from "../../../documents/evidence/attest";
import { countsIn, shortOf } from "../../../documents/evidence/counts";
import { writeClaim } from "../../../documents/evidence/files";
import { Ledger } from "../../../documents/evidence/ledger";
import { todos } from "../../../documents/evidence/todo";
import { routesOf } from "../../../documents/drivers";
import type { Entity } from "../../../engine/model/entity";
import { NotYet } from "../../../provider/drivers/driver";
import { RunbookDriver } from "../../../provider/drivers/runbook";
import { waveMove } from "../../provider/drivers/contract";
import { plannedIn } from "../../provider/drivers/planned";
import { now, unsigned } from "./book";

const done = {
  arrivedPercent: 95,
  upgradedPercent: 90,
  stable: { readings: 2, minutesApart: 240 },
  stragglers: { belowPercent: 1, afterDays: 30 },
};
const act = waveMove();
const wave = act.ref;

describe("a wave that people move", () => {
  const folder = mkdtempSync(join(tmpdir(), "drover-counts-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const planned = { ...plannedIn(folder), folder: "m" };
  const ledger = new Ledger({ ...planned, folder }, unsigned);
  const office = { planned, routes: routesOf({ default: "runbook" }, planned.problem), ledger, teams: {}, done, now };
  const says = (fields: Said["fields"]): readonly string[] => {
    const made = attest(office, { entity: wave, by: "dba-1", at: "2026-11-20T21:02Z", back: false, fields });
    return "findings" in made ? made.findings.map(({ rule, say, fix }) => `${rule} ${say} — ${fix}`) : made.checked;
  };
  const driver = (): RunbookDriver => new RunbookDriver({ planned: { ...planned, folder }, ledger, upTo: 1, now: () => now });
  const command =
    'drover attest m wave/beaumont --stage separate --by "<who>" --field "arrived=<how many of 350 agents report to bea-smp1>" ' +
    '--field "upgraded=<how many of 350 agents are upgraded>"';

  it("is to be counted: what there is to do says so, and so does its wait", async () => {
    const todo = todos(office, { completed: 0 }).find(({ entity }) => entity === wave);
    assert.deepEqual(
      [todo?.command, todo?.fields.map(({ name, what }) => `${name}: ${what}`)],
      [command, ["arrived: how many of 350 agents report to bea-smp1", "upgraded: how many of 350 agents are upgraded"]],
    );
    const wait = await driver().apply(act).then(() => assert.fail("it did not wait"), (error: unknown) => error);
    assert.ok(wait instanceof NotYet);
    assert.deepEqual(wait.next, [command.replace(" m ", ` ${folder} `)]);
  });

  const counts = (arrived: string, upgraded = "330"): Said["fields"] => ({ arrived, upgraded });
  const remedy = "wait for the others and count again; what is enough stands under done in migration.yaml";
  const cases: Readonly<Record<string, Readonly<{ fields: Said["fields"]; want: readonly string[] }>>> = {
    "with no counts": {
      fields: {},
      want: [
        "EVI-007 missing for wave/beaumont: arrived: how many of 350 agents report to bea-smp1; " +
          `upgraded: how many of 350 agents are upgraded — run ${command.replace('"<who>"', "dba-1")}`,
      ],
    },
    "with something else than a count": {
      fields: counts("nearly all"),
      want: ['EVI-007 wave/beaumont: arrived is "nearly all", which is no whole number — record what the task asks for'],
    },
    "of whom too few have come": {
      fields: counts("332"),
      want: [`EVI-012 wave/beaumont: 332 of 350 agents report to bea-smp1; 333 are wanted — ${remedy}`],
    },
    "of whom too few are upgraded": {
      fields: counts("333", "314"),
      want: [`EVI-012 wave/beaumont: 314 of 350 agents are upgraded; 315 are wanted — ${remedy}`],
    },
    "of whom enough have come": {
      fields: counts("333", "315"),
      want: ["arrived how many of 350 agents report to bea-smp1", "upgraded how many of 350 agents are upgraded"],
    },
  };
  for (const [name, { fields, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(says(fields), want));

  it("is done by what they counted", async () => {
    const made = attest(office, { entity: wave, by: "dba-1", at: "2026-11-20T21:02Z", back: false, fields: counts("340") });
    assert.ok("evidence" in made);
    writeClaim(folder, made.file, "evidence", made.evidence);
    const { observed } = await driver().apply(act);
    assert.deepEqual([observed["phase"], observed["arrived"], observed["upgraded"]], ["moved", 340, 330]);
    assert.equal(shortOf(done, act.after, observed), undefined);
  });
});

describe("what people have counted", () => {
  const cases: Readonly<Record<string, Readonly<{ fields: Readonly<Record<string, string>>; want: unknown }>>> = {
    "is nothing where nothing was": { fields: { note: "x" }, want: {} },
    "is what a driver would have observed": { fields: { arrived: " 340 ", upgraded: "0" }, want: { arrived: 340, upgraded: 0 } },
    "is nothing where it is no count": { fields: { arrived: "-1", upgraded: "1e3" }, want: {} },
  };
  for (const [name, { fields, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(countsIn(act.after, fields), want));

  it("is of waves alone", () =>
    assert.deepEqual(countsIn({ ...act.after, kind: "server" } as unknown as Entity, { arrived: "1" }), {}));
});
