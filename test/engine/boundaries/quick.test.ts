import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressBoundary } from "../../../engine/boundaries/boundary";
import { parseBoundary } from "../../../engine/boundaries/parse";
import { readQuickly } from "../../../engine/boundaries/quick";
import { wordsOf } from "../../../engine/boundaries/rows";
import { addressBoundary, nearlyBoundary } from "./arbitrary";

/** What the quick reader takes: a family and the words it uses; nothing where it leaves the text to the strict one. */
function quick(text: string): { family: number; words: readonly number[] } | undefined {
  const words = new Uint32Array(8);
  const family = readQuickly(text, words);
  if (family === 0) return undefined;
  return { family, words: family === 4 ? [words[0]!, words[4]!] : [...words] };
}

function strict(text: string): { family: number; words: readonly number[] } | undefined {
  const parsed = parseBoundary(text);
  if (!parsed.ok || parsed.value.form === "site") return undefined;
  const value: AddressBoundary = parsed.value;
  const words = wordsOf(value);
  return { family: value.family, words: value.family === 4 ? [words[0]!, words[4]!] : [...words] };
}

const taken: Record<string, ReturnType<typeof quick>> = {
  "10.1.0.7": { family: 4, words: [0x0a010007, 0x0a010007] },
  "255.255.255.255": { family: 4, words: [0xffffffff, 0xffffffff] },
  "0.0.0.0/0": { family: 4, words: [0, 0xffffffff] },
  "128.0.0.0/1": { family: 4, words: [0x80000000, 0xffffffff] },
  "10.1.0.0/16": { family: 4, words: [0x0a010000, 0x0a01ffff] },
  "10.1.0.0/255.255.0.0": { family: 4, words: [0x0a010000, 0x0a01ffff] },
  "10.1.0.10-10.1.0.99": { family: 4, words: [0x0a01000a, 0x0a010063] },
  "::": { family: 6, words: [0, 0, 0, 0, 0, 0, 0, 0] },
  "::1": { family: 6, words: [0, 0, 0, 1, 0, 0, 0, 1] },
  "1::": { family: 6, words: [0x10000, 0, 0, 0, 0x10000, 0, 0, 0] },
  "1:2:3:4:5:6:7::": { family: 6, words: [0x10002, 0x30004, 0x50006, 0x70000, 0x10002, 0x30004, 0x50006, 0x70000] },
  "2001:DB8::/33": { family: 6, words: [0x20010db8, 0, 0, 0, 0x20010db8, 0x7fffffff, 0xffffffff, 0xffffffff] },
  "::1-::2": { family: 6, words: [0, 0, 0, 1, 0, 0, 0, 2] },
};

const left = [
  ...["", "-", "/", "10", "10.1", "10.1.2.3.4", "10..1.2", "010.0.0.1", "10.1.0.256", "10.1.0.0256"],
  ...["10.1.2.3/16", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/", "10.0.0.0/8/9", "10.0.0.9-10.0.0.1", "10.0.0.1-"],
  ...["10.0.0.1-::1", "10.1.0.0/255.0.255.0", "10.1.0.0/0.0.255.255", ":", ":1", "1:", ":::", "1:::2", "1::2::3"],
  ...["12345::", "1:2:3", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "::/129", "::1/64"],
  ...["::2-::1", "::ffff:1.2.3.4", "::ffff:102:304", "1::-::ffff:0:0", "fe80::1%eth0", "::1.2.3.4", "g::"],
  ...["ad:Houston", "2001:db8::/"],
];

describe("readQuickly", () => {
  for (const [text, want] of Object.entries(taken)) it(`takes ${text}`, () => assert.deepEqual(quick(text), want));

  for (const text of left) it(`leaves ${JSON.stringify(text)} to the strict reader`, () => assert.equal(quick(text), undefined));

  it("takes boundaries as the strict reader does", () => {
    fc.assert(
      fc.property(addressBoundary, (text) => assert.deepEqual(quick(text), strict(text))),
      { numRuns: 1500 },
    );
  });

  it("takes nothing that the strict reader refuses or reads otherwise", () => {
    fc.assert(
      fc.property(nearlyBoundary, (text) => {
        const fast = quick(text);
        if (fast !== undefined) assert.deepEqual(fast, strict(text));
      }),
      { numRuns: 3000 },
    );
  });
});
