import assert from "node:assert/strict";
import type { Deployment, Unfinished } from "../../cli/deployment";
import type { Failure } from "../../cli/events";
import { onlyWaits, outcomeOf, outcomeText } from "../../cli/outcome";
import { carried, stackAt } from "./tiny";

const forward = { stage: "r1/separate", from: "r1/adopt" };
const under = (unfinished: readonly Unfinished[], phases: Readonly<Record<string, string>> = {}): Deployment => {
  const at = stackAt({ completed: "r1/adopt", from: "r1/adopt", to: "r1/separate", unfinished });
  return { ...at, phases: new Map([...at.phases, ...Object.entries(phases)]) };
};
const document = "task/bea/document";
const server = "server/bea@7.0";
const waits: Unfinished = {
  entity: document,
  reasons: [`WAITING r1/separate/${document}: nobody has written it down yet\nWrite the link down (team messaging)\n  1 Open the console\n  2 Print the page\nRecord: page (file)\nThen run \`drover apply\` (or \`pulumi up\`) again: what is done is not done twice.`],
};
const half: Unfinished = { entity: server, reasons: [`HALF-DONE r1/separate/${server} (separating): ACT-007 the power went — mend the cause`] };

type Ended = Readonly<{ waiting: boolean; complete: boolean; text: string }>;
type Case = Ended & Readonly<{ deployment: Deployment; failures?: readonly Failure[] }>;

const cases: Record<string, Case> = {
  "everything is done": {
    deployment: stackAt({ completed: "r1/separate", from: "r1/adopt", to: "r1/separate" }), waiting: false, complete: true, text: "r1/separate: 2 done; nothing failed.",
  },
  "a person is waited for, and somebody waits behind": {
    deployment: under([waits]), waiting: true, complete: false,
    text: `WAITING r1/separate/${document}: nobody has written it down yet
  needed by  ${server}
  because    TNY-100
  Write the link down (team messaging)
    1 Open the console
    2 Print the page
  Record: page (file)

r1/separate: 1 waiting, 0 done, 1 not started (need ${document}); nothing failed.`,
  },
  "half done is a failure, not a wait": {
    deployment: under([half], { [document]: "done" }), waiting: false, complete: false,
    text: `HALF-DONE r1/separate/${server} (separating): ACT-007 the power went — mend the cause

r1/separate: 1 half done, 1 done.`,
  },
  "a gate that denies and one that nobody looked at are failures": {
    deployment: under([{ entity: document, reasons: ["DENIED r1/separate/x: ACT-011 it is disabled — mend it"] }, { entity: server, reasons: ["NOT EVALUATED r1/separate/y: ACT-012 nobody can look — let somebody look"] }]),
    waiting: false, complete: false,
    text: `NOT EVALUATED r1/separate/y: ACT-012 nobody can look — let somebody look

DENIED r1/separate/x: ACT-011 it is disabled — mend it
  needed by  ${server}
  because    TNY-100

r1/separate: 1 denied, 1 not evaluated, 0 done.`,
  },
  "an act that failed before it did anything": {
    deployment: under([], { [document]: "done" }), failures: [{ entity: server, say: `ACT-006 ${server}: no — mend it` }], waiting: false, complete: false,
    text: `FAILED ACT-006 ${server}: no — mend it

r1/separate: 1 failed, 1 done.`,
  },
  "an act that a killed pulumi was at is neither done nor not started": {
    deployment: { ...under([], { [document]: "done" }), pending: [{ urn: `urn:pulumi:lab::gulf::drover:estate:NotificationServer$drover:index:Server::bea@7.0`, operation: "updating" }] },
    waiting: false, complete: false,
    text: `r1/separate: 1 cut off (${server}), 1 done.`,
  },
  "a wait beside a failure is a failure": {
    deployment: under([waits]), failures: [{ entity: server, say: "no — mend it" }], waiting: false, complete: false,
    text: `WAITING r1/separate/${document}: nobody has written it down yet
  needed by  ${server}
  because    TNY-100
  Write the link down (team messaging)
    1 Open the console
    2 Print the page
  Record: page (file)

FAILED ${server}: no — mend it

r1/separate: 1 waiting, 1 failed, 0 done.`,
  },
  "refused before anything was begun": {
    deployment: under([]), failures: [{ say: "EST-002 a" }, { say: "EST-002 b" }], waiting: false, complete: false,
    text: `FAILED EST-002 a

FAILED EST-002 b

2 reasons against r1/separate: it was not begun, and nothing was changed.`,
  },
  "the reason of a wait that the engine reports again is told once": {
    deployment: under([waits]), failures: [{ entity: document, say: "1 error occurred: WAITING …" }], waiting: true, complete: false,
    text: `WAITING r1/separate/${document}: nobody has written it down yet
  needed by  ${server}
  because    TNY-100
  Write the link down (team messaging)
    1 Open the console
    2 Print the page
  Record: page (file)

r1/separate: 1 waiting, 0 done, 1 not started (need ${document}); nothing failed.`,
  },
};

describe("how a run ended", () => {
  for (const [name, { deployment, failures = [], waiting, complete, text }] of Object.entries(cases))
    it(name, () => {
      const outcome = outcomeOf(carried(), forward, deployment, { done: [], failures });
      const ended: Ended = { waiting: onlyWaits(outcome), complete: outcome.complete, text: outcomeText(carried(), outcome) };
      assert.deepEqual(ended, { waiting, complete, text });
    });

  it("a move that leads to the phase it began in is done when what it changes is there", () => {
    const told = { stage: "r1/pilot", from: "r1/separate" };
    const before = stackAt({ completed: "r1/separate", from: "r1/separate", to: "r1/pilot" });
    const settings = "settings/bea@7.0";
    const refused = outcomeOf(carried(), told, before, { done: [], failures: [{ say: "EST-002 a" }] });
    assert.equal(outcomeText(carried(), refused), "FAILED EST-002 a\n\n1 reason against r1/pilot: it was not begun, and nothing was changed.");
    const targeted = { ...before, inputs: new Map([...before.inputs, [settings, { ...before.inputs.get(settings), targets: ["wave/pilot"] }]]) };
    const begun = outcomeOf(carried(), told, targeted, { done: [], failures: [] });
    assert.deepEqual([begun.done, begun.notStarted], [1, ["wave/pilot"]]);
  });

  it("on the way back, what is behind comes first", () => {
    const deployment = stackAt({ completed: "r1/separate", from: "r1/separate", to: "r1/adopt", unfinished: [{ entity: server, reasons: [`WAITING r1/separate/${server}: not now`] }] });
    const outcome = outcomeOf(carried(), { stage: "r1/adopt", from: "r1/separate" }, deployment, { done: [], failures: [] });
    assert.equal(outcomeText(carried(), outcome), `WAITING r1/separate/${server}: not now
  needed by  ${document}

r1/separate: 1 waiting, 0 taken back, 1 not started (need ${server}); nothing failed.`);
  });

  it("adopting is complete when the stack says so", () => {
    const deployment = stackAt({ completed: "r1/adopt", to: "r1/adopt" });
    assert.equal(outcomeOf(carried(), { stage: "r1/adopt" }, deployment, { done: [], failures: [] }).complete, true);
  });
});
