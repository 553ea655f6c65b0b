import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dice } from "../../bench/dice";
import type { Ref } from "../../engine/model/entity";
import { Book, backedUp, backup, server } from "../documents/evidence/book";
import { hostile, mutated, pick } from "./mutate";
import { Complaints, Family, Ground, steers, touched } from "./world";

/** Evidence with something done to it, and hostile words at its making: what counts is only what was written, unchanged. */
export function evidenceFamily(): Family {
  return {
    name: "evidence",
    share: 0.15,
    async attempt(seed) {
      const roll = dice(seed);
      const ground = new Ground();
      const book = new Book();
      try {
        const file = book.attested(backup, backedUp);
        return roll.chance(60) ? edited(book, ground, file, seed) : claimed(book, ground, seed);
      } finally {
        book.remove();
        ground.remove();
      }
    },
  };
}

/** Somebody edited the file, or put another one beside it. */
function edited(book: Book, ground: Ground, file: string, seed: number): Complaints {
  const roll = dice(seed + 1);
  const { evidence: was } = book.thread(backup).last ?? assert.fail("nothing was attested");
  const text = readFileSync(join(book.folder, file), "utf8");
  if (roll.chance(25)) book.revoke(file, book.thread(backup).entries[0]?.content ?? "");
  const target = pick(roll, [file, file, file.replace(/\.yaml$/, "~2.yaml"), file.replace(/\.yaml$/, ".revoked.yaml")]);
  const before = ground.seen();
  const where = { ...ground, folder: book.folder };
  Ground.prototype.write.call(where, { [target]: mutated(text, roll) });
  const { last, complaints } = book.thread(backup);
  const counts = last && complaints.length === 0;
  return [
    ...(counts && JSON.stringify(last.evidence) !== JSON.stringify(was)
      ? [`a changed claim counts: ${JSON.stringify(last.evidence).slice(0, 300)}`]
      : []),
    ...complaints.flatMap(({ rule, say, at, fix }) => [
      ...(at && at.file.startsWith(book.folder) ? [] : [`names no file: ${rule} ${say}`]),
      ...(fix ? [] : [`names no remedy: ${rule} ${say}`]),
    ]),
    ...touched(before, ground.seen()),
  ];
}

/** Somebody attests with hostile words. */
function claimed(book: Book, ground: Ground, seed: number): Complaints {
  const roll = dice(seed + 2);
  const before = ground.seen();
  const entity = roll.chance(40) ? (hostile(roll) as Ref) : pick(roll, [server, backup]);
  const fields = Object.fromEntries(
    Object.entries(backedUp).map(([name, value]) => [
      roll.chance(15) ? hostile(roll) : name,
      roll.chance(30) ? hostile(roll) : value,
    ]),
  );
  const made = book.attest(entity, fields, {
    by: roll.chance(40) ? hostile(roll) : "dba-1",
    at: roll.chance(40) ? hostile(roll) : "2026-11-20T21:02Z",
  });
  if ("findings" in made)
    return [
      ...(made.findings.length > 0 ? [] : ["refused, and nobody says why"]),
      ...made.findings.filter(({ fix }) => !fix).map(({ rule, say }) => `names no remedy: ${rule} ${say}`),
    ];
  return [
    ...(/^evidence\/r1\/[\w-]+\/[^/\\]+\.yaml$/.test(made.file) ? [] : [`would write ${made.file}`]),
    ...(steers(JSON.stringify(made.evidence)) ? ["what steers a terminal is taken for evidence"] : []),
    ...touched(before, ground.seen()),
  ];
}
