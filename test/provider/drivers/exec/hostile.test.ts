import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { Ref } from "../../../../engine/model/entity";
import { actOf, perform } from "../contract";
import { HostileFolder, failure } from "./folder";

const server: Ref = "server/bea-ns1@7.0";
const id = actOf("apply").id;

describe("a program that does what it should not", () => {
  let folder: HostileFolder;
  beforeEach(() => (folder = new HostileFolder()));
  afterEach(() => folder.remove());

  const OUT = "schemas/exec-answer.json describes it; docs/exec.md has examples";
  const JSON_FIX = "write one JSON object to standard output, and everything else to standard error";
  const saying = (answer: unknown): readonly string[] => ["say", "no", JSON.stringify(answer)];
  const well = { protocol: 1, id: "$ID" };
  const form = (what: string): string => `EXE-009 HOW, answered in another form: ${what} — answer as ${OUT}`;
  const outcomes = "ok, notYet, refused, notEvaluated, busy, unreachable";

  /** HOW stands for the program and what it was asked. */
  const cases: Readonly<Record<string, Readonly<{ args: readonly string[]; says: string }>>> = {
    "ends with a status": {
      args: ["exit"],
      says: "EXE-005 HOW, ended with status 3; the last lines of its standard error:\n    | one\n    | two\n  — correct the program, or what it complains of, and run `pulumi up` again",
    },
    "ends by a signal": {
      args: ["signal"],
      says: "EXE-005 HOW, was ended by SIGKILL — correct the program, or what it complains of, and run `pulumi up` again",
    },
    "writes without end": {
      args: ["flood"],
      says: "EXE-007 HOW, wrote more than 8 MB and was ended — write one answer to standard output, and everything else to standard error",
    },
    "writes nothing": { args: ["nothing"], says: `EXE-008 HOW, answered what is no JSON: it is empty (nothing at all) — ${JSON_FIX}` },
    "writes words": {
      args: ["words"],
      says: `EXE-008 HOW, answered what is no JSON: it cannot be read as one object (it begins with "done, the token is undefined") — ${JSON_FIX}`,
    },
    "writes half an answer": {
      args: ["half"],
      says: `EXE-008 HOW, answered what is no JSON: it cannot be read as one object (it begins with "{\\"protocol\\":1,\\"id\\":\\"${server}\\",\\"ok\\":{\\"observed\\":{\\"phase\\":\\"runnin") — ${JSON_FIX}`,
    },
    "answers twice": {
      args: ["twice"],
      says: `EXE-008 HOW, answered what is no JSON: it cannot be read as one object (it begins with ${JSON.stringify(`{"protocol":1,"id":"${server}","ok":{"observed":{"phase":"running"}}}`.repeat(2))}) — ${JSON_FIX}`,
    },
    "writes bytes": { args: ["bytes"], says: `EXE-008 HOW, answered what is no JSON: it is not UTF-8 (it begins with "{��") — ${JSON_FIX}` },
    "answers with a list": { args: saying([]), says: form("the answer must be object") },
    "answers with null": { args: saying(null), says: form("the answer must be object") },
    "answers without an id": { args: saying({ protocol: 1, refused: "no" }), says: form("the answer must have required property 'id'") },
    "answers in another protocol": { args: saying({ ...well, protocol: 2, refused: "no" }), says: form("protocol must be equal to one of the allowed values: [1]") },
    "answers something else besides": { args: saying({ ...well, refused: "no", hint: 1 }), says: form("the answer must NOT have additional properties: hint") },
    "says nothing": { args: saying(well), says: form(`it has none of ${outcomes}, and should have one`) },
    "says two things": { args: saying({ ...well, refused: "no", busy: "yes" }), says: form(`it has refused and busy of ${outcomes}, and should have one`) },
    "sees no phase": { args: saying({ ...well, ok: { observed: {} } }), says: form("ok/observed must have required property 'phase'") },
    "sees what is no value": { args: saying({ ...well, ok: { observed: { phase: "running", os: { name: "x" } } } }), says: form("ok/observed/os must be string,number,boolean") },
    "answers another kind of question": {
      args: saying({ ...well, ok: { did: "yes" } }),
      says: `EXE-009 HOW, answered ok without what was asked for: observed — answer as ${OUT}`,
    },
    "answers a gate where there is none": { args: saying({ ...well, notEvaluated: "no eyes" }), says: form("notEvaluated is an answer to gate alone") },
    "answers under another id": {
      args: saying({ protocol: 1, id: "server/other", ok: { observed: { phase: "running" } } }),
      says: `EXE-010 HOW, answered server/other, and was asked under the id ${server} — repeat the request's id in the answer, and keep no answers between two requests`,
    },
    "cannot reach what it drives": {
      args: saying({ ...well, unreachable: "no console\u0007\nat all" }),
      says: "EXE-012 WHO says: no console at all — make it reachable and run the command again",
    },
    "refuses to look": { args: saying({ ...well, refused: "ask somebody else" }), says: "EXE-012 WHO says: ask somebody else — make it reachable and run the command again" },
  };

  for (const [name, { args, says }] of Object.entries(cases)) {
    it(`${name}: nothing is known of the estate`, async () => {
      const who = ["./hostile.js", ...args].map((word) => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word))).join(" ");
      const shown = who.length > 400 ? `${who.slice(0, 400)} …` : who;
      const want = says.replace("HOW", () => `${shown}, asked to read ${server}`).replace("WHO", () => shown);
      assert.equal(await failure(folder.driver({ exec: ["./hostile.js", ...args] }).read(server)), `Unreachable: ${want}`);
    });
  }

  it("leaves out what it was asked for", async () => {
    const driver = folder.driver({ exec: ["./hostile.js", ...saying({ protocol: 1, id: "all", ok: { all: { [server]: { phase: "running" } } } })] });
    assert.deepEqual(await driver.readAll([server]), new Map([[server, { phase: "running" }]]));
    assert.match(await failure(driver.readAll([server, "server/other"])), /^Unreachable: EXE-009 .*, asked to read 2 entities, answered ok without what was asked for: all, with every entity of refs — /);
  });

  it("answers before it has read a long question", async () => {
    const refs = Array.from({ length: 20_000 }, (_, i): Ref => `server/number-${i}`);
    const driver = folder.driver({ exec: ["./hostile.js", "unread", "no", "{}"] });
    assert.match(await failure(driver.readAll(refs)), /^Unreachable: EXE-009 /);
  });

  it("leaves something running that holds its output open: nobody waits for that", async () => {
    assert.deepEqual(await folder.driver({ exec: ["./hostile.js", "left behind"] }).read(server), { phase: "running" });
  });

  it("does not end, nor does what it started: all of them are ended", async () => {
    const driver = folder.driver({ exec: ["./hostile.js", "deaf"], timeout: "0.03 min" });
    const said = await failure(driver.read(server));
    assert.equal(
      said.replace(/(?: {4}\| not now\n)+/, "LINES"),
      `Unreachable: EXE-006 ./hostile.js deaf, asked to read ${server}, did not end in 1.8 s and was ended; the last lines of its standard error:\nLINES  — ` +
        "let the program answer notYet while the work goes on, or give it a longer timeout in migration.yaml",
    );
    const beats = folder.text("beats");
    assert.notEqual(beats, "");
    await wait(200);
    assert.equal(folder.text("beats"), beats, "what it started is still there");
  });

  describe("in the middle of an act", () => {
    const asked = async (mode: string, did: string): Promise<string> => {
      const driver = folder.driver({ exec: ["./hostile.js", mode, did], timeout: mode === "hang" ? "0.03 min" : "1 min" });
      return failure(perform(driver, "apply"));
    };
    const end = "; the last lines of its standard error:\n    | one\n    | two\n ";
    const unknown =
      "look in the estate whether it was done; then run `pulumi up` again, which reads the estate first and goes on under the same id";

    it("is asked what has become of it, and never to do it again", async () => {
      await asked("exit", "no");
      await asked("hang", "no");
      assert.deepEqual(folder.asked(), ["apply", "did", "apply", "did"]);
    });

    it("says that it was not done: the act failed", async () => {
      assert.equal(
        await asked("exit", "no"),
        `Failed: EXE-005 ./hostile.js exit no, asked to separate ${server}, ended with status 3${end}; it says that the act was not done — correct the program, or what it complains of, and run \`pulumi up\` again`,
      );
    });

    it("does not know it: nobody does", async () => {
      assert.equal(
        await asked("exit", "unknown"),
        `Failed: EXE-011 nobody knows whether separate of ${server} was done: EXE-005 ./hostile.js exit unknown, asked to separate ${server}, ended with status 3${end}; it does not know either — ${unknown}`,
      );
    });

    it("fails again when it is asked: nobody knows", async () => {
      assert.equal(
        await asked("nothing", "fails"),
        `Failed: EXE-011 nobody knows whether separate of ${server} was done: EXE-008 ./hostile.js nothing fails, asked to separate ${server}, answered what is no JSON: it is empty (nothing at all); ` +
          `asked about that, it failed too: EXE-005 ./hostile.js nothing fails, asked to say whether ${id} was done, ended with status 9 — correct the program, or what it complains of, and run \`pulumi up\` again — ${unknown}`,
      );
    });

    it("says that it was done: it is read what there is now", async () => {
      const driver = folder.driver({ exec: ["./hostile.js", "say", "yes", JSON.stringify({ protocol: 1, id: server, ok: { observed: { phase: "separated" } } })] });
      const lines: string[] = [];
      assert.deepEqual(await driver.apply(actOf("apply"), (line) => lines.push(line)), { observed: { phase: "separated" }, evidence: { serial: "7" } });
      assert.deepEqual(folder.asked(), ["apply", "did", "read"]);
      assert.deepEqual(lines, [`${server}: no answer to separate; asking what has become of it`]);
    });
  });

  it("does not answer a gate that nobody could look at with yes", async () => {
    const driver = folder.driver({ exec: ["./hostile.js", ...saying({ ...well, notEvaluated: "no eyes" })] });
    assert.match(await failure(perform(driver, "ask")), /^NotEvaluated: \.\/hostile\.js .* says: no eyes$/);
  });

  it("may say until when an act must wait", async () => {
    const driver = folder.driver({ exec: ["./hostile.js", ...saying({ ...well, notYet: "the office is open", until: "2026-11-21T20:00:00Z" })] });
    await assert.rejects(perform(driver, "apply"), { name: "NotYet", until: "2026-11-21T20:00:00Z" });
  });
});
