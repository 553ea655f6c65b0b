import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { withLock } from "../../tools/setup/lock";
import { removeMachines, temporaryFolder } from "./fakes";

/** A lock as another process would have left it, so many seconds ago. */
function leave(folder: string, holder: { pid: number; host: string } | undefined, ago: number): void {
  const then = new Date(Date.now() - ago * 1000);
  fs.mkdirSync(folder);
  if (holder !== undefined) {
    fs.writeFileSync(path.join(folder, "holder.json"), JSON.stringify(holder));
    fs.utimesSync(path.join(folder, "holder.json"), then, then);
  }
  fs.utimesSync(folder, then, then);
}

/** Beyond the highest pid that any of the systems gives. */
const NOBODY = 2 ** 30;
const here = os.hostname();

describe("a lock", () => {
  afterEach(removeMachines);

  const dead: Record<string, { holder: { pid: number; host: string } | undefined; ago: number }> = {
    "whose holder has died": { holder: { pid: NOBODY, host: here }, ago: 1 },
    "of another machine without a heartbeat for a minute": { holder: { pid: NOBODY, host: "elsewhere" }, ago: 61 },
    "whose pid lives, but is another's now": { holder: { pid: process.pid, host: here }, ago: 61 },
    "whose holder died before it gave its name": { holder: undefined, ago: 6 },
  };
  for (const [name, { holder, ago }] of Object.entries(dead)) {
    it(`${name} is taken over`, async () => {
      const folder = path.join(temporaryFolder(), "a.lock");
      leave(folder, holder, ago);
      const said: string[] = [];
      assert.equal(await withLock(folder, { what: "trying", log: (line) => void said.push(line) }, async () => "done"), "done");
      assert.deepEqual(said, []);
      assert.deepEqual(fs.readdirSync(path.dirname(folder)), []);
    });
  }

  const alive: Record<string, { holder: { pid: number; host: string }; ago: number }> = {
    "whose holder lives": { holder: { pid: process.pid, host: here }, ago: 1 },
    "of another machine with a heartbeat": { holder: { pid: NOBODY, host: "elsewhere" }, ago: 1 },
  };
  for (const [name, { holder, ago }] of Object.entries(alive)) {
    it(`${name} is waited for, and that is said once`, async () => {
      const folder = path.join(temporaryFolder(), "a.lock");
      leave(folder, holder, ago);
      const said: string[] = [];
      const waiting = withLock(folder, { what: "trying", log: (line) => void said.push(line), poll: 10 }, async () =>
        fs.existsSync(folder),
      );
      setTimeout(() => fs.rmSync(folder, { recursive: true }), 60);
      assert.equal(await waiting, true);
      assert.deepEqual(said, [`… waiting: process ${holder.pid} on ${holder.host} is trying (${folder})`]);
    });
  }

  it("lets one at a time in, however many find it dead at once", async () => {
    const folder = path.join(temporaryFolder(), "a.lock");
    leave(folder, { pid: NOBODY, host: here }, 1);
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        withLock(folder, { what: "trying", log: () => undefined, poll: 1 }, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((resolve) => setTimeout(resolve, 2));
          inside -= 1;
        }),
      ),
    );
    assert.equal(most, 1);
  });

  it("goes when the work fails", async () => {
    const folder = path.join(temporaryFolder(), "a.lock");
    await assert.rejects(
      withLock(folder, { what: "trying", log: () => undefined }, () => Promise.reject(new Error("no"))),
      /^Error: no$/,
    );
    assert.equal(fs.existsSync(folder), false);
  });
});
