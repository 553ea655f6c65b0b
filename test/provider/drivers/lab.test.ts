import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Entity, Ref, State, Value, stateOf } from "../../../engine/model/entity";
import { Lab, openLab } from "../../../lab";
import { Act, NotYet, Refused } from "../../../provider/drivers/driver";
import { LabDriver } from "../../../provider/drivers/lab";
import { Subject, contract, declared as contracted } from "./contract";

const entity = (ref: Ref, phase: string, more: Readonly<Record<string, Value>> = {}): Entity =>
  ({ ref, kind: ref.slice(0, ref.indexOf("/")), phase, ...more }) as unknown as Entity;

const server: Ref = "server/bea-ns1@7.0";
const licence: Ref = "licence/bea-ns1";
const gate: Ref = "gate/bea-ns1/idle";

const declared: State = stateOf([
  entity(server, "running", { name: "bea-ns1", version: "7.0", os: "windows-server-2003-sp2-x86", replication: "on" }),
  entity(licence, "planned", { server, products: ["inventory=10"] }),
  entity(gate, "closed"),
]);

const act = (ref: Ref, move: string, told: Act["told"] = {}): Act => {
  const before = declared.get(ref) ?? assert.fail();
  return { id: `plan/stage/${ref}${move.startsWith("un") ? "/back" : ""}`, ref, move, before, after: before, told };
};
const silent = (): void => undefined;

describe("the simulated estate as a driver", () => {
  let folder: string;
  let driver: LabDriver;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "drover-lab-")), "lab");
    driver = new LabDriver(folder, declared);
  });
  afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

  const change = (by: (lab: Lab) => void): void => {
    const lab = openLab(folder, { write: true });
    by(lab);
    lab.close();
  };
  const journal = (): readonly string[] =>
    openLab(folder, { write: false }).journal().filter(({ what }) => what === "begin" || what === "end").map(({ what, verb }) => `${what} ${verb}`);

  it("that is not there yet is seen as it is declared, and does not come into being by being seen", async () => {
    const seen = await driver.readAll([server, licence]);
    assert.deepEqual([...seen].map(([ref, { phase, os }]) => [ref, phase, os]), [
      [server, "running", "windows-server-2003-sp2-x86"],
      [licence, "absent", undefined],
    ]);
    assert.equal(existsSync(folder), false);
  });

  it("comes into being once, when it is adopted", async () => {
    await driver.adopt(declared);
    await driver.adopt(declared);
    assert.deepEqual(openLab(folder, { write: false }).lookAll().map(({ ref }) => ref), [server]);
    change((lab) => lab.meddle(server, { os: "other" }));
    assert.equal((await driver.read(server)).os, "other");
  });

  it("does a move of two verbs as one act, also when it was cut between them", async () => {
    await driver.adopt(declared);
    change((lab) => {
      lab.faults = [{ ref: licence, verb: "apply", does: "fail", times: 1 }];
    });
    await assert.rejects(driver.apply(act(licence, "apply"), silent), { name: "Failure" });
    assert.equal((await driver.read(licence)).phase, "applying");
    assert.equal((await driver.apply(act(licence, "apply"), silent)).observed.phase, "applied");
    assert.equal(await driver.did(`plan/stage/${licence}`), "yes");
    assert.equal((await driver.apply(act(licence, "unapply"), silent)).observed.phase, "absent");
    assert.deepEqual(journal(), [
      "begin copy", "end copy", "begin apply", "end apply", "begin unapply", "end unapply", "begin uncopy", "end uncopy",
    ]);
  });

  it("says that something must wait, apart from what it refuses", async () => {
    await driver.adopt(declared);
    change((lab) => {
      lab.faults = [{ ref: server, does: "busy", jobs: 2 }];
    });
    await assert.rejects(driver.ask(act(gate, "pass", { question: "idle", server }), silent), NotYet);
    await assert.rejects(driver.apply(act(server, "rejoin"), silent), Refused);
  });
});

/** A lab under the contract: its troubles are its own faults, hands at its console, a second writer, a damaged store. */
function labbed(): Subject {
  const folder = join(mkdtempSync(join(tmpdir(), "drover-lab-")), "lab");
  const journal = join(folder, "journal.ndjson");
  const change = (by: (lab: Lab) => void): void => {
    const lab = openLab(folder, { write: true });
    by(lab);
    lab.close();
  };
  const faulty = (faults: Lab["faults"]) => () => {
    change((lab) => (lab.faults = faults));
    return () => change((lab) => (lab.faults = []));
  };
  const server = "server/bea-ns1@7.0";
  return {
    driver: () => new LabDriver(folder, contracted, { waitMs: 0 }),
    written: () => (existsSync(journal) ? readFileSync(journal, "utf8") : "nothing"),
    trouble: {
      notYet: faulty([{ ref: server, does: "busy", jobs: 2 }]),
      refused: () => {
        change((lab) => lab.meddle(server, { phase: "kept" }));
        return () => change((lab) => lab.meddle(server, { phase: "running" }));
      },
      cut: faulty([{ ref: server, verb: "separate", does: "half", times: 1 }]),
      busy: () => {
        const other = openLab(folder, { write: true });
        return () => other.close();
      },
      unreachable: () => {
        const whole = readFileSync(journal, "utf8");
        appendFileSync(journal, "not a record\nnor this\n");
        return () => writeFileSync(journal, whole);
      },
    },
    remove: () => rmSync(join(folder, ".."), { recursive: true, force: true }),
  };
}

contract("the lab", labbed);
