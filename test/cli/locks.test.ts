import assert from "node:assert/strict";
import { Here, Holder, Judged, judgeLocks, readHolder } from "../../cli/locks";

const holder: Holder = { pid: 4711, user: "author-1", host: "hou-ws1", since: "2026-11-21T16:27:28Z" };

describe("a lock of the file backend", () => {
  const files: Record<string, { text: string; want: Holder | undefined }> = {
    "names its holder": { text: '{"pid":4711,"username":"author-1","hostname":"hou-ws1","timestamp":"2026-11-21T16:27:28.172627482Z"}', want: holder },
    "half written names nobody": { text: '{"pid":47', want: undefined },
    "with a process number that cannot be": { text: '{"pid":0,"username":"author-1","hostname":"hou-ws1"}', want: undefined },
    "without a host": { text: '{"pid":4711,"username":"author-1"}', want: undefined },
  };
  for (const [name, { text, want }] of Object.entries(files)) it(name, () => assert.deepEqual(readHolder(text), want));
});

describe("who holds a stack", () => {
  const here = (...running: readonly number[]): Here => ({ host: "hou-ws1", runs: (pid) => running.includes(pid) });
  const who = "process 4711 of author-1 on hou-ws1, since 2026-11-21T16:27:28Z";
  const cases: Record<string, { holders: readonly Holder[]; here: Here; want: Judged }> = {
    "nobody": { holders: [], here: here(), want: { lock: "none", say: "lab is not locked" } },
    "a process that runs no more: its lock may go": { holders: [holder], here: here(), want: { lock: "dead", say: `lab is locked by ${who}, which runs no more` } },
    "a process that runs: refused by name": {
      holders: [holder], here: here(4711),
      want: {
        lock: "held", say: `lab is locked by ${who}, which is running`,
        fix: "wait until it ends, or interrupt it (Ctrl-C ends what is under way and begins nothing new); then: drover resume lab",
      },
    },
    "a dead one beside one that runs: refused": {
      holders: [holder, { ...holder, pid: 4712 }], here: here(4712),
      want: {
        lock: "held", say: "lab is locked by process 4712 of author-1 on hou-ws1, since 2026-11-21T16:27:28Z, which is running",
        fix: "wait until it ends, or interrupt it (Ctrl-C ends what is under way and begins nothing new); then: drover resume lab",
      },
    },
    "a process of another machine: nobody can see it from here": {
      holders: [{ ...holder, host: "ci-7" }], here: here(),
      want: {
        lock: "held", say: "lab is locked by process 4711 of author-1 on ci-7, since 2026-11-21T16:27:28Z; from hou-ws1 nobody can see whether it still runs",
        fix: "make sure there that it runs no more; then: drover pulumi cancel --yes --stack lab, and drover resume lab",
      },
    },
  };
  for (const [name, { holders, here: machine, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(judgeLocks(holders, machine, "lab"), want));
});
