import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Project, Ran } from "./pulumi/project";

/** Each command starts several processes. */
const MINUTES = 60_000;

const NAME = "GULF_TOKEN";
const SECRET = 'kX7/"tahoe+9 Ünique\\46';

/** Whoever writes it down without thinking writes one of these. */
const forms: Readonly<Record<string, string>> = {
  "as it is": SECRET,
  "in JSON": JSON.stringify(SECRET).slice(1, -1),
  "in JSON in JSON": JSON.stringify(JSON.stringify(SECRET).slice(1, -1)).slice(1, -1),
  "in base64": Buffer.from(SECRET).toString("base64").replace(/=+$/, ""),
  "in base64 for addresses": Buffer.from(SECRET).toString("base64url"),
  "in an address": encodeURIComponent(SECRET),
  "its first half": SECRET.slice(0, 11),
};

/** A driver as it must not be: it says its secret wherever it can. Only its digest may stay, to show that it was handed over. */
const LEAKY = `
const fs = require("node:fs");
const { createHash } = require("node:crypto");
const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const token = process.env.${NAME} ?? "nothing";
fs.writeFileSync("digest.txt", createHash("sha256").update(token).digest("hex"));
const all = [token, JSON.stringify(token), Buffer.from(token).toString("base64"), encodeURIComponent(token)].join(" | ");
console.error("progress with " + all);
const done = fs.existsSync("done.json") ? JSON.parse(fs.readFileSync("done.json", "utf8")) : {};
const seen = (ref) => ({ phase: done[ref] ? "done" : "absent", note: "seen with " + all });
const answer = (more) => process.stdout.write(JSON.stringify({ protocol: 1, id: asked.id ?? "all", ...more }));
if (asked.ask === "read") answer({ ok: { observed: seen(asked.ref) } });
else if (asked.ask === "readAll") answer({ ok: { all: Object.fromEntries(asked.refs.map((ref) => [ref, seen(ref)])) } });
else if (asked.ask === "did") answer({ ok: { did: "no" } });
else if (fs.existsSync("refuse")) answer({ refused: "the console wants " + all });
else if (fs.existsSync("break")) { process.stdout.write("no JSON: " + all); process.exit(3); }
else {
  fs.writeFileSync("done.json", JSON.stringify({ ...done, [asked.ref]: true }));
  answer({ ok: { observed: { phase: "done", note: all }, evidence: { set: all, type: "Full", location: "nas2", result: "success" } } });
}
`;

describe("a secret of a stack's settings, and a driver that says it wherever it can", function () {
  this.timeout(10 * MINUTES);
  const project = new Project({ sample: "bayou", key: "passphrase" });
  const [stage = ""] = project.stages;
  const said: string[] = [];
  const file = (name: string): string => join(project.migration, name);

  /** Remembers what a command said, and ends as it should. */
  const ends = (ran: Ran, well: boolean): string => {
    said.push(ran.output);
    assert.equal(ran.status === 0, well, ran.output);
    return ran.output;
  };
  const tell = async (from: string, to: string): Promise<void> => {
    project.tell(from, to);
    ends(await project.run("config", "set", "--secret", "--path", `drover:secrets.${NAME}`, SECRET), true);
  };

  before(async () => {
    mkdirSync(file("drivers"));
    writeFileSync(file("drivers/leaky.js"), LEAKY);
    appendFileSync(
      file("migration.yaml"),
      `\ndrivers: { default: lab, backup-1: { exec: ./drivers/leaky.js, env: [${NAME}] } }\n`,
    );
    await project.newStack();
    await tell("", "adopt");
    ends(await project.run("up", "--yes", "--skip-preview"), true);
    await tell("adopt", stage);
  });
  after(() => project.remove());

  it("reaches the driver", () => {
    assert.equal(readFileSync(file("digest.txt"), "utf8"), createHash("sha256").update(SECRET).digest("hex"));
  });

  it("is hidden in a refusal, by drover apply in processes of their own", async () => {
    writeFileSync(file("refuse"), "");
    const ran = await project.drover("apply", "lab");
    assert.match(ends(ran, false), new RegExp(`the console wants \\[secret ${NAME}\\]`));
  });

  it("is hidden where the driver breaks off", async () => {
    writeFileSync(file("break"), "");
    rmSync(file("refuse"));
    assert.match(ends(await project.run("up", "--yes", "--skip-preview"), false), /EXE-\d{3} /);
    rmSync(file("break"));
  });

  it("is hidden in what was observed and recorded", async () => {
    ends(await project.run("up", "--yes", "--skip-preview"), true);
    assert.equal(project.completed(), `r1/${stage}`);
  });

  it("is in no other command's output, however much it tells", async () => {
    const told = ends(await project.run("preview", "--diff", "-v=9", "--logtostderr", "--logflow"), true);
    // the engine's own log of what it hands to the provider has a line for it
    assert.ok(/CheckConfig\(.*secrets=.*\[secret\]/.test(told), "the engine logs nothing of the settings: this proves nothing");
    for (const args of [["stack", "export"], ["config"], ["refresh", "--yes", "--skip-preview", "--diff"]])
      ends(await project.run(...args), true);
    for (const args of [
      ["status", "lab", "--json"],
      ["lab", "journal", "--json"],
    ])
      ends(await project.drover(...args), true);
  });

  it("is kept where it belongs, encrypted", async () => {
    const shown = await project.run("config", "get", "--path", `drover:secrets.${NAME}`);
    assert.equal(shown.output.trim(), SECRET);
  });

  for (const [form, text] of Object.entries(forms))
    it(`is nowhere ${form}: in no output, and in no file of the project`, () => {
      const found = readdirSync(project.folder, { recursive: true, encoding: "utf8" })
        .filter((name) => statSync(join(project.folder, name)).isFile())
        .filter((name) => readFileSync(join(project.folder, name)).includes(text));
      assert.deepEqual([found, said.filter((output) => output.includes(text)).map((output) => output.slice(0, 500))], [[], []]);
    });
});
