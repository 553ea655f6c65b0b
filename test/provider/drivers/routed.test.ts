import assert from "node:assert/strict";
import { Routes, routesOf } from "../../../documents/drivers";
import type { DriverEntry } from "../../../engine/model/migration";
import { Ref } from "../../../engine/model/entity";
import { Act, Driver, Observed, Unreachable } from "../../../provider/drivers/driver";
import { Routed } from "../../../provider/drivers/routed";
import { FakeDriver, carried } from "../tiny";
import { Subject, contract, declared, waveMove } from "./contract";

const { ref: wave } = waveMove();

const { problem } = carried();
const server: Ref = "server/bea@7.0";
const task: Ref = "task/bea/document";
const gate: Ref = "gate/bea/idle";

/** Drivers that record what they are asked, by their entries. */
function routed(drivers: Readonly<Record<string, DriverEntry>>, recorded: ReadonlyMap<Ref, Observed> = new Map()) {
  const routes = routesOf(drivers, problem);
  const fakes = new Map<string, FakeDriver>();
  const make = (entry: DriverEntry): Driver => {
    const fake = new FakeDriver();
    assert.equal(fakes.has(String(entry)), false, `${String(entry)} was made twice`);
    fakes.set(String(entry), fake);
    return fake;
  };
  const driver = new Routed(routes, make, { recorded: async (ref) => recorded.get(ref) }, routes.all);
  const asked = (): unknown => Object.fromEntries([...fakes].map(([name, { acts }]) => [name, acts]));
  return { driver, fakes, asked };
}

const act = (ref: Ref, move: string): Act => {
  const entity = problem.start.get(ref) ?? assert.fail();
  return { id: `0123456789ab/stage/${ref}`, ref, move, before: entity, after: { ...entity, phase: "after" }, told: {} };
};
const silent = (): void => undefined;

describe("several drivers as one", () => {
  it("sends each act to its own, half a stage to people and half to a program", async () => {
    const { driver, asked } = routed({ default: "lab", document: "runbook", gate: "exec:./ask.js" });
    await driver.run(act(task, "do"), silent);
    await driver.apply(act(server, "separate"), silent);
    await driver.ask(act(gate, "pass"), silent);
    await driver.run(act(task, "reopen"), silent);
    assert.deepEqual(asked(), {
      lab: ["apply 0123456789ab/stage/server/bea@7.0 separate"],
      runbook: ["run 0123456789ab/stage/task/bea/document do", "run 0123456789ab/stage/task/bea/document reopen"],
      "exec:./ask.js": ["ask 0123456789ab/stage/gate/bea/idle pass"],
    });
  });

  it("looks with the eyes of who carries it out, or of who is named to look", async () => {
    const own = routed({ default: "lab", document: "runbook" });
    for (const ref of [task, server]) await own.driver.read(ref);
    own.fakes.get("runbook")?.change(task, { phase: "done" });
    own.fakes.get("lab")?.change(server, { phase: "separated" });
    assert.deepEqual([(await own.driver.read(task)).phase, (await own.driver.read(server)).phase], ["done", "separated"]);
    const named = routed({ default: "runbook", read: "exec:./look.js" });
    await named.driver.readAll([task, server]);
    named.fakes.get("exec:./look.js")?.change(server, { phase: "separated" });
    assert.deepEqual([...(await named.driver.readAll([task, server]))].map(([ref, { phase }]) => [ref, phase]), [[task, "todo"], [server, "separated"]]);
  });

  it("keeps what people attested when a program takes their place", async () => {
    const recorded = new Map<Ref, Observed>([[task, { phase: "done", evidence: "file" }], [server, { phase: "separated" }]]);
    const { driver } = routed({ default: "exec:./all.js" }, recorded);
    assert.deepEqual([(await driver.read(task)).phase, (await driver.read(server)).phase], ["done", "running"]);
  });

  it("takes the count of people where nobody else counts a wave, and where it is from who looks", async () => {
    const pilot: Ref = "wave/pilot";
    const recorded = new Map<Ref, Observed>([[pilot, { phase: "moved", arrived: 340, upgraded: 330, evidence: "file" }]]);
    const { driver, fakes } = routed({ default: "runbook", read: "exec:./look.js" }, recorded);
    const look = async () => [await driver.read(pilot), (await driver.readAll([pilot])).get(pilot)].map((one) => [one?.phase, one?.["arrived"]]);
    assert.deepEqual(await look(), [["waiting", 340], ["waiting", 340]]);
    fakes.get("exec:./look.js")?.change(pilot, { phase: "moved", arrived: 300 });
    assert.deepEqual(await look(), [["moved", 300], ["moved", 300]]);
  });

  it("adopts with all of them, once each", async () => {
    const { driver, fakes } = routed({ default: "lab", document: "runbook", read: "lab" });
    await driver.adopt(problem.start);
    assert.deepEqual([...fakes].map(([name, { adopted }]) => [name, adopted]), [["lab", 1], ["runbook", 1]]);
  });

  it("is not seen at all where one of them sees nothing", async () => {
    const { driver, fakes } = routed({ default: "lab", document: "runbook" });
    const runbook = fakes.get("runbook") ?? assert.fail();
    runbook.readAll = () => Promise.reject(new Unreachable("too old"));
    await assert.rejects(driver.readAll([task, server]), { name: "Unreachable", message: "too old" });
  });

  it("has a clock where one of them simulates time", async () => {
    assert.equal(routed({}).driver.minutes, undefined);
    const routes = routesOf({}, problem);
    const lab: Driver = Object.assign(new FakeDriver(), { minutes: async () => 90 });
    assert.equal(await new Routed(routes, () => lab, { recorded: async () => undefined }, routes.all).minutes?.(), 90);
  });
});

/** The contract's estate behind two drivers at once: the server with one, task and gate with the other. */
contract("two drivers as one", (): Subject => {
  const worlds = new Map<string, { fake: FakeDriver; last: Map<Ref, string> }>();
  const once = (name: string): Driver => {
    const known = worlds.get(name) ?? { fake: new FakeDriver(declared), last: new Map<Ref, string>() };
    worlds.set(name, known);
    const { fake, last } = known;
    const seen = (ref: Ref): Observed => (fake.see(ref).phase === "planned" ? { phase: "absent" } : fake.see(ref));
    const carry = async (order: Act) => {
      last.set(order.ref, order.id);
      const { observed, evidence } = fake.carry(order);
      if (order.ref !== wave) return { observed, evidence };
      fake.change(wave, { arrived: 350, upgraded: 350 });
      return { observed: fake.see(wave), evidence };
    };
    return {
      read: async (ref) => seen(ref), adopt: async () => undefined,
      readAll: async (refs) => new Map(refs.map((ref) => [ref, seen(ref)])),
      apply: carry, run: carry, ask: carry, did: async (id) => ([...last.values()].includes(id) ? "yes" : "no"),
    };
  };
  const who = (ref: Ref): string => (ref.startsWith("server/") ? "one" : "other");
  const routes: Routes = { carrier: who, carriers: (ref) => [who(ref)], reader: who, all: ["one", "other"] };
  const never = { never: "it has no troubles of its own: its drivers' go through it as they are" };
  return {
    driver: () => new Routed(routes, (entry) => once(String(entry)), { recorded: async () => undefined }, routes.all),
    written: () => JSON.stringify([...worlds.values()].map(({ fake }) => [...fake.world])),
    trouble: { notYet: never, refused: never, cut: never, busy: never, unreachable: never },
    remove: () => undefined,
  };
});
