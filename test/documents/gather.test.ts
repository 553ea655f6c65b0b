import assert from "node:assert/strict";
import { gathered } from "../../documents/gather";
import type { Finding } from "../../engine/model/finding";

const at = (line: number) => ({ file: "old.yaml", line, column: 1 });
const missed = (line: number, who: string, name = "north"): Finding => ({
  rule: "DOC-050", severity: "error", say: `${who} ${name}, but no site is called so`, at: at(line), entity: `site/${name}`, fix: "did you mean nroth?",
});
const plain = (line: number): Finding => ({ rule: "DOC-053", severity: "error", say: "it stands here twice", at: at(line) });

describe("one misspelt name, missed in many places", () => {
  const cases: Record<string, { of: readonly Finding[]; want: readonly Finding[] }> = {
    "nothing is nothing": { of: [], want: [] },
    "one place": { of: [missed(3, "ps1 serves")], want: [missed(3, "ps1 serves")] },
    "is one finding, at the first of them, which shows the others": {
      of: [missed(9, "t1 is at"), missed(3, "ps1 serves"), missed(5, "ps2 serves")],
      want: [
        {
          ...missed(3, "ps1 serves"),
          related: [
            { at: at(5), say: "ps2 serves north, but no site is called so" },
            { at: at(9), say: "t1 is at north, but no site is called so" },
          ],
        },
      ],
    },
    "two names are two": { of: [missed(3, "ps1 serves"), missed(4, "ps1 serves", "south")], want: [missed(3, "ps1 serves"), missed(4, "ps1 serves", "south")] },
    "what is about no name stays apart": { of: [plain(1), plain(2)], want: [plain(1), plain(2)] },
  };
  for (const [name, { of, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(gathered(of), want));
});
