import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Project, Ran, deadProcess } from "../project";

/** One way through the commands that run Pulumi, on the real CLI: each step begins where the last one ended. */
describe("tour, promote, apply, resume, status on the real CLI", function () {
  this.timeout(180_000);
  const project = new Project();
  const [adopt = "", first = "", second = ""] = project.stages;
  const written = readFileSync(project.settings, "utf8");
  after(() => project.remove());

  it("without a CLI, says what sets it up", async () => {
    const { status, errors } = await project.run(["status"], { PATH: "", DROVER_CACHE: join(project.folder, "nothing") });
    assert.deepEqual({ status, errors }, { status: 1, errors: "there is no Pulumi CLI 3.245.0 or later here: npm start sets it up\n" });
  });

  it("a stack that nobody has made is a normal case", async () => {
    const { status, output } = await project.run(["status"]);
    assert.equal(status, 0);
    assert.match(output, /^lab {3}gulf 7\.0 → 7\.1 {3}plan r1 [0-9a-f]{8} {3}has not adopted yet\n/);
    assert.match(output, /\n {2}next {3}r1\/adopt: compares the estate with the documents, changes nothing\n {9}drover apply lab\n/);
  });

  it("a name that would lead out of the folder is no stack's", async () => {
    const errors = '"../x" cannot be a stack\'s name: letters, digits, - _ and . only\n';
    assert.deepEqual(await project.run(["promote", "../x"]), { status: 64, output: "", errors });
  });

  it("a stack that nobody has written settings for: the command that writes them, whole", async () => {
    for (const command of ["status", "apply", "resume"]) {
      const { status, errors } = await project.run([command, "shop"]);
      assert.deepEqual([status, errors], [64, "stacks/Pulumi.shop.yaml does not exist; there is: lab — drover promote shop -m migrations/gulf writes it\n"]);
    }
  });

  it("the tour adopts, previews the next stage, and leaves the settings as they are", async () => {
    const { status, output, errors } = await project.run(["tour"]);
    assert.equal(status, 0, `${output}${errors}`);
    assert.match(output, new RegExp(`✔ ${adopt}: every entity compared with the documents, nothing changed\n`));
    assert.match(output, new RegExp(`${first} comes next\\. The real preview, as \`pulumi preview\` shows it:\n\nPreviewing update \\(lab\\):\n`));
    assert.match(output, new RegExp(`~ completed: "${adopt}" => "${first}"`));
    assert.match(output, /What to type next\n {2}do this stage on the lab {3}drover promote lab && drover apply lab\n/);
    assert.equal(readFileSync(project.settings, "utf8"), written);
  });

  it("promote writes the next stage, and nothing else", async () => {
    const { status, output } = await project.run(["promote", "lab"]);
    assert.equal(status, 0);
    assert.match(output, new RegExp(`^stacks/Pulumi\\.lab\\.yaml: ${adopt} → ${first}\n\n${first} {3}stage 1 of \\d+ {3}milestone `));
    assert.equal(readFileSync(project.settings, "utf8"), written.replace(`"${project.plan}"`, plain(project.plan)).replace(`stage: ${adopt}`, `stage: ${first}\n  drover:from: ${adopt}`));
  });

  it("apply does all that does not wait, says what it waits for, and ends with 75", async () => {
    project.faults([{ ref: "server/bea-ns1@7.0", does: "busy", jobs: 2 }]);
    const { status, output } = await project.run(["apply", "lab"]);
    assert.equal(status, 75, output);
    const summary = output.slice(output.lastIndexOf("\nWAITING ") + 1).replace(/\n {2,}(?=\S)/g, " ");
    assert.match(summary, new RegExp(`^WAITING ${first}/gate/bea-ns1/idle: .* is 2, at most 0 is asked for.*needed by {2}link/hou-ns1--bea-ns1@7\\.0, task/estate/no-links because {4}ALT-196, ALT-197`));
    assert.match(summary, new RegExp(`\n${first}: 1 waiting, \\d+ done, 2 not started \\(need gate/bea-ns1/idle\\); nothing failed\\.\n`));
    assert.match(summary, /\nnext: do what they wait for, then drover apply lab; what is done is not done twice {8}exit 75\n$/);
  });

  it("status says the same to people and to programs", async () => {
    const { output: json } = await project.run(["status", "lab", "--json"]);
    type Facts = Readonly<Record<string, unknown>> & Readonly<{ unfinished: readonly { entity: string }[] }>;
    const { stacks } = JSON.parse(json) as { stacks: readonly [Facts] };
    const { state, completed, told, stage, unfinished } = stacks[0];
    assert.deepEqual({ state, completed, told, stage, waiting: unfinished.map(({ entity }) => entity) }, { state: "forward", completed: adopt, told: first, stage: 0, waiting: ["gate/bea-ns1/idle"] });
    const { output } = await project.run(["status", "lab"]);
    assert.match(output, new RegExp(`stage 1 of \\d+: ${first} waits\n`));
    assert.match(output, new RegExp(`\n {2}now {4}WAITING gate/bea-ns1/idle: `));
  });

  it("promote refuses while the stage is incomplete", async () => {
    const { status, errors } = await project.run(["promote", "lab"]);
    assert.deepEqual({ status, errors }, { status: 2, errors: `${first} is not complete — finish it: drover apply lab; or take back what was done: drover promote lab --back\n` });
  });

  it("promote leaves what somebody is carrying out as it is told", async () => {
    project.leaveLock(4711, "elsewhere");
    const before = readFileSync(project.settings, "utf8");
    const { status, errors } = await project.run(["promote", "lab", "--back"]);
    assert.equal(status, 1);
    assert.match(errors, /^lab is locked by process 4711 of author-1 on elsewhere, since 2026-11-21T16:27:28Z; from \S+ nobody can see whether it still runs: stacks\/Pulumi\.lab\.yaml stays as it is — make sure there that it runs no more; /);
    assert.equal(readFileSync(project.settings, "utf8"), before);
  });

  it("promote: a name like a stack's that there is makes no new one", async () => {
    const ran = await project.run(["promote", "labb"]);
    assert.deepEqual(ran, {
      status: 64, output: "",
      errors: "stacks/Pulumi.labb.yaml does not exist; did you mean lab? — for a new stack say what it carries out: drover promote labb -m migrations/gulf\n",
    });
    assert.equal(existsSync(project.settings.replace("lab.yaml", "labb.yaml")), false);
  });

  it("a stack that somebody holds is left alone, by name", async () => {
    const dead = await deadProcess();
    project.leaveLock(dead);
    const { status, errors } = await project.run(["apply", "lab"]);
    assert.equal(status, 1);
    assert.match(errors, new RegExp(`^lab is locked by process ${dead} of author-1 on \\S+, since 2026-11-21T16:27:28Z, which runs no more — drover resume lab removes the lock and goes on\n$`));
    assert.equal((await project.run(["promote", "lab"])).errors, `${first} is not complete — finish it: drover resume lab; or take back what was done: drover promote lab --back\n`);
  });

  it("resume removes a dead process's lock and goes on to the end of the stage", async () => {
    project.faults([]);
    const { status, output, errors } = await project.run(["resume", "lab"]);
    assert.equal(status, 0, `${output}${errors}`);
    assert.match(output, new RegExp(`^lab is locked by .*, which runs no more: the lock is removed\ngoing on with ${first}\n`));
    assert.match(output, new RegExp(`\n✔ ${first} is complete \\(\\d+ operations\\)\n {2}next {3}${second}: stage 2 of \\d+, `));
  });

  it("of two that begin in the same moment one goes on, and the other hears who has the stack", async () => {
    const [one, other] = await Promise.all([project.run(["apply", "lab"]), project.run(["apply", "lab"])]);
    const [winner, loser] = one.status === 0 ? [one, other] : [other, one];
    assert.match(winner.output, new RegExp(`\\n✔ there was nothing to do: lab is at ${first}, which is complete\n`));
    assert.deepEqual([winner.status, loser.status], [0, 1], `${one.output}${one.errors}${other.output}${other.errors}`);
    assert.match(loser.errors, /lab is locked by process \d+ of \S+ on \S+, since \S+, which is running.* — wait until it ends, or interrupt it /);
    assert.doesNotMatch(loser.output, /goes on where it stopped/);
  });

  it("promote --back says what it undoes, with which risk, and how it is gone on with; and that nothing is to do where nothing was begun", async () => {
    const before = readFileSync(project.settings, "utf8");
    const { output } = await project.run(["promote", "lab", "--back"]);
    const text = output.replace(/\n {9}/g, " ").split("\n");
    assert.deepEqual([...text.slice(0, 3), ...text.slice(4)], [
      `stacks/Pulumi.lab.yaml: ${first} → ${adopt}`, "", `back from ${first}   stage 1 of ${project.stages.length - 1}   milestone prepare`,
      "  risk   none: no agent depends on what it changes",
      `  back   yes, it can be carried out again: drover promote lab --to ${first}`,
      `  ends   where ${adopt} is complete again`, "",
      "next: drover apply lab --preview    what taking it back would do", "      drover apply lab              take it back", "",
    ]);
    assert.match(text[3] ?? "", /^ {2}undoes attach hierarchy link /);
    writeFileSync(project.settings, before);
    assert.equal((await project.run(["promote", "lab"])).status, 0);
    assert.deepEqual(await project.run(["promote", "lab", "--back"]), {
      status: 0, errors: "",
      output: `stacks/Pulumi.lab.yaml: ${second} → ${first}\n\nthere is nothing to carry out: ${first} is where lab is, and nothing else has begun\n`,
    });
    writeFileSync(project.settings, before);
  });

  it("what is refused is refused in the same words in preview and up, as a finding, and shows nothing as lost", async () => {
    const before = readFileSync(project.settings, "utf8");
    const third = project.stages[3] ?? "";
    writeFileSync(project.settings, before.replace(`stage: ${first}`, `stage: ${third}`));
    const [seen, done] = [await project.run(["apply", "lab", "--preview"]), await project.run(["apply", "lab"])];
    writeFileSync(project.settings, before);
    const told = ({ output }: Ran): string => output.slice(output.lastIndexOf("\nFAILED ") + 1).replace(/\n {2}(?=\S)/g, " ");
    const because = `FAILED INT-004 ${third} skips ${second}: this stack has completed ${first} — carry out ${second} first: \`drover promote lab\` writes it\n\n1 reason against ${third}: it was not begun, and nothing was changed.\n`;
    assert.deepEqual([seen.status, told(seen)], [2, `${because}next: mend what is named, then drover apply lab --preview\n`]);
    assert.deepEqual([done.status, told(done)], [2, `${because}next: mend what is named, then drover apply lab; drover status lab shows where it stands\n`]);
    assert.doesNotMatch(done.output, /completed: /);
  });

  it("pulumi is the real one: arguments and exit status as they are", async () => {
    const said = await project.run(["pulumi", "stack", "output", "completed", "--stack", "lab"]);
    assert.deepEqual(said, { status: 0, output: `${first}\n`, errors: "" });
    const refused = await project.run(["pulumi", "stack", "output", "--stack", "nowhere"]);
    assert.notEqual(refused.status, 0);
    assert.match(refused.errors, /no stack named 'nowhere' found/);
  });

  it("the tour goes on from where the stack is, adopts nothing again, and promotes nothing that is written already", async () => {
    assert.equal((await project.run(["promote", "lab"])).status, 0);
    const { status, output, errors } = await project.run(["tour"]);
    assert.equal(status, 0, `${output}${errors}`);
    assert.doesNotMatch(output, /first run/);
    assert.match(output, new RegExp(`~ completed: "${first}" => "${second}"`));
    assert.match(output, /\n {2}do this stage on the lab {3}drover apply lab\n/);
  });
});

/** As YAML writes it: a hash that could be read as a number keeps its quotes. */
const plain = (plan: string): string => (/^[\d.]+(e\d+)?$/i.test(plan) ? `"${plan}"` : plan);
