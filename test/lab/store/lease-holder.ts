import { appendFileSync } from "node:fs";
import { Lease } from "../../../lab/store/lease";

/** A process of its own: `hold FOLDER` takes the lease and stays; `turns FOLDER LOG N` takes and returns it N times. */
async function main([what = "", folder = "", log = "", times = "0"]: readonly string[]): Promise<void> {
  if (what === "hold") {
    Lease.acquireNow(folder);
    process.stdout.write("held\n");
    setInterval(() => undefined, 1_000);
    return;
  }
  for (let turn = 0; turn < Number(times); turn++) {
    const lease = await Lease.acquire(folder, { waitMs: 30_000 });
    appendFileSync(log, `in ${process.pid}\n`);
    await new Promise((done) => setTimeout(done, 1));
    appendFileSync(log, `out ${process.pid}\n`);
    // some of them die with the lease in their hands
    if (turn === Number(times) - 1 && process.pid % 2 === 0) process.kill(process.pid, "SIGKILL");
    lease.release();
  }
}

void main(process.argv.slice(2));
