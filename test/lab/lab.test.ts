import * as assert from "node:assert/strict";
import { Thing, openLab } from "../../lab";
import { Estate, gulf, newFolder, removeFolders } from "./estate";

describe("a hand at the console", () => {
  after(removeFolders);

  it("changes, takes away and removes, and is in the journal", () => {
    const { lab } = new Estate();
    lab.meddle("server/hou@7.0", { replication: "off", host: undefined });
    lab.meddle("siteServer/hou-ps1");
    const { replication, host } = lab.look("server/hou@7.0") ?? ({} as Partial<Thing>);
    assert.deepEqual([replication, host, lab.look("siteServer/hou-ps1")], ["off", undefined, undefined]);
    assert.deepEqual(
      lab.journal().map(({ what, ref }) => `${what} ${ref}`),
      ["seed ", "meddled server/hou@7.0", "meddled siteServer/hou-ps1"],
    );
  });

  it("can do harm as well", () => {
    const estate = new Estate();
    estate.lab.meddle("siteServer/hou-ps1");
    assert.deepEqual(estate.harm(), [
      "server/hou@7.0 has agents and no site server: up to 5,000 agents lose service [LAW-NO-SITE-SERVER]",
    ]);
  });
});

describe("a seed", () => {
  after(removeFolders);

  it("is planted once, and names each thing once", () => {
    const { lab, folder } = new Estate();
    assert.throws(() => lab.seed(gulf), { message: `${folder} holds an estate already; take another folder for another one` });
    const other = openLab(newFolder(), { write: true });
    assert.throws(() => other.seed([...gulf, ...gulf]), { message: "server/hou@7.0 is twice in the seed" });
    assert.equal(other.exists(), false);
  });
});

describe("questions", () => {
  after(removeFolders);

  it("are answered from the world", async () => {
    const { lab } = new Estate();
    const asked = ["running-replication-jobs", "signed-off", "stragglers", "agents", "site-servers", "outstanding-tasks"].map(
      (question) => [question, lab.ask(question, "server/hou@7.0")],
    );
    assert.deepEqual(Object.fromEntries(asked), {
      "running-replication-jobs": 1,
      "signed-off": true,
      stragglers: 0,
      agents: 5000,
      "site-servers": 1,
      "outstanding-tasks": 0,
    });
    assert.equal(lab.ask("arrived", "wave/houston"), 0);
  });

  it("that nobody knows are named", () => {
    assert.throws(() => new Estate().lab.ask("weather", "server/hou@7.0"), {
      message:
        'the lab has no answer to "weather" about server/hou@7.0: it knows running-replication-jobs, signed-off, stragglers, agents, ' +
        "site-servers, outstanding-tasks, arrived",
    });
  });
});
