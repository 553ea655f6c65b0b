import assert from "node:assert/strict";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Ref } from "../../engine/model/entity";
import { readRegistration } from "../../engine/registration/registration";
import { REGISTRATION } from "../../engine/resources";
import { Properties, encode } from "../../provider/codec";
import { NotYet, Refused, Unreachable } from "../../provider/drivers/driver";
import { Served, between, denied, inputs, settings, unfinished, urnOf } from "./served";
import { planHash } from "./tiny";

const task: Ref = "task/bea/document";
const server: Ref = "server/bea@7.0";
const gate: Ref = "gate/bea/idle";
const wave: Ref = "wave/pilot";
const short = planHash.slice(0, 12);

describe("the provider on its wire", () => {
  let served: Served;
  beforeEach(async () => {
    served = new Served();
    await served.start();
  });
  afterEach(() => served.stop());

  const at = (index: number, from: string, to: string): Promise<void> => between(served, index, from, to);

  it("says who it is, and refuses what it has no use for", async () => {
    const info = await served.call<{ getVersion(): string }>((client, done) => client.getPluginInfo(new Empty(), done));
    assert.equal(info.getVersion(), "1.2.3");
    assert.equal(await denied(served.call((client, done) => client.call(new messages.CallRequest(), done))), "drover has no use for call");
    assert.deepEqual(await served.invoke("drover:index:other", {}), { failures: ["drover has no function drover:index:other"], answer: {} });
  });

  it("answers what a program is to register, and nothing for a stage that there is not", async () => {
    const { answer, failures } = await served.invoke(REGISTRATION, { migration: "migrations/tiny", from: "", to: "r1/separate" });
    assert.deepEqual(failures, []);
    const { stage, components, waits, closing } = readRegistration(String(answer["registration"]));
    assert.deepEqual([stage, waits, closing], ["r1/separate", [[server, [task]]], [server]]);
    assert.deepEqual(components.map(({ noun, name, members }) => [noun, name, members.map(({ entity }) => `${entity.ref} ${entity.phase}`)]), [
      ["Estate", "estate", [`${wave} waiting`]],
      ["NotificationServer", "bea", [`${gate} closed`, `${server} separated`, "settings/bea@7.0 ready", `${task} done`]],
    ]);
    assert.equal(
      await denied(served.invoke(REGISTRATION, { migration: "migrations/tiny", from: "", to: "r1/other" })),
      'INT-009 migrations/tiny has no lock with a way to the stage "r1/other" — run `drover plan`, have the lock reviewed and commit it',
    );
  });

  it("fills in the stage that a way begins at where it is not said", async () => {
    const filled = async (from: string, to: string): Promise<unknown> => (await served.checked(settings(from, to))).inputs["from"];
    assert.deepEqual([await filled("", "adopt"), await filled("adopt", "adopt")], ["r1/adopt", "r1/adopt"]);
    assert.equal(await filled("", "other"), "");
  });

  it("has a schema with every kind", async () => {
    const request = new messages.GetSchemaRequest();
    const answer = await served.call<messages.GetSchemaResponse>((client, done) => client.getSchema(request, done));
    const { name, version, resources } = JSON.parse(answer.getSchema()) as { name: string; version: string; resources: object };
    assert.deepEqual([name, version], ["drover", "1.2.3"]);
    assert.deepEqual(Object.keys(resources).map((type) => type.slice("drover:index:".length)), [
      "Server", "Database", "Link", "Site", "Boundaries", "SiteServer", "Wave", "Stragglers", "Licence", "Settings", "Object", "Task", "Gate", "Completion",
    ]);
  });

  describe("before anything is touched", () => {
    it("accepts an estate that is as declared", async () => assert.deepEqual(await served.checkConfig(settings("", "adopt")), []));

    it("lists every difference of the estate", async () => {
      served.driver.change(server, { os: "windows-server-2008" });
      served.driver.change(wave, { agents: 340 });
      served.driver.change(gate, { phase: "open" });
      assert.deepEqual(await served.checkConfig(settings("", "adopt")), [
        "EST-001 gate/bea/idle phase: declared \"closed\", found \"open\" — correct the document, or put the estate right",
        "EST-001 migrations/tiny/old.yaml:7:3 server/bea@7.0 os: declared \"windows-server-2003\", found \"windows-server-2008\" — correct the document, or put the estate right",
      ]);
    });

    it("refuses an intent before it looks at the estate", async () => {
      served.driver.readAll = () => assert.fail("it looked");
      assert.deepEqual(await served.checkConfig(settings("adopt", "separate")), [
        "INT-007 this stack has adopted nothing yet, so it begins with r1/adopt; drover:stage is r1/separate — begin with it: `drover promote lab` writes it, `drover apply lab` carries it out",
      ]);
    });

    it("shows both values and three ways on where a stage finds something else", async () => {
      served.driver.change(server, { os: "windows-server-2008" });
      assert.deepEqual(await served.checkConfig(settings("adopt", "separate", "r1/adopt"), settings("", "adopt")), [
        "EST-002 server/bea@7.0 os: the plan has \"windows-server-2003\", found \"windows-server-2008\" (r1/separate relies on it) — " +
          "put it back; or take it over: write what is found into migrations/tiny/old.yaml:7, then drover replan migrations/tiny --stack lab; or postpone: leave drover:stage at r1/adopt",
      ]);
    });

    it("lets a stage that has begun stand half-way, and one that has not begin at its beginning", async () => {
      served.driver.change(server, { phase: "separating" });
      assert.deepEqual(await served.checkConfig(settings("adopt", "separate", "r1/adopt"), settings("adopt", "separate")), []);
      assert.deepEqual(await served.checkConfig(settings("adopt", "separate", "r1/adopt"), settings("", "adopt")), [
        "EST-002 server/bea@7.0 phase: the plan has \"running\", found \"separating\" (r1/separate relies on it) — " +
          "put it back; or take it over: write what is found into migrations/tiny/old.yaml:5, then drover replan migrations/tiny --stack lab; or postpone: leave drover:stage at r1/adopt",
      ]);
    });

    it("looks at what the stage before it left unfinished", async () => {
      const failures = await served.checkConfig(settings("separate", "pilot", "r1/separate"), settings("adopt", "separate", "r1/adopt"));
      assert.deepEqual(failures.map((reason) => reason.slice(0, reason.indexOf(" ("))), [
        "EST-002 server/bea@7.0 phase: the plan has \"separated\", found \"running\"",
        "EST-002 task/bea/document phase: the plan has \"done\", found \"todo\"",
      ]);
    });

    it("says that it cannot read, and never that something is gone", async () => {
      served.driver.readAll = () => Promise.reject(new Unreachable("no route to bea-ns1"));
      assert.deepEqual(await served.checkConfig(settings("", "adopt")), [
        "EST-003 the estate cannot be read: no route to bea-ns1 — make it reachable and run the command again: nothing was changed",
      ]);
    });
  });

  it("finds no difference in what a stack has completed", async () => {
    const changes = async (olds: Properties, news: Properties): Promise<readonly string[]> => {
      const request = new messages.DiffRequest().setOldInputs(encode(olds)).setNews(encode(news));
      return (await served.call<messages.DiffResponse>((client, done) => client.diffConfig(request, done))).getDiffsList();
    };
    assert.deepEqual(await changes(settings("", "adopt"), settings("", "adopt", "r1/adopt")), []);
    assert.deepEqual(await changes(settings("", "adopt"), settings("adopt", "separate", "r1/adopt")), ["from", "to"]);
  });

  describe("adopting", () => {
    beforeEach(() => served.configure(settings("", "adopt")));

    it("changes nothing, in preview not even the simulated estate", async () => {
      assert.deepEqual(await served.create(server, true), { id: "", outputs: { phase: "running" } });
      assert.equal(served.driver.adopted, 0);
      assert.deepEqual(await served.create(server), { id: "server/bea@7.0", outputs: { phase: "running" } });
      assert.deepEqual([served.driver.adopted, served.driver.acts], [1, []]);
    });

    it("looks again", async () => {
      served.driver.change(server, { os: "windows-server-2008" });
      assert.equal(
        await denied(served.create(server)),
        "EST-001 server/bea@7.0 os: declared \"windows-server-2003\", found \"windows-server-2008\" — correct the document, or put the estate right",
      );
    });
  });

  describe("an act", () => {
    beforeEach(() => at(0, "adopt", "separate"));

    it("is not carried out by a preview", async () => {
      assert.deepEqual(await served.update(task, 0, 1, true), { phase: "done" });
      assert.deepEqual(served.driver.acts, []);
    });

    it("is carried out once, under its name, and its result is said", async () => {
      assert.deepEqual(await served.update(task, 0, 1), { phase: "done" });
      assert.deepEqual(await served.update(task, 0, 1), { phase: "done" });
      assert.deepEqual(served.driver.acts, [`run ${short}/separate/task/bea/document do`]);
      assert.deepEqual(served.lines, ["task/bea/document is done", "task/bea/document is done"]);
    });

    it("waits for what the lock puts before it, whatever Pulumi targets", async () => {
      assert.equal(
        await denied(served.update(server, 0, 1)),
        "ACT-005 server/bea@7.0 separate waits until task/bea/document do is done (TNY-100) — run `pulumi up` without --target, which does everything in its order",
      );
      assert.deepEqual(served.driver.acts, []);
    });

    it("does not begin where the estate is not as the lock says", async () => {
      served.driver.change(server, { phase: "kept" });
      served.driver.change(task, { phase: "done" });
      assert.equal(await denied(served.update(server, 0, 1)), "EST-002 server/bea@7.0 phase: the plan has \"running\", found \"kept\" — put it back; take it over; or postpone the stage");
    });

    it("that failed and did nothing leaves everything as it was", async () => {
      served.driver.answer = () => Promise.reject(new Refused("the console is locked"));
      assert.equal(await denied(served.update(task, 0, 1)), "ACT-006 task/bea/document: the console is locked — mend what it names and run `pulumi up` again");
    });

    it("that failed half-way says how far it came and what a person needs", async () => {
      served.driver.answer = () => {
        served.driver.change(task, { phase: "doing" });
        return Promise.reject(new Error("the printer is out of paper"));
      };
      const error: unknown = await served.update(task, 0, 1).catch((cause: unknown) => cause);
      assert.deepEqual(unfinished(error), {
        outputs: { phase: "doing" },
        reasons: [
          [
            "HALF-DONE r1/separate/task/bea/document (doing): ACT-007 the printer is out of paper — mend the cause and run `pulumi up` again: it goes on where it stopped",
            "Write the link down (team messaging)", "  1 Open the console", "  2 Print the page", "Record: page (file)",
          ].join("\n"),
        ],
      });
    });

    it("that ended without its effect is not taken for done", async () => {
      served.driver.answer = () => ({ observed: { phase: "done" }, evidence: {} });
      const error: unknown = await served.update(task, 0, 1).catch((cause: unknown) => cause);
      assert.deepEqual(unfinished(error).reasons, ["HALF-DONE r1/separate/task/bea/document: the act ended, and the estate does not show it"]);
    });

    it("after which nothing can be seen any more counts as half-way, whether it failed or not", async () => {
      const reasons: string[] = [];
      for (const fails of [true, false]) {
        const seen = served.driver.read;
        served.driver.answer = async (act) => {
          served.driver.read = () => Promise.reject(new Unreachable("the network is down"));
          if (fails) throw new Error("the connection broke");
          return served.driver.carry(act);
        };
        const { outputs, reasons: said } = unfinished(await served.update(task, 0, 1).catch((cause: unknown) => cause));
        assert.equal(outputs["phase"], "doing");
        reasons.push(...said);
        served.driver.read = seen;
      }
      const fix = "make it reachable and run `pulumi up` again: it is read before anything else is done";
      assert.deepEqual(reasons, [
        `HALF-DONE r1/separate/task/bea/document: ACT-013 the connection broke; and task/bea/document cannot be read since: the network is down — ${fix}`,
        `HALF-DONE r1/separate/task/bea/document: ACT-013 the act ended; and task/bea/document cannot be read since: the network is down — ${fix}`,
      ]);
    });

    it("does not begin after a cancel", async () => {
      await served.call((client, done) => client.cancel(new Empty(), done));
      assert.equal(await denied(served.update(task, 0, 1)), "ACT-009 task/bea/document was not begun: the update was cancelled — run `pulumi up` to go on");
    });
  });

  it("waits without failing: what is asked, and what to do then", async () => {
    await at(2, "pilot", "finish");
    served.driver.answer = () => Promise.reject(new NotYet("2 replication jobs run on bea"));
    const error: unknown = await served.update(gate, 2, 3).catch((cause: unknown) => cause);
    assert.deepEqual(unfinished(error), {
      outputs: { phase: "closed" },
      reasons: [
        "WAITING r1/finish/gate/bea/idle: 2 replication jobs run on bea\nAsk whether jobs run\nThen run `drover apply` (or `pulumi up`) again: what is done is not done twice.",
      ],
    });
  });

  it("goes back in the other order, under another name", async () => {
    await at(1, "separate", "adopt");
    assert.equal(
      await denied(served.update(task, 1, 0)),
      "ACT-005 task/bea/document do waits until server/bea@7.0 separate is taken back (TNY-100) — run `pulumi up` without --target, which does everything in its order",
    );
    await served.update(server, 1, 0);
    await served.update(task, 1, 0);
    assert.deepEqual(served.driver.acts, [`apply ${short}/separate/server/bea@7.0/back rejoin`, `run ${short}/separate/task/bea/document/back reopen`]);
  });

  it("cannot put right what no stage changes", async () => {
    await at(1, "separate", "pilot");
    served.driver.change(server, { os: "windows-server-2008" });
    assert.equal(
      await denied(served.update(server, 1, 2)),
      "ACT-010 server/bea@7.0 os: the plan has \"windows-server-2003\", found \"windows-server-2008\" — put the estate back by hand, or take the difference over: change the documents and plan again",
    );
  });

  it("reads drift into inputs and outputs, and leaves small changes of counts alone", async () => {
    await at(0, "", "adopt");
    served.driver.change(server, { os: "windows-server-2008" });
    served.driver.change(wave, { agents: 345 });
    assert.deepEqual(await served.read(server, 0), {
      inputs: { because: "state 0", os: "windows-server-2008", phase: "running" }, outputs: { phase: "running", os: "windows-server-2008" },
    });
    assert.deepEqual((await served.read(wave, 0)).inputs, inputs(0, wave));
  });

  const forget = (ref: Ref): Promise<unknown> =>
    served.call((client, done) => client.delete(new messages.DeleteRequest().setUrn(urnOf(ref)), done));

  it("keeps what the plan has where a program registered it not, for that is a program cut short", async () => {
    await at(0, "adopt", "adopt");
    assert.deepEqual(await served.checkConfig(settings("adopt", "adopt")), []);
    const own = encode(inputs(0, task));
    const request = new messages.CheckRequest().setUrn(urnOf(task)).setNews(own).setOlds(own);
    await served.call((client, done) => client.check(request, done));
    assert.equal(
      await denied(forget(server)),
      "ACT-014 server/bea@7.0 is kept: it was not registered, and the plan has it — run `pulumi up` again, which registers everything; to forget the whole estate there is `pulumi destroy`",
    );
    // registered under another name than before, or in no plan any more
    await forget(task);
    await forget("task/bea/other");
  });

  it("forgets, and says so once", async () => {
    await forget(server);
    await forget(task);
    assert.deepEqual([served.lines, served.driver.acts], [["forgotten by Pulumi; nothing in the estate was changed"], []]);
  });
});
