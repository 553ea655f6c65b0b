// needs: sshd
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Ran, runHere } from "../here";
import { Project } from "../project";

const MIGRATION = "migrations/gulf";
const APPROVE = "task/estate/approve-plan";
const FILE = "evidence/r1/separate/task__estate__approve-plan.yaml";

const run = (cwd: string, args: readonly string[]): Promise<Ran> => runHere(args, { cwd });

describe("todo where nobody is asked", () => {
  const project = new Project();
  after(() => project.remove());

  it("where the lab does what is people's, it says so, and how people come to do it", async () => {
    const { output, status } = await run(project.folder, ["todo", MIGRATION, "--stage", "separate"]);
    assert.equal(status, 0);
    assert.equal(output.replace(/^.*\n/, ""), [
      "",
      "nothing to do for people: the lab does what is theirs, 17 operations",
      "to have people do it, name runbook for it in migration.yaml: `drivers: { task: runbook }`, or `{ approve-plan: runbook }` for one task",
      "",
    ].join("\n"));
  });
});

/** The commands for what people do, one after another: each begins with what the one before it wrote. */
describe("todo and attest", function () {
  this.timeout(60_000);
  const project = new Project();
  const migration = join(project.folder, "migrations", "gulf");
  before(() => appendFileSync(join(migration, "migration.yaml"), "\ndrivers: { task: runbook }\nteams: { board: { people: [approver-1], does: [plans] } }\n"));
  after(() => project.remove());

  const ends = (ran: Ran, status: number): Ran => {
    assert.equal(ran.status, status, `${ran.output}${ran.errors}`);
    return ran;
  };
  const evidence = (file: string): unknown => parse(readFileSync(join(migration, file), "utf8"));
  const key = (name: string): string => {
    const file = join(project.folder, name);
    assert.equal(spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]).status, 0);
    return file;
  };

  it("todo: what can be done now with its command, and what comes later", async () => {
    const { output } = ends(await run(project.folder, ["todo", MIGRATION, "--stage", "separate"]), 0);
    assert.match(output, /^gulf 7\.0 → 7\.1 {3}plan r1 [0-9a-f]{8} {3}1 task now, 16 later\n\nAgree on the migration plan {3}separate, task\/estate\/approve-plan; because ALT-032\n/);
    assert.ok(output.includes(`\n  drover attest ${MIGRATION} ${APPROVE} --stage separate --by "<who>" --field "approver=<text>" --field "ticket=<text>"\n`));
    assert.match(output, /\n {2}separate {2}task\/estate\/rehearse +after task\/estate\/approve-plan\n/);
  });

  it("todo: a stage or a team that nobody knows is no empty list", async () => {
    assert.equal(ends(await run(project.folder, ["todo", MIGRATION, "--stage", "seperate"]), 64).errors, "no stage seperate: did you mean separate?\n");
    assert.equal(ends(await run(project.folder, ["todo", MIGRATION, "--team", "databse"]), 64).errors, "no team databse: did you mean database?\n");
  });

  it("attest says all that is missing, with the command, and writes nothing", async () => {
    const { errors } = ends(await run(project.folder, ["attest", MIGRATION, APPROVE, "--field", "ticket=CHG-1"]), 2);
    assert.equal(errors, [
      `EVI-007  error  missing for ${APPROVE}: --by: who did it; approver: text`,
      `  Remedy: run drover attest ${MIGRATION} ${APPROVE} --stage separate --by "<who>" --field "approver=<text>" --field ticket=CHG-1`,
      "", `${APPROVE}: nothing was written`, "",
    ].join("\n"));
    assert.equal(existsSync(join(migration, "evidence")), false);
  });

  it("attest writes one file, says what it checked, and how to take it back", async () => {
    const args = ["--by", "approver-1", "--at", "2026-11-20T09:00-06:00", "--field", "approver=approver-1", "--field", "ticket=CHG-1"];
    const { output } = ends(await run(project.folder, ["attest", MIGRATION, APPROVE, ...args]), 0);
    assert.equal(output, [
      "checked  who, when and what comes first",
      `wrote    ${MIGRATION}/${FILE}   (unsigned)`,
      `next     git add and commit it, then drover apply goes on        wrong? drover attest ${MIGRATION} ${APPROVE} --stage separate --revoke --by "<who>" --why "<why>"`,
      "",
    ].join("\n"));
    const { seal, ...content } = evidence(FILE) as Readonly<Record<string, unknown>>;
    assert.match(String(seal), /^[0-9a-f]{64}$/);
    assert.deepEqual(content, {
      operation: `${project.plan.slice(0, 12)}/separate/${APPROVE}`, plan: project.plan, stage: "r1/separate", entity: APPROVE, move: "do",
      by: "approver-1", at: "2026-11-20T09:00-06:00", fields: { approver: "approver-1", ticket: "CHG-1" }, parents: {},
    });
  });

  it("revoke needs a reason, keeps the evidence, and lets it be attested again", async () => {
    const revokes = async (...more: readonly string[]): Promise<readonly string[]> =>
      ends(await run(project.folder, ["attest", MIGRATION, APPROVE, "--revoke", ...more]), 2).errors.trim().split("\n");
    const end = ["", `${APPROVE}: nothing was written`];
    assert.deepEqual(await revokes("--by", "approver-1"), [
      `EVI-007  error  missing for the revocation of ${APPROVE}: --why`,
      `  Remedy: run drover attest ${MIGRATION} ${APPROVE} --revoke --by approver-1 --why "<why>"`, ...end,
    ]);
    assert.deepEqual(await revokes("--stage", "separate", "--why", "another ticket"), [
      `EVI-007  error  missing for the revocation of ${APPROVE}: --by`,
      `  Remedy: run drover attest ${MIGRATION} ${APPROVE} --stage separate --revoke --by "<who>" --why "another ticket"`, ...end,
    ]);
    assert.deepEqual(await revokes("--by", "approver-1", "--why", "<why>"), [
      `EVI-007  error  ${APPROVE}: --why is "<why>", which is only where it is to be written`,
      "  Remedy: write it in the place of the angle brackets and what is between them", ...end,
    ]);
    const { output } = ends(await run(project.folder, ["attest", MIGRATION, APPROVE, "--revoke", "--by", "approver-1", "--why", "another ticket"]), 0);
    assert.match(output, new RegExp(`^wrote    ${MIGRATION}/evidence/r1/separate/task__estate__approve-plan\\.revoked\\.yaml\n`));
    assert.ok(existsSync(join(migration, FILE)));
    assert.match(ends(await run(project.folder, ["attest", MIGRATION, APPROVE, "--revoke", "--by", "approver-1", "--why", "again"]), 2).errors, /^EVI-010 /);
  });

  it("the form's JSON is attested one after another, up to what is refused", async () => {
    const file = join(project.folder, "attest.json");
    writeFileSync(file, JSON.stringify([
      { entity: APPROVE, stage: "separate", by: "approver-1", fields: { approver: "approver-1", ticket: "CHG-2" } },
      { entity: "task/estate/rehearse", stage: "separate", by: "approver-1", fields: { result: "" } },
    ]));
    const { output, errors } = ends(await run(project.folder, ["attest", MIGRATION, "--from", file]), 2);
    assert.match(output, new RegExp(`\nwrote    ${MIGRATION}/evidence/r1/separate/task__estate__approve-plan~2\\.yaml {3}\\(unsigned\\)\n`));
    assert.match(errors, /^EVI-007 {2}error {2}task\/estate\/rehearse: result is empty\n[\s\S]*\ntask\/estate\/rehearse: nothing was written; 1 of 2 were written before it\n$/);
    writeFileSync(file, '{ "entity": 1 }');
    assert.equal(ends(await run(project.folder, ["attest", MIGRATION, "--from", file]), 64).errors, `${file} is not what the form makes: entry 1 needs entity and fields, all of them texts\n`);
  });

  it("where the folder says who may sign, a signature is a must and is that of who did it", async () => {
    const [mine, others] = [key("approver-1"), key("approver-2")];
    const signer = (name: string, file: string): string => `${name} namespaces="drover" ${readFileSync(`${file}.pub`, "utf8")}`;
    writeFileSync(join(migration, "allowed_signers"), signer("approver-1", mine) + signer("approver-2", others));
    rmSync(join(migration, "evidence"), { recursive: true });
    const signs = (...more: readonly string[]): Promise<Ran> =>
      run(project.folder, ["attest", MIGRATION, APPROVE, "--by", "approver-1", "--field", "approver=approver-1", "--field", "ticket=CHG-3", ...more]);
    const unsigned = ends(await signs(), 2).errors;
    assert.match(unsigned, /^EVI-003 {2}error {2}it would not be approver-1's: it is not signed, and \S+allowed_signers says that evidence must be\n {2}Remedy: sign it: --sign <key>\n/);
    assert.match(ends(await signs("--sign", others), 2).errors, /^EVI-003 {2}error {2}it would not be approver-1's: its signature does not hold /);
    assert.equal(existsSync(join(migration, "evidence")), false);
    assert.match(ends(await signs("--sign", mine), 0).output, /\(signed by approver-1\)\n/);
    assert.match(ends(await run(project.folder, ["todo", MIGRATION, "--stage", "separate", "--json"]), 0).output, /"entity": "task\/estate\/rehearse"[^}]*"is": "now"/s);
  });

  it("evidence that was edited is no evidence: todo says so, and what rests on it is refused", async () => {
    const file = join(migration, FILE);
    writeFileSync(file, readFileSync(file, "utf8").replace("CHG-3", "CHG-4"));
    const { output } = ends(await run(project.folder, ["todo", MIGRATION, "--stage", "separate"]), 0);
    assert.match(output.replace(/\n +/g, " "), new RegExp(`broken {2}EVI-002 ${MIGRATION}/${FILE} has been edited: its content is not what its seal was made of — restore `));
    const { errors } = ends(await run(project.folder, ["attest", MIGRATION, "task/estate/rehearse", "--by", "approver-1", "--field", "result=fine"]), 2);
    assert.match(errors, /EVI-002 {2}error /);
  });
});
