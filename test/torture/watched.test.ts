import assert from "node:assert/strict";
import { watch } from "../../lab/monitor";
import { laws } from "../../lab/altiris/laws";
import type { Entry, Thing } from "../../lab";
import { altiris } from "../../platforms/altiris";
import { Carrying } from "../provider/carrying";
import { held, invariants } from "./watched";

const seed = (things: readonly Thing[]): readonly Entry[] => [
  { seq: 1, at: 0, what: "seed", id: "", ref: "", verb: "", changes: things.map(({ ref, ...set }) => ({ ref, set })) },
];

/** A wave that has left as it should, and all that it needs. */
const fine: readonly Thing[] = [
  {
    ref: "wave/x",
    phase: "moving",
    site: "x",
    agents: 5,
    at: ["server/a@7.0"],
    to: "server/b@7.1",
    newServer: "b",
    oldSettings: "settings/a@7.0",
    newBoundaries: "boundaries/x@7.1",
  },
  { ref: "gate/b/validated", phase: "open" },
  { ref: "gate/pilot/worked", phase: "open" },
  { ref: "boundaries/x@7.1", phase: "held" },
  { ref: "settings/a@7.0", targets: ["wave/x"] },
  { ref: "siteServer/p", phase: "new", sites: ["x"], on: ["server/b@7.1"], way: "take-over" },
  { ref: "server/a@7.0", phase: "separated", version: "7.0", name: "a" },
  { ref: "server/b@7.1", phase: "installed", version: "7.1", name: "b" },
  { ref: "task/a/backup-server", phase: "done" },
  { ref: "link/b--c@7.1", phase: "linking", version: "7.1", ends: ["server/b@7.1"] },
];

describe("what is watched during the torture", function () {
  this.timeout(60_000);

  it("every rule about states is held by somebody who shares no code with it", () => {
    const rules = altiris.rules.filter(
      ({ severity, is }) =>
        severity === "error" && is.some((form) => form.form === "state" && (form.in ?? "every") === "every"),
    );
    assert.deepEqual(rules.map(({ id }) => id).sort(), Object.keys(held).sort());
    for (const law of Object.values(held).filter((one) => one.startsWith("LAW-"))) assert.ok(Object.hasOwn(laws, law), law);
  });

  const cases: Record<
    string,
    { change: Readonly<Record<string, Readonly<Record<string, unknown>>>>; says: readonly string[] }
  > = {
    "all as it should be": { change: {}, says: [] },
    "ALT-059": {
      change: { "gate/b/validated": { phase: "closed" } },
      says: ["ALT-059: wave/x has left and its server was not validated"],
    },
    "ALT-069": { change: { "server/a@7.0": { phase: "retiring" } }, says: ["ALT-069: server/a@7.0 goes while wave/x uses it"] },
    "ALT-075": {
      change: { "gate/pilot/worked": { phase: "asking" } },
      says: ["ALT-075: wave/x has left before the pilot was found well"],
    },
    "ALT-084": {
      change: { "task/a/backup-server": { phase: "doing" } },
      says: ["ALT-084: server/a@7.0 is changed and was not backed up"],
    },
    "ALT-133": {
      change: { "boundaries/x@7.1": { phase: "confirming" } },
      says: ["ALT-133: wave/x has left and its subnets were not confirmed"],
    },
    "ALT-136": {
      change: { "server/b@7.1": { phase: "installing" } },
      says: ["ALT-136: link/b--c@7.1 is there and server/b@7.1 is not installed"],
    },
    "ALT-151": { change: { "siteServer/p": { on: [] } }, says: ["ALT-151: wave/x has left and nobody serves its site there"] },
    "ALT-166": {
      change: { "siteServer/p": { way: "rebuild", phase: "dropping" } },
      says: ["ALT-166: wave/x has left and the site server that it shares is still on 7.0"],
    },
    "ALT-167": { change: { "siteServer/p": { way: "rebuild" } }, says: ["ALT-167: siteServer/p is back on 7.1 before wave/x"] },
    "ALT-171": { change: { "settings/a@7.0": { targets: [] } }, says: ["ALT-171: wave/x has left and nobody redirected it"] },
    "ALT-181": {
      change: { "siteServer/p": { temporary: true, phase: "removing" } },
      says: ["ALT-181: siteServer/p goes before wave/x"],
    },
  };
  for (const [name, { change, says }] of Object.entries(cases))
    it(name, () => {
      const things = fine.map((thing) => ({ ...thing, ...change[thing.ref] }) as Thing);
      assert.deepEqual(
        watch(seed(things), invariants).map(({ say }) => say),
        says,
      );
    });

  it("the whole migration, undisturbed, breaks none of it at any record", async () => {
    const carrying = new Carrying("migrations/gulf");
    try {
      await carrying.adopt();
      assert.equal(await carrying.from(1), undefined);
      assert.deepEqual(
        carrying.look((lab) => watch(lab.journal(), invariants)),
        [],
      );
    } finally {
      carrying.remove();
    }
  });
});
