import assert from "node:assert/strict";
import { Lifecycle, watchParent } from "../../provider/lifecycle";

describe("the life of a provider", () => {
  it("leaves at once when nothing is under way", async () => {
    const life = new Lifecycle();
    assert.equal(life.open, true);
    await life.leave();
    assert.equal(life.open, false);
  });

  it("ends what is under way before it leaves, and begins nothing new", async () => {
    const life = new Lifecycle();
    const events: string[] = [];
    let finish = (): void => undefined;
    const act = life.act(async () => {
      await new Promise<void>((done) => (finish = done));
      events.push("act ended");
    });
    const left = life.leave().then(() => events.push("left"));
    assert.equal(life.open, false);
    finish();
    await Promise.all([act, left]);
    assert.deepEqual(events, ["act ended", "left"]);
  });

  it("counts a failed act as ended", async () => {
    const life = new Lifecycle();
    await assert.rejects(life.act(() => Promise.reject(new Error("no"))), /no/);
    await life.leave();
  });

  it("begins nothing after a cancel", () => {
    const life = new Lifecycle();
    life.cancel();
    assert.equal(life.open, false);
  });

  it("notices once that its parent is gone", async () => {
    let parent = 7;
    let gone = 0;
    const timer = watchParent({ parent: () => parent, gone: () => gone++ });
    timer.ref();
    await new Promise((done) => setTimeout(done, 600));
    assert.equal(gone, 0);
    parent = 1;
    await new Promise((done) => setTimeout(done, 1_200));
    assert.equal(gone, 1);
  });
});
