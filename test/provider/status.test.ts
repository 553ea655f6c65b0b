import assert from "node:assert/strict";
import { Status } from "../../provider/status";

describe("status lines", () => {
  const said = (speak: (status: Status, wait: (ms: number) => void) => Promise<void> | void) => async () => {
    let now = 0;
    const lines: string[] = [];
    const status = new Status("urn", async (urn, line, ephemeral) => void lines.push(`${urn} ${line} ${ephemeral}`), () => now);
    await speak(status, (ms) => (now += ms));
    await status.end("done");
    return lines;
  };

  it("of an act without progress: the result", async () => assert.deepEqual(await said(() => undefined)(), ["urn done true"]));

  it("on change, and at most one in two seconds", async () => {
    const lines = await said((status, wait) => {
      status.say("10 %");
      wait(1_999);
      status.say("20 %");
      wait(1);
      status.say("30 %");
      wait(5_000);
      status.say("30 %");
    })();
    assert.deepEqual(lines, ["urn 10 % true", "urn 30 % true", "urn done true"]);
  });

  it("arrive in their order, however long one takes", async () => {
    const lines: string[] = [];
    const slow = async (_urn: string, line: string): Promise<void> => {
      await new Promise((done) => setTimeout(done, line === "first" ? 20 : 0));
      lines.push(line);
    };
    const status = new Status("urn", slow, () => 0);
    status.say("first");
    await status.end("last");
    assert.deepEqual(lines, ["first", "last"]);
  });
});
