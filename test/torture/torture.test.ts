import assert from "node:assert/strict";
import { endLeftovers } from "../provider/pulumi/processes";
import { said, troubles } from "./moments";
import { Torture, Verdict } from "./torture";

/** A moment is two commands at least, each of several processes. */
const MINUTES = 60_000;
/** So many are run by every `npm test`; more of them have a table at the end. */
const FEW = 12;
const count = Number(process.env.DROVER_TORTURE ?? FEW);
const seed = Number(process.env.DROVER_SEED ?? 1);
/** One of them, or from one to another. */
const [first = 1, last = first] = (process.env.DROVER_ONLY || `1-${count}`).split("-").map(Number);

describe(`the sample migration at ${count} moments of seed ${seed}`, function () {
  this.timeout(6 * MINUTES);
  const torture = new Torture();
  const drawn = torture.draw(count, seed);
  const verdicts = new Map<number, Verdict>();

  before(function () {
    // processes are found through /proc
    if (process.platform !== "linux") this.skip();
  });
  after(() => {
    endLeftovers(torture.project.folder);
    torture.project.remove();
  });
  after(() => {
    if (count > FEW) console.log(table());
  });

  for (const moment of drawn.filter(({ number }) => number >= first && number <= last))
    it(said(moment), async () => {
      const verdict = await torture.suffer(moment);
      verdicts.set(moment.number, verdict);
      // said at once: a long run that is cut off tells what it has found
      if (count > FEW) for (const say of verdict.wrong) console.log(`      ${moment.number}: ${say}`);
      const again = `npm run torture -- --moments ${count} --seed ${seed} --only ${moment.number}`;
      assert.deepEqual(verdict.wrong, [], `${verdict.wrong.join("\n")}\nagain: ${again}`);
    });

  function table(): string {
    const rows = troubles.map((trouble) => {
      const all = drawn.flatMap((moment) => (moment.trouble === trouble ? (verdicts.get(moment.number) ?? []) : []));
      const cells = [all.length, all.filter(({ met }) => met).length, all.filter(({ wrong }) => wrong.length === 0).length];
      return `${trouble.padEnd(40)}${cells.map((n) => String(n).padStart(10)).join("")}`;
    });
    return [`${" ".repeat(40)}   moments       met      held`, ...rows].map((row) => `      ${row}`).join("\n");
  }
});
