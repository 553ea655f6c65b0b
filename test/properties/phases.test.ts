import assert from "node:assert/strict";
import { Move, Phases, leavesFrom } from "../../engine/model/phases";
import { every } from "../../platforms";

/** Every phase that a table knows, the ones of an interruption included. */
const phasesOf = ({ first, last, moves }: Phases): readonly string[] => [
  ...new Set([
    ...first,
    ...last,
    ...moves.flatMap((move) => [...(typeof move.from === "string" ? [move.from] : move.from), move.during, move.to]),
  ]),
];

function reached(table: Phases, from: string): ReadonlySet<string> {
  const seen = new Set([from]);
  for (const phase of seen)
    for (const move of table.moves) if (leavesFrom(move, phase) || move.during === phase) seen.add(move.to);
  return seen;
}

for (const [name, pack] of Object.entries(every)) {
  describe(`the phases of ${name}`, () => {
    for (const table of pack.phases) {
      it(`${table.kind}: every phase, and every interrupted one, leads on to a last one`, () => {
        const stuck = phasesOf(table).filter((phase) => !table.last.some((last) => reached(table, phase).has(last)));
        assert.deepEqual(stuck, []);
      });

      it(`${table.kind}: every phase can be reached from a first one`, () => {
        const all = new Set(table.first.flatMap((phase) => [...reached(table, phase)]));
        const between = table.moves
          .filter((move) => [...all].some((phase) => leavesFrom(move, phase)))
          .map((move) => move.during);
        assert.deepEqual(
          phasesOf(table).filter((phase) => !all.has(phase) && !between.includes(phase)),
          [],
        );
      });

      it(`${table.kind}: an interruption leaves a phase that says where it was going, and at which nothing rests`, () => {
        const resting = new Set([...table.first, ...table.last, ...table.moves.map((move) => move.to)]);
        const apart = (a: Move, b: Move): boolean => a.to === b.to || (a.when !== undefined && b.when !== undefined);
        const unclear = table.moves.filter(
          (move) => resting.has(move.during) || table.moves.some((other) => other.during === move.during && !apart(move, other)),
        );
        assert.deepEqual(
          unclear.map((move) => move.name),
          [],
        );
      });
    }
  });
}
