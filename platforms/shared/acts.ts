import type { Phases } from "../../engine/model/phases";

/** Acts with evidence and conditions go the same way on every platform. */
export const acts: readonly Phases[] = [
  {
    kind: "task",
    word: "task",
    ofPlan: true,
    first: ["todo"],
    last: ["done"],
    moves: [{ name: "do", from: "todo", during: "doing", to: "done", undo: "reopen", by: "person" }],
  },
  {
    kind: "gate",
    word: "gate",
    ofPlan: true,
    first: ["closed"],
    last: ["open"],
    moves: [{ name: "pass", from: "closed", during: "asking", to: "open", undo: "close", by: "driver" }],
  },
];
