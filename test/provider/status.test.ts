import assert from "node:assert/strict";
import { Later, Status } from "../../provider/status";

/** Lines are sent one after another, each in a turn of its own. */
const soon = (): Promise<void> => new Promise((done) => setImmediate(done));

describe("status lines", () => {
  /** Time passes only where the test says so, and what was put off happens when its time has come. */
  const said =
    (speak: (status: Status, wait: (ms: number) => Promise<void>) => Promise<void> | void) =>
    async (): Promise<readonly string[]> => {
      let now = 0;
      let put: Readonly<{ at: number; run: () => void }> | undefined;
      const lines: string[] = [];
      const after: Later = (ms, run) => {
        put = { at: now + ms, run };
        return () => (put = undefined);
      };
      const log = async (urn: string, line: string, ephemeral: boolean): Promise<void> =>
        void lines.push(`${urn} ${line} ${ephemeral} ${now}`);
      const status = new Status("urn", log, () => now, after);
      const wait = async (ms: number): Promise<void> => {
        await soon();
        const until = now + ms;
        if (put && put.at <= until) {
          const { at, run } = put;
          [put, now] = [undefined, at];
          run();
          await soon();
        }
        now = until;
      };
      await speak(status, wait);
      await status.end("done");
      assert.equal(put, undefined);
      return lines;
    };

  it("of an act without progress: the result", async () =>
    assert.deepEqual(await said(() => undefined)(), ["urn done true 0"]));

  it("on change, and at most one in two seconds", async () => {
    const lines = await said(async (status, wait) => {
      status.say("10 %");
      await wait(500);
      status.say("20 %");
      await wait(500);
      status.say("30 %");
      await wait(4_000);
      status.say("30 %");
      await wait(5_000);
      status.say("40 %");
    })();
    assert.deepEqual(lines, ["urn 10 % true 0", "urn 30 % true 2000", "urn 40 % true 10000", "urn done true 10000"]);
  });

  it("of what is as it was before: none", async () => {
    const lines = await said(async (status, wait) => {
      status.say("10 %");
      status.say("20 %");
      status.say("10 %");
      await wait(9_000);
    })();
    assert.deepEqual(lines, ["urn 10 % true 0", "urn done true 9000"]);
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
