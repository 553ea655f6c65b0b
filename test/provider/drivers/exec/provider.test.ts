import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { carriedIn } from "../../../../documents/carried";
import { openMigration } from "../../../../documents/open";
import type { Ref } from "../../../../engine/model/entity";
import { kindOf, nameOf } from "../../../../engine/model/entity";
import { typeOf } from "../../../../engine/resources";
import { Properties, Secret, decode, encode } from "../../../../provider/codec";
import { isThere } from "../../../../provider/drivers/compare";
import { inputsOf } from "../../../../provider/entity";
import { Lifecycle } from "../../../../provider/lifecycle";
import { Plugin } from "../../../../provider/plugin";
import { world } from "../../../../provider/world";
import { examples } from "./estate";

const token = "a token that nobody may see";
/** The program, with a word about its secret on its way. */
const wrapper = `process.stderr.write(JSON.stringify({ progress: "I hold " + process.env.DNS_TOKEN }) + "\\n");\nrequire("./json-file.js");\n`;

describe("the sample migration, carried out by a program", () => {
  const folder = mkdtempSync(join(tmpdir(), "drover-by-program-"));
  const estate = join(folder, "estate.json");
  cpSync(join(examples, "..", "..", "migrations", "gulf"), folder, { recursive: true });
  mkdirSync(join(folder, "drivers"));
  cpSync(join(examples, "json-file.js"), join(folder, "drivers", "json-file.js"));
  writeFileSync(join(folder, "drivers", "told.js"), wrapper);
  appendFileSync(join(folder, "migration.yaml"), "\ndrivers: { default: { exec: [./drivers/told.js, estate.json], env: [DNS_TOKEN] } }\n");
  after(() => rmSync(folder, { recursive: true, force: true }));

  const carried = carriedIn(openMigration(folder)) ?? assert.fail("it cannot be carried out");
  const [first] = carried.stages;
  const { lock, states } = carried;
  const [operation] = first?.operations.filter(({ id }) => !first.edges.some(({ then }) => then === id)) ?? [];
  const ref: Ref = operation?.entity ?? assert.fail();
  const lines: string[] = [];
  const { handlers } = new Plugin({ ...world, log: async (_urn, line) => void lines.push(line), version: "1.2.3", lifecycle: new Lifecycle() });

  const settings = (from: string, to: string, secrets: object = { DNS_TOKEN: token }): Properties => ({
    migration: folder, plan: lock.plan, from: from && `r1/${from}`, to: `r1/${to}`, completed: from && `r1/${from}`, lab: "",
    secrets: new Secret(JSON.stringify(secrets)),
  });
  const told = async (news: Properties, olds: Properties = {}): Promise<readonly string[]> => {
    const request = new messages.CheckRequest().setNews(encode(news)).setOlds(encode(olds));
    return (await handlers.checkConfig(request)).getFailuresList().map((failure) => failure.getReason());
  };
  type Things = Record<string, { phase: string }>;
  const things = (): Things => (JSON.parse(readFileSync(estate, "utf8")) as { things: Things }).things;
  const save = (now: object): void => writeFileSync(estate, JSON.stringify({ things: now }));
  beforeEach(() => {
    const there = [...(states[0]?.values() ?? [])].filter(isThere);
    save(Object.fromEntries(there.map(({ ref: of, kind: _kind, ...thing }) => [of, thing])));
  });

  it("is adopted as it is", async () => assert.deepEqual(await told(settings("", "adopt")), []));

  it("is not adopted where the program sees something else", async () => {
    const site = Object.keys(things()).find((name) => name.startsWith("server/")) ?? assert.fail();
    save({ ...things(), [site]: { ...things()[site], phase: "kept" } });
    const [difference, ...more] = await told(settings("", "adopt"));
    assert.deepEqual(more, []);
    assert.match(difference ?? "", new RegExp(`^EST-001 \\S+/old.yaml:\\d+:\\d+ ${site} phase: declared "running", found "kept" — `));
  });

  it("is not touched while a secret is missing", async () => {
    assert.deepEqual(await told(settings("", "adopt", {})), [
      "EST-003 the estate cannot be read: EXE-003 the stack's configuration has no secret DNS_TOKEN — " +
        "run `pulumi config set --secret --path drover:secrets.DNS_TOKEN`; nothing was changed",
    ]);
  });

  it("does the first act of the first stage, and its secret is heard nowhere", async () => {
    assert.deepEqual(await told(settings("adopt", first?.name ?? ""), settings("", "adopt")), []);
    handlers.configure(new messages.ConfigureRequest().setArgs(encode(settings("adopt", first?.name ?? ""))));
    const inputs = (index: number): Properties => ({ ...inputsOf(states[index]?.get(ref) ?? assert.fail()), because: "" });
    const request = new messages.UpdateRequest().setId(ref).setUrn(`urn:pulumi:lab::drover::${typeOf(kindOf(ref))}::${nameOf(ref)}`);
    request.setOlds(encode({})).setOldInputs(encode(inputs(0))).setNews(encode(inputs(1)));
    const outputs = decode((await handlers.update(request)).getProperties());
    assert.equal(outputs["phase"], states[1]?.get(ref)?.phase);
    assert.equal(things()[ref]?.phase, states[1]?.get(ref)?.phase);
    assert.ok(lines.includes("I hold [secret DNS_TOKEN]"), lines.join("\n"));
    assert.equal(JSON.stringify([outputs, lines]).includes(token), false);
  });

  it("does a task, and the task is done when what it recorded is what the task asks for", async () => {
    const of = (name: string): Ref => first?.operations.find(({ entity }) => entity.endsWith(name))?.entity ?? assert.fail(name);
    const task = of("task/hou-ns1/backup-1");
    handlers.configure(new messages.ConfigureRequest().setArgs(encode(settings("adopt", first?.name ?? ""))));
    const update = async (one: Ref): Promise<unknown> => {
      const inputs = (index: number): Properties => ({ ...inputsOf(states[index]?.get(one) ?? assert.fail()), because: "" });
      const request = new messages.UpdateRequest().setId(one).setUrn(`urn:pulumi:lab::drover::${typeOf(kindOf(one))}::${nameOf(one)}`);
      request.setOlds(encode({})).setOldInputs(encode(inputs(0))).setNews(encode(inputs(1)));
      return decode((await handlers.update(request)).getProperties())["phase"];
    };
    for (const earlier of ["task/estate/approve-plan", "task/estate/rehearse"]) assert.equal(await update(of(earlier)), "done");
    const said = await update(task).then(() => assert.fail("it was done"), ({ message }: Error) => message.split("\n"));
    assert.deepEqual(said, [
      "HALF-DONE r1/separate/task/hou-ns1/backup-1 (done): ACT-007 EXE-018 exec:./drivers/told.js says that task/hou-ns1/backup-1 is " +
        'done, and what it recorded is not what the task asks for: type is "type of task/hou-ns1/backup-1"; it must be Full; ' +
        'result is "result of task/hou-ns1/backup-1"; it must be success — let the program answer what was really done with what the task ' +
        "asks for, and run `pulumi up` again, which asks it again; or name runbook for the task under drivers in migration.yaml, and let a " +
        "person attest it (`drover attest`) — mend the cause and run `pulumi up` again: it goes on where it stopped",
      "Back up the CMDB (type Full) to a place off this server (team database)",
      "  1 In SQL Server's management tool, expand Databases and right-click Symantec_CMDB",
      "  2 Choose Tasks, then Back Up; set the backup type to Full and name the backup set",
      "  3 Set the destination to a safe place that is not this computer, and start the backup",
      "Record: set (text), type (must be Full), location (text), result (must be success)",
    ]);
    const file = JSON.parse(readFileSync(estate, "utf8")) as object;
    writeFileSync(estate, JSON.stringify({ ...file, records: { [task]: { type: "Full", result: "success" } } }));
    assert.equal(await update(task), "done");
  });
});
