import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { AddressInfo, createServer } from "node:net";
import { join } from "node:path";

const ends = join(__dirname, "..", "..", "bin", "ends.js");

describe("a program whose engine is gone", () => {
  it("ends, though it waits for something for ever; while there is an engine it does not", async () => {
    const engine = createServer().listen(0, "127.0.0.1");
    await once(engine, "listening");
    const { port } = engine.address() as AddressInfo;
    const program = spawn(
      process.execPath,
      ["-e", `require(${JSON.stringify(ends)}).endWithEngine(); setInterval(() => undefined, 1e6);`],
      {
        env: { ...process.env, PULUMI_NODEJS_ENGINE: `127.0.0.1:${port}` },
        stdio: "ignore",
      },
    );
    const over = once(program, "exit");
    // it has asked once and found it there
    await once(engine, "connection");
    await new Promise((done) => setTimeout(done, 300));
    assert.equal(program.exitCode, null);
    engine.close();
    assert.deepEqual(await over, [1, null]);
  });
});
