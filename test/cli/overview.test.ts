import assert from "node:assert/strict";
import { Carried, carriedIn, indexOf } from "../../cli/carried";
import type { Counts, Deployment, Unfinished } from "../../cli/deployment";
import { Shown, facts, statusText } from "../../cli/overview";
import type { Judged } from "../../cli/locks";
import type { Finding } from "../../engine/model/finding";
import { openMigration } from "../../documents/open";
import { stageName } from "../../engine/stages";

const opened = openMigration("migrations/gulf");
const carried: Carried = carriedIn(opened) ?? assert.fail("the sample can be carried out");
const plan = carried.lock.plan;

type Place = Readonly<{
  completed: string;
  from: string;
  to: string;
  told?: string;
  /** Where the settings say that it comes from. */
  says?: string;
  counts?: Readonly<Record<string, Counts>>;
  unfinished?: readonly Unfinished[];
  phases?: Readonly<Record<string, string>>;
  pending?: Deployment["pending"];
}>;

/** A stack of the sample that has completed one stage and was told another. */
function stack(place: Place): Shown {
  const { completed, from, to, told = to, says = from, counts = {}, unfinished = [], phases = {}, pending = [] } = place;
  const state = carried.states[indexOf(carried, completed)] ?? new Map();
  const deployment: Deployment = {
    completed,
    intent: { plan, from, to },
    phases: new Map([
      ...[...state.values()].map(({ ref, phase }): [string, string] => [ref, phase]),
      ...Object.entries(phases),
    ]),
    inputs: new Map(),
    counts: new Map(Object.entries(counts)),
    unfinished,
    pending,
  };
  const settings = { migration: "migrations/gulf", plan, stage: told, from: says };
  return { name: "lab", file: "stacks/Pulumi.lab.yaml", text: "", settings, opened, deployment };
}

const wave = "wave/houston";
/** The stage that moves Houston, and those before and after it. */
const at = 1 + carried.stages.findIndex(({ operations }) => operations.some(({ entity }) => entity === wave));
const [first, second, third] = [at - 1, at, at + 1].map((index) => stageName(carried, index)) as [string, string, string];
const waits: Unfinished = {
  entity: wave,
  reasons: [`WAITING ${second}/${wave}: 3,412 of 4,900 agents report to hou-smp1; 4,655 are wanted\nThen run …`],
};
const moved = { "wave/beaumont": { arrived: 340, left: 10 } };
const under: Place = {
  completed: first,
  from: first,
  to: second,
  phases: { [wave]: "moving", "wave/orange": "moved" },
  counts: { ...moved, [wave]: { arrived: 3412, left: 1488 }, "wave/orange": { arrived: 700, left: 0 } },
};
const stuck: Unfinished = { entity: "gate/x", reasons: ["DENIED r1/x/gate/x: ACT-011 no — mend it"] };

/** What stands above the table of stages. */
const head = (shown: Shown): string => statusText(shown, true).split("\n\n")[0] ?? "";

describe("what status says", () => {
  it("of a stage that waits: counts, who is left behind, and what must stay on", () => {
    assert.equal(
      head(stack({ ...under, unfinished: [waits] })),
      `lab   gulf 7.0 → 7.1   plan r1 ${plan.slice(0, 8)}   stage ${at} of ${carried.stages.length}: ${second} waits
  told   stacks/Pulumi.lab.yaml says ${second}
  now    WAITING wave/houston: 3,412 of 4,900 agents report to hou-smp1; 4,655 are wanted
  done   0 of 16 operations; what can begin: settings/bea-smp1@7.1, settings/hou-smp1@7.1,
         settings/lak-smp1@7.1, siteServer/hou-tmp70, siteServer/lak-tmp70, siteServer/ora-tmp70
  agents 4,452 of 18,950 agents have come over, 2 of 8 waves
  behind 10 of bea-ns1 (beaumont): stragglers, until they come or are let go
  old    agents still report to bea-ns1 (10), hou-ns1 (8,388), lak-ns1 (6,100): must stay on
  back   not behind ${second}, a point of no return
  next   ${second}: stage ${at} of ${carried.stages.length}, 16 operations, risk 16,800, no way back
         drover apply lab goes on`,
    );
  });

  it("of a stage that is complete, before any agent has moved", () => {
    assert.equal(
      head(stack({ completed: "r1/adopt", from: "", to: "r1/adopt" })),
      `lab   gulf 7.0 → 7.1   plan r1 ${plan.slice(0, 8)}   stage 0 of ${carried.stages.length}: r1/adopt is complete
  told   stacks/Pulumi.lab.yaml says r1/adopt
  next   r1/separate: stage 1 of ${carried.stages.length}, 25 operations, no risk, can be taken back
         drover promote lab && drover apply lab`,
    );
  });

  const done = new Map([...(carried.states[1]?.values() ?? [])].map(({ ref, phase }) => [ref as string, phase as string]));
  const operationsOf = (index: number): number => carried.stages[index - 1]?.operations.length ?? 0;
  const all = operationsOf(1);
  const running = Object.fromEntries(["bea", "hou", "lak"].map((name) => [`server/${name}-ns1@7.0`, "running"]));
  const phases = { ...Object.fromEntries(done), ...running };
  const separating: Place = { completed: "r1/adopt", from: "r1/adopt", to: "r1/separate", phases };
  const lines = (place: Place): readonly string[] => head(stack(place)).split("\n").slice(1, 4);

  it("of a stage that stopped: how far it came, and what can begin; what failed before it did anything is among that", () =>
    assert.deepEqual(lines(separating).slice(1), [
      `  done   ${all - 3} of ${all} operations; what can begin: server/bea-ns1@7.0, server/hou-ns1@7.0, server/lak-ns1@7.0`,
      `  next   r1/separate: stage 1 of 9, ${all} operations, no risk, can be taken back`,
    ]));

  it("of what a killed pulumi was at, by name", () => {
    const urn = "urn:pulumi:lab::drover::drover:estate:NotificationServer$drover:index:Server::bea-ns1@7.0";
    assert.deepEqual(lines({ ...separating, pending: [{ urn, operation: "updating" }] }).slice(1), [
      `  done   ${all - 3} of ${all} operations; what can begin: server/hou-ns1@7.0, server/lak-ns1@7.0`,
      "  cut    1 operation cut off by a killed pulumi (server/bea-ns1@7.0) — drover resume lab",
    ]);
  });

  const places: Readonly<Record<string, Readonly<{ place: Place; say: RegExp }>>> = {
    "that it is under way": { place: under, say: /is under way\n/ },
    "that it is stuck": { place: { ...under, unfinished: [waits, stuck] }, say: /is stuck\n/ },
    "that a stage would be skipped": {
      place: { completed: "r1/adopt", from: "", to: "r1/adopt", told: second },
      say: /which skips r1\/separate: that is\n {9}refused — drover promote lab writes the next stage\n/,
    },
    "that the stage before is told": {
      place: { completed: first, from: "r1/adopt", to: first, told: stageName(carried, at - 2), says: first },
      say: new RegExp(`: the way back,\\s+which nothing has begun yet\\n(.*\\n)* {9}drover apply lab takes ${first} back; drover promote lab goes\\s+forth$`),
    },
  };
  it("says that the stage before is told without where it comes from, and what works", () => {
    const [separate, adopt] = [stageName(carried, 1), stageName(carried, 0)];
    const lines = head(stack({ completed: separate, from: adopt, to: separate, told: adopt, says: "" })).split("\n");
    assert.deepEqual([lines.slice(1, 3), lines.slice(-2)], [
      [
        "  told   stacks/Pulumi.lab.yaml says r1/adopt without drover:from r1/separate: that is refused, since it does",
        "         not say that something is taken back",
      ],
      [
        `  next   r1/bea-smp1-lak-smp1: stage 2 of 9, ${operationsOf(2)} operations, risk 7,150, can be taken back`,
        "         drover promote lab --back && drover apply lab takes r1/separate back; drover promote lab goes forth",
      ],
    ]);
  });

  for (const [name, { place, say }] of Object.entries(places)) it(`says ${name}`, () => assert.match(head(stack(place)), say));

  const locks: Readonly<Record<string, Readonly<{ lock: Judged; say: string }>>> = {
    "a process that was killed, so that nobody types what would be refused": {
      lock: { lock: "dead", say: "lab is locked by process 7 of author-1 on host, since 2026-11-21T19:54:53Z, which runs no more" },
      say: "  locked by process 7 of author-1 on host, since 2026-11-21T19:54:53Z, which runs no more\n  done   0 of 16 operations; what can begin: settings/bea-smp1@7.1, settings/hou-smp1@7.1,\n         settings/lak-smp1@7.1, siteServer/hou-tmp70, siteServer/lak-tmp70, siteServer/ora-tmp70\n  agents 350 of 18,950 agents have come over, 1 of 8 waves\n  old    agents still report to bea-ns1 (700), hou-ns1 (11,800), lak-ns1 (6,100): must stay on\n  back   not behind SECOND, a point of no return\n  next   SECOND: stage AT of OF, 16 operations, risk 16,800, no way back\n         drover resume lab removes the dead process's lock and goes on",
    },
    "a process that is at it": {
      lock: { lock: "held", say: "lab is locked by process 7, which is running", fix: "wait until it ends; then: drover resume lab" },
      say: "  locked by process 7, which is running\n  done   0 of 16 operations; what can begin: settings/bea-smp1@7.1, settings/hou-smp1@7.1,\n         settings/lak-smp1@7.1, siteServer/hou-tmp70, siteServer/lak-tmp70, siteServer/ora-tmp70\n  agents 350 of 18,950 agents have come over, 1 of 8 waves\n  old    agents still report to bea-ns1 (700), hou-ns1 (11,800), lak-ns1 (6,100): must stay on\n  back   not behind SECOND, a point of no return\n  next   SECOND: stage AT of OF, 16 operations, risk 16,800, no way back\n         wait until it ends; then: drover resume lab",
    },
  };
  for (const [name, { lock, say }] of Object.entries(locks))
    it(`names ${name}`, () => {
      const shown = head({ ...stack({ completed: first, from: first, to: second }), lock });
      const want = say.replaceAll("SECOND", second).replace("AT", String(at)).replace("OF", String(carried.stages.length));
      assert.equal(shown.split("\n").slice(2).join("\n"), want);
    });

  it("that what is found comes before what is next", () => {
    const finding: Finding = { rule: "LOCK-001", severity: "error", say: "it has been edited" };
    const shown = { ...stack({ completed: "r1/adopt", from: "", to: "r1/adopt" }), opened: { ...opened, findings: [finding] } };
    assert.match(head(shown), /\n {9}first mend what is found below; then drover promote lab && drover apply lab$/);
  });

  it("of a plan that cannot be carried out as the documents are: where the stack stands, all the same", () => {
    const finding: Finding = { rule: "LOCK-003", severity: "error", say: "a stage has x, which these documents do not have", fix: "run drover plan" };
    const broken = { ...opened, stages: [], states: [], findings: [finding] };
    const shown = { ...stack({ completed: first, from: first, to: second }), opened: broken };
    assert.equal(
      statusText(shown, true),
      `lab   gulf 7.0 → 7.1   plan r1 ${plan.slice(0, 8)}   ${first} is complete, and the way to
  ${second} has begun
  told   stacks/Pulumi.lab.yaml says ${second}
  next   first mend what is found below

LOCK-003  error  a stage has x, which these documents do not have
  Remedy: take back the change of the documents; or plan the rest from where the stack is: drover replan migrations/gulf --stack lab`,
    );
  });

  it("names a few of many waits, and says how many more there are", () => {
    const many = Array.from(
      { length: 9 },
      (_, i): Unfinished => ({ entity: `gate/${i}`, reasons: [`WAITING r1/x/gate/${i}: not yet`] }),
    );
    const lines = head(stack({ ...under, unfinished: many }))
      .split("\n")
      .slice(2, 6);
    assert.deepEqual(lines, [
      "  now    WAITING r1/x/gate/0: not yet",
      "         WAITING r1/x/gate/1: not yet",
      "         WAITING r1/x/gate/2: not yet",
      "         and 6 more: drover status --json",
    ]);
  });

  it("the same to programs", () => {
    const { agents } = facts({ ...stack(under), exists: true }) as Readonly<{ agents: Readonly<Record<string, unknown>> }>;
    const { waves, ...rest } = agents;
    assert.deepEqual(rest, {
      agents: 18950,
      arrived: 4452,
      stragglers: [{ server: "server/bea-ns1@7.0", left: 10, waves: ["wave/beaumont"] }],
      needed: [
        { server: "server/bea-ns1@7.0", agents: 10 },
        { server: "server/hou-ns1@7.0", agents: 8388 },
        { server: "server/lak-ns1@7.0", agents: 6100 },
      ],
    });
    assert.deepEqual((waves as readonly unknown[])[2], {
      wave,
      agents: 4900,
      phase: "moving",
      moved: false,
      counts: { arrived: 3412, left: 1488 },
    });
  });

  it("of stages a line each, around the one at hand; and never more than thirty lines", () => {
    const many = Array.from(
      { length: 9 },
      (_, i): Unfinished => ({ entity: `gate/${i}`, reasons: [`WAITING r1/x/gate/${i}: not yet`] }),
    );
    const text = statusText(stack({ ...under, completed: second, to: third, from: second, unfinished: many }), true);
    const [, table = ""] = text.split("\n\n");
    const marks = table.split("\n").map((line) => line.slice(0, 4).trim());
    assert.deepEqual(marks, ["", "✔  0", "✔  1", "✔  2", "✔  3", "✔  4", "✔  5", "…  6", "7", "8", "9"]);
    assert.ok(text.split("\n").length <= 30, text);
  });
});
