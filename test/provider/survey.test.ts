import assert from "node:assert/strict";
import { openMigration } from "../../documents/open";
import type { Ref } from "../../engine/model/entity";
import { transition } from "../../engine/stages";
import type { Observed } from "../../provider/drivers/driver";
import { whereIn } from "../../provider/estate";
import { carriedIn } from "../../provider/session";
import { surveyAll, surveyStage } from "../../provider/survey";

const carried = carriedIn(openMigration("migrations/gulf")) ?? assert.fail("the sample can be carried out");
const where = whereIn(carried);
const declared = carried.states[0] ?? assert.fail();

/** One entity with another operating system than its document says. */
const found = (ref: Ref): ReadonlyMap<Ref, Observed> =>
  new Map([[ref, { ...declared.get(ref), os: "found" } as unknown as Observed]]);

const reading = {
  migration: "migrations/gulf", way: transition(carried, 0, 1), begun: false, stage: "r1/separate", previous: "r1/adopt",
};

/** Where a value is written down that is found to be another one: never into the entry of another entity. */
const cases: Readonly<Record<string, Readonly<{ ref: Ref; at: string; write: string }>>> = {
  "a value of its own": { ref: "server/hou-ns1@7.0", at: "13:9", write: "migrations/gulf/old.yaml:13" },
  "a value of the one that it is like": {
    ref: "server/bea-ns1@7.0", at: "13:9",
    write: "the entry of bea-ns1 at migrations/gulf/old.yaml:23, as os of its own (migrations/gulf/old.yaml:13 is another's, which it is like)",
  },
  "one over two of them": {
    ref: "server/lak-ns1@7.0", at: "13:9",
    write: "the entry of lak-ns1 at migrations/gulf/old.yaml:29, as os of its own (migrations/gulf/old.yaml:13 is another's, which it is like)",
  },
};

describe("where a difference is written down", () => {
  for (const [name, { ref, at, write }] of Object.entries(cases)) {
    it(`${name}, on the way`, () =>
      assert.deepEqual(surveyStage(reading, found(ref), carried.table, where, carried.tolerance).map(({ reason }) => reason), [
        `EST-002 ${ref} os: the plan has "windows-server-2003-sp2-x86", found "found" (r1/separate relies on it) — put it back; or take it over: ` +
          `write what is found into ${write}, then drover replan migrations/gulf --stack <stack>; or postpone: leave drover:stage at r1/adopt`,
      ]));

    it(`${name}, in adopt`, () => {
      const own = `write what is found into ${write}; or put the estate right`;
      const remedy = write.startsWith("the entry") ? own : "correct the document, or put the estate right";
      assert.deepEqual(surveyAll(declared, found(ref), where, carried.tolerance).map(({ reason }) => reason), [
        `EST-001 migrations/gulf/old.yaml:${at} ${ref} os: declared "windows-server-2003-sp2-x86", found "found" — ${remedy}`,
      ]);
    });
  }
});
