import assert from "node:assert/strict";
import { untraced } from "../../components/untraced";

const frames = (): number => (new Error("here").stack ?? "").split("\n    at ").length - 1;

describe("what is untraced", () => {
  it("leaves errors as they were, before and after", () => {
    const usual = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
    untraced(() => undefined);
    assert.deepEqual(Object.getOwnPropertyDescriptor(Error, "prepareStackTrace"), usual);
    assert.ok(frames() > 0);
  });

  it("answers what the work answers, and errors have a message and no frames meanwhile", () => {
    assert.deepEqual(
      untraced(() => [frames(), new Error("here").stack]),
      [0, "Error: here"],
    );
  });

  it("ends when the work fails", () => {
    assert.throws(
      () =>
        untraced(() => {
          throw new Error("no resource");
        }),
      { message: "no resource" },
    );
    assert.ok(frames() > 0);
  });
});
