import assert from "node:assert/strict";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { writeDeclaration } from "../../../engine/declaration";
import type { Ref } from "../../../engine/model/entity";
import { Properties, encode } from "../../../provider/codec";
import { Driver, Refused, Unreachable } from "../../../provider/drivers/driver";
import { changed, declared, held, houston } from "./estate";
import { Served, denied, urnOf } from "./served";

const hou: Ref = "boundaries/houston";
const dal: Ref = "boundaries/dallas";
const alone = declared("altiris", houston());
const both = declared("altiris", [...houston(), held("dallas", ["10.12.0.0/16"])]);
const more = declared("altiris", [...houston(), held("dallas", ["10.12.0.0/16", "10.13.0.0/16"])]);
const overlap = declared("altiris", [...houston(), held("dallas", ["10.10.0.0/16"])]);
const taken = [
  "BND-001 boundaries/dallas (10.10.0.0/16) and boundaries/houston (10.10.0.0/16) are both to hold 10.10.0.0/16 in server/hou — give the addresses to one of them",
];

describe("the provider of a program of one's own", () => {
  let served: Served;
  beforeEach(() => {
    served = new Served("altiris");
  });
  afterEach(() => served.remove());

  describe("before anything is done", () => {
    it("has nothing against an estate that does not exist yet", async () => {
      assert.deepEqual(await served.configure(alone), []);
      assert.equal(served.look((lab) => lab.exists()), false);
    });

    it("refuses two owners of an address, when the estate is fresh and later", async () => {
      assert.deepEqual(await served.configure(overlap), taken);
      await served.adopt(both);
      assert.deepEqual(await served.configure(overlap, both), taken);
      assert.deepEqual(served.acts(), []);
    });

    it("says everything at once, up to what one can read", async () => {
      const wrong = declared("altiris", [
        ...houston().filter(({ ref }) => ref !== "siteServer/hou-ps1"), ...Array.from({ length: 60 }, (_, i) => held(`s${10 + i}`, [`10.${i}.1.1/16`])),
      ]);
      const failures = await served.configure(wrong);
      assert.equal(failures.length, 51);
      assert.equal(failures[0], "ALT-231 server/hou still has wave/houston and no site server — declare what is missing in the program");
      assert.match(failures[1] ?? "", /^BND-003 boundaries\/s10: "10\.0\.1\.1\/16" has bits set/);
      assert.equal(failures[50], "… and 11 more");
    });

    const settings: Readonly<Record<string, readonly [Properties, string]>> = {
      "no platform": [{ platform: "hpux", lab: "", declares: "{}" }, "PRG-002 the platform is \"hpux\" — name one of altiris, configmgr"],
      "no declaration": [{ platform: "altiris", lab: "" }, "PRG-001 it is no JSON object — declare the estate with Drover's components, which write it"],
      "a kind that the platform does not have": [
        { platform: "altiris", lab: "", declares: JSON.stringify({ entities: [{ ref: "site/HOU", phase: "running" }] }) },
        "PRG-001 altiris has nothing like site/HOU — declare the estate with Drover's components, which write it",
      ],
    };
    for (const [name, [news, want]] of Object.entries(settings)) it(`refuses ${name}`, async () => assert.deepEqual(await served.refusals(news), [want]));

    it("never takes what it cannot read for gone", async () => {
      served.between = (driver) => Object.assign(Object.create(driver) as Driver, { readAll: () => Promise.reject(new Unreachable("no route to hou")) });
      assert.deepEqual(await served.configure(alone), [
        "EST-003 the estate cannot be read: no route to hou — make it reachable and run the command again: nothing was changed",
      ]);
    });

    it("refuses what is not there and cannot be made", async () => {
      await served.adopt(alone);
      served.change((lab) => lab.meddle("wave/houston"));
      assert.deepEqual(await served.configure(alone, alone), [
        "PRG-003 wave/houston is not in the estate, and no move of its platform brings it there — take it out of the program, or put it into the estate",
      ]);
    });

    it("knows that what a program leaves out is still there", async () => {
      await served.adopt(both);
      const without = declared("altiris", changed(houston(), hou, { addresses: ["10.12.0.0/16"] }));
      assert.deepEqual(await served.configure(without, both), [
        "BND-001 boundaries/dallas (10.12.0.0/16) and boundaries/houston (10.12.0.0/16) are both to hold 10.12.0.0/16 in server/hou; " +
          "boundaries/dallas is no longer declared, and still in the estate — give the addresses to one of them",
      ]);
    });

    it("says what it was not asked, once", async () => {
      await served.configure(alone);
      await served.configure(alone, alone);
      assert.deepEqual(served.lines, [
        [
          "not evaluated: ALT-110", "ALT-110 of database/hou: it asks for task/hou/backup-2, which only a migration has",
        ].join("\n  "),
      ]);
    });
  });

  it("takes a resource only as the program declares it", async () => {
    await served.configure(alone);
    const remedy = "register it with Drover's components, and construct them before the program awaits anything";
    assert.deepEqual(await served.check(hou), []);
    assert.deepEqual(await served.check(hou, { ...served.inputs(hou), because: "of this" }), []);
    assert.deepEqual(await served.check(hou, { ...served.inputs(hou), addresses: ["10.99.0.0/16"], site: "dallas" }), [
      { property: "addresses", reason: `PRG-006 boundaries/houston addresses is not what the program declares — ${remedy}` },
      { property: "site", reason: `PRG-006 boundaries/houston site is not what the program declares — ${remedy}` },
    ]);
    assert.deepEqual(await served.check(dal, {}), [{ property: "", reason: `PRG-006 boundaries/dallas is not in the program's declaration — ${remedy}` }]);
  });

  describe("a new resource", () => {
    it("is adopted where it is there, and nothing is done; a preview makes no estate", async () => {
      await served.configure(alone);
      const outputs = { phase: "held", hash: "284408848874", count: 1 };
      assert.deepEqual(await served.create(hou, true), { id: "", outputs });
      assert.equal(served.look((lab) => lab.exists()), false);
      assert.deepEqual(await served.create(hou), { id: hou, outputs });
      assert.deepEqual(served.acts(), []);
    });

    it("is brought about where it is not", async () => {
      await served.adopt(alone);
      assert.deepEqual(await served.configure(both, alone), []);
      assert.deepEqual((await served.create(dal, true)).outputs.phase, "held");
      assert.deepEqual(served.acts(), []);
      assert.deepEqual((await served.create(dal)).outputs.phase, "held");
      assert.deepEqual(served.acts(), ["boundaries/dallas confirm"]);
      assert.deepEqual(served.look((lab) => lab.look(dal)?.["addresses"]), ["10.12.0.0/16"]);
    });
  });

  describe("a change", () => {
    beforeEach(() => served.adopt(both));

    it("that is none does nothing", async () => {
      await served.configure(both, both);
      assert.equal((await served.update(dal)).phase, "held");
      assert.deepEqual(served.acts(), []);
    });

    it("is done once, by the move of the platform's table", async () => {
      await served.configure(more, both);
      await served.update(dal, true);
      assert.deepEqual(served.acts(), []);
      await served.update(dal);
      await served.update(dal);
      assert.deepEqual(served.acts(), ["boundaries/dallas change"]);
      assert.deepEqual(served.look((lab) => lab.look(dal)?.["addresses"]), ["10.12.0.0/16", "10.13.0.0/16"]);
      assert.deepEqual(served.lines.slice(-1), ["boundaries/dallas is held"]);
    });

    it("that somebody has undone by hand is done again", async () => {
      for (const times of [1, 2, 3]) {
        await served.configure(more, both);
        await served.update(dal);
        assert.equal(served.acts().length, times);
        served.change((lab) => lab.meddle(dal, { addresses: ["10.12.0.0/16"] }));
      }
    });

    it("that was half done is taken up where it stopped", async () => {
      served.change((lab) => {
        lab.faults = [{ ref: dal, verb: "change", does: "half", after: 0, times: 1 }];
      });
      await served.configure(more, both);
      await assert.rejects(served.update(dal));
      assert.equal(served.look((lab) => lab.look(dal)?.["phase"]), "changing");
      assert.deepEqual(await served.configure(more, both), []);
      assert.equal((await served.update(dal)).phase, "held");
      const begun = served.look((lab) => lab.journal().filter(({ what, verb }) => what === "begin" && verb === "change"));
      assert.equal(begun.length, 1);
    });

    it("that the platform refuses says why, and what to do", async () => {
      served.between = (driver) => Object.assign(Object.create(driver) as Driver, { apply: () => Promise.reject(new Refused("the console is locked")) });
      await served.configure(more, both);
      assert.equal(await denied(served.update(dal)), "ACT-006 boundaries/dallas: the console is locked — mend what it names and run `pulumi up` again");
    });

    it("waits for what the program puts before it, whatever Pulumi targets", async () => {
      const handed = declared("altiris", [...changed(houston(), hou, { addresses: ["10.11.0.0/16"] }), held("dallas", ["10.10.0.0/16", "10.12.0.0/16"])], {
        [dal]: [hou],
      });
      assert.deepEqual(await served.configure(handed, both), []);
      assert.equal(
        await denied(served.update(dal)),
        "ACT-005 boundaries/dallas change waits until boundaries/houston change is done (the program's order) — run `pulumi up` without --target, which does everything in its order",
      );
      await served.update(hou);
      await served.update(dal);
      assert.deepEqual(served.acts(), ["boundaries/houston change", "boundaries/dallas change"]);
      assert.deepEqual(served.look((lab) => [lab.damages(), lab.violations()]), [[], []]);
    });

    it("does not begin after a cancel", async () => {
      await served.configure(more, both);
      await served.call((client, done) => client.cancel(new Empty(), done));
      assert.equal(await denied(served.update(dal)), "ACT-009 boundaries/dallas was not begun: the update was cancelled — run `pulumi up` to go on");
    });

    it("is denied where the estate was changed after it was checked", async () => {
      await served.configure(more, both);
      served.change((lab) => lab.meddle("server/hou", { host: "other.example" }));
      assert.equal(
        await denied(served.update(dal)),
        "PLAN-001 server/hou cannot change its host while it is joined: no move does that — plan it as a migration: `drover plan`",
      );
    });
  });

  describe("looking", () => {
    beforeEach(() => served.adopt(both));
    const was = (addresses: readonly string[]): Properties => ({ ...served.inputs(dal), addresses });

    it("finds what was changed by hand", async () => {
      served.change((lab) => lab.meddle(dal, { addresses: ["10.14.0.0/16"] }));
      const { id, inputs } = await served.read(dal, was(["10.12.0.0/16"]));
      assert.deepEqual([id, inputs], [dal, was(["10.14.0.0/16"])]);
    });

    it("imports what is there, declared or not, and nothing else", async () => {
      assert.deepEqual((await served.read(dal, {})).inputs, was(["10.12.0.0/16"]));
      await served.configure(alone, both);
      assert.deepEqual((await served.read(dal, {})).inputs, {
        phase: "held", server: "server/hou", site: "dallas", addresses: ["10.12.0.0/16"],
      });
      assert.equal((await served.read("boundaries/austin", {})).id, "");
    });
  });

  it("forgets, and changes nothing", async () => {
    await served.adopt(both);
    const forgotten = new messages.DeleteRequest().setUrn(urnOf(dal));
    await served.call((client, done) => client.delete(forgotten, done));
    assert.deepEqual([served.acts(), served.lines.slice(-1)], [[], ["forgotten by Pulumi; nothing in the estate was changed"]]);
  });

  it("shows two changed addresses of ten thousand as two lines, and the declaration as none", async () => {
    const addresses = Array.from({ length: 10_000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
    const other = [...addresses.slice(0, 5), ...addresses.slice(6), "192.168.0.0/16"];
    const request = new messages.DiffRequest().setUrn(urnOf(dal));
    request.setOldInputs(encode({ phase: "held", addresses })).setNews(encode({ phase: "held", addresses: other }));
    const answer = await served.call<messages.DiffResponse>((client, done) => client.diff(request, done));
    assert.deepEqual(answer.getDetaileddiffMap().toArray().map(([path]) => path).sort(), ["addresses[5]", "addresses[9999]"]);
    const config = new messages.DiffRequest();
    config.setOldInputs(encode({ platform: "altiris", lab: "x", declares: writeDeclaration(alone) }));
    config.setNews(encode({ platform: "altiris", lab: "x", declares: writeDeclaration(both) }));
    const none = await served.call<messages.DiffResponse>((client, done) => client.diffConfig(config, done));
    assert.equal(none.getChanges(), messages.DiffResponse.DiffChanges.DIFF_NONE);
  });

  it("judges ten thousand addresses in a moment", async function () {
    this.timeout(5_000);
    const many = declared("altiris", changed(houston(), hou, { addresses: Array.from({ length: 10_000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`) }));
    assert.deepEqual(await served.configure(many), []);
  });
});
