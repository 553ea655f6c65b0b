import assert from "node:assert/strict";
import { documentsFamily } from "./documents";
import { driversFamily } from "./drivers";
import { evidenceFamily } from "./evidence";
import { settingsFamily } from "./settings";
import { Family, within } from "./world";

const count = Number(process.env.DROVER_FUZZ ?? 100);
const seed = Number(process.env.DROVER_SEED ?? 1);
const only = process.env.DROVER_ONLY ?? "";
/** A seed has room for so many inputs of each sort. */
const ROOM = 1_000_000;

const families: readonly (() => Family)[] = [documentsFamily, driversFamily, evidenceFamily, settingsFamily];

describe(`${count} hostile inputs of seed ${seed}: no crash, no hang, nothing written elsewhere, each refusal says where`, function () {
  this.timeout(60 * 60_000);
  for (const make of families) {
    const family = make();
    after(() => family.stop?.());
    const [name = "", number = ""] = only.split(":");
    if (only !== "" && name !== family.name) continue;
    const first = only === "" ? 0 : Number(number);
    const last = only === "" ? Math.ceil(count * family.share) : first + 1;
    it(`${family.name}: ${last - first}`, async () => {
      const found: string[] = [];
      for (let i = first; i < last; i++) {
        const complaints = await within(() => family.attempt((seed - 1) * ROOM + i));
        found.push(...complaints.map((complaint) => `--seed ${seed} --only "${family.name}:${i}": ${complaint}`));
      }
      assert.deepEqual(found, []);
    });
  }
});
