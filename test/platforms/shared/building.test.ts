import assert from "node:assert/strict";
import { PhaseTable } from "../../../engine/model/phases";
import { phases } from "../../../platforms/altiris/phases";
import { build } from "../../../platforms/shared/building";

const place = (path: string) => ({ file: path, line: 1, column: 1 });

describe("the two states of a migration", () => {
  it("hold one thing of each name: a second one is told, with both places, and never lost in silence", () => {
    const { twice } = build(new PhaseTable(phases), place, {}, (put) => {
      put("wave/a-b-c", "new/sites/a", "waiting", "moved", { agents: 1 });
      put("wave/a-b", "new/sites/b", "waiting", "moved", { agents: 1 });
      put("wave/a-b-c", "new/sites/a-b", "waiting", "moved", { agents: 2 });
    });
    assert.deepEqual(
      twice.map(({ say, at, related = [] }) => [say, at?.file, related.map((one) => one.at.file)]),
      [["two things would be called wave/a-b-c, and one of them would be lost", "new/sites/a-b", ["new/sites/a"]]],
    );
  });
});
