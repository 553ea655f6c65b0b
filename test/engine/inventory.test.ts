import assert from "node:assert/strict";
import { expectedIn, sentencesIn, stands } from "../support/sentences";

/** Titles and remedies of codes are shown by `drover rules`; what they are for is in the table of messages. */
const registry = ["engine/codes.ts"];

/** What looks like a sentence, and is a form of the lock, a word among code, or a remedy that a proposal always replaces. */
const others: readonly string[] = [
  "engine/lock.ts # Written by `drover plan`, carried out by `pulumi up`, which never plans anew. Review it; do not edit it:",
  "engine/lock.ts # an edited lock is refused. One line is one operation: its move, the rules it is there for, what it waits for and why.",
  "engine/lock.ts     ends: ${}",
  "engine/lock.ts     milestone: ${}",
  "engine/whatIf.ts what if",
  "engine/whatIf.ts no plan",
  "engine/boundaries/mistakes.ts write the mask itself or a prefix length",
  "engine/boundaries/parse.ts write the network",
  "engine/boundaries/parse.ts exchange its ends",
];

/** Messages of the engine that are given where files are read, or about a platform's own estate. */
const elsewhere = ["test/documents/locks.test.ts", "test/platforms/configmgr/plan.test.ts"];

describe("every message of the engine", () => {
  const expected = expectedIn("test/engine", ...elsewhere);

  const said = sentencesIn("engine", registry).map((sentence) => ({
    sentence,
    where: sentence.at,
    as: `${sentence.at.replace(/:\d+$/, "")} ${sentence.parts.join("${}")}`,
  }));

  it("stands in a test, whole", () =>
    assert.deepEqual(
      said
        .filter(({ sentence, as }) => !others.includes(as) && !expected.some((text) => stands(sentence, text)))
        .map(({ where, as }) => `${where}: ${as}`),
      [],
    ));

  it("is still said, where it needs no test", () =>
    assert.deepEqual(
      others.filter((one) => !said.some(({ as }) => as === one)),
      [],
    ));
});
