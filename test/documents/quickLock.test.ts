import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { readQuickly } from "../../documents/quickLock";
import type { Lock } from "../../engine/lock";
import { drawn, lockOf } from "../support/plans";

const gulf = readFileSync("migrations/gulf/plan.lock.yaml", "utf8");

describe("a lock read line by line", () => {
  const locks: Record<string, () => string> = {
    "the gulf sample": () => gulf,
    "the contoso sample": () => readFileSync("migrations/contoso/plan.lock.yaml", "utf8"),
    "a generated one": () => lockOf(drawn(7)),
    "words that need quotation marks": () => gulf.replace("lock: gulf-7.1", 'lock: "yes, a: \\"{lock}\\" [7]"'),
  };
  for (const [name, text] of Object.entries(locks))
    it(`${name} is what the YAML parser reads`, () => {
      const lock = readQuickly(text());
      assert.deepEqual(lock, parse(text()) as Lock);
      assert.deepEqual(Object.keys(lock?.stages ?? {}), Object.keys((parse(text()) as Lock).stages));
    });

  const others: Record<string, string> = {
    "a comment that somebody added": gulf.replace("stages:", "stages: # here"),
    "a key twice": gulf.replace("revision: r1\n", "revision: r1\nrevision: r1\n"),
    "another indentation": gulf.replace("    ends:", "     ends:"),
    "an anchor": gulf.replace("revision: r1", "revision: &a r1"),
    "half a line": gulf.slice(0, gulf.length - 20),
    "a key that is no data": gulf.replace("revision: r1\n", "revision: r1\n__proto__: { engine: none }\n"),
    "something else": "- 1\n- 2\n",
    nothing: "",
  };
  for (const [name, text] of Object.entries(others))
    it(`${name} is left to the YAML parser`, () => assert.equal(readQuickly(text), undefined));
});
