// needs: sshd
import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { routesOf } from "../../../documents/drivers";
import { attest } from "../../../documents/evidence/attest";
import { Field, fieldsOf } from "../../../documents/evidence/fields";
import { writeClaim } from "../../../documents/evidence/files";
import { Ledger } from "../../../documents/evidence/ledger";
import { operationsOn } from "../../../documents/evidence/model";
import { openMigration } from "../../../documents/open";
import { Entity, Ref, byText, kindOf } from "../../../engine/model/entity";
import { openLab, physicsOf } from "../../../lab";
import { verifierIn } from "../../../provider/drivers/signatures";
import { Carried, carriedIn } from "../../../provider/session";
import { examples } from "../drivers/exec/estate";
import { SshServer } from "../drivers/exec/sshd";
import { Project } from "./project";

/** Each command starts several processes, and each question to the program a session over SSH. */
const MINUTES = 60_000;
const PEOPLE = "approver-1";

describe("a migration of whose tasks people do one half, and a program on another host the other", function () {
  this.timeout(10 * MINUTES);
  const project = new Project({ sample: "contoso" });
  const sshd = new SshServer();
  const there = join(project.folder, "there.json");
  let carried: Carried;
  let tasks: Readonly<Record<"people" | "program", readonly Ref[]>>;

  const opened = (): Carried => carriedIn(openMigration(project.migration)) ?? assert.fail("it cannot be carried out");

  before(async () => {
    await sshd.start();
    sshd.introduce(project.migration);
    mkdirSync(join(project.migration, "drivers"));
    copyFileSync(join(examples, "json-file.js"), join(project.migration, "drivers", "json-file.js"));
    const all = opened().problem.tasks.filter(({ entity }) => entity !== undefined && kindOf(entity) === "task");
    // what a site is after it, the simulated estate must know: that one is people's, who do it there
    const first = (name: string): number => (name.endsWith(".service-pack") ? 0 : 1);
    const names = [...new Set(all.map(({ procedure, name }) => `${procedure}.${name}`))].sort(
      (a, b) => first(a) - first(b) || byText(a, b),
    );
    const program = {
      exec: [process.execPath, join(project.migration, "drivers", "json-file.js"), there],
      over: sshd.over,
      knownHosts: "known_hosts",
      key: "key",
    };
    const drivers = Object.fromEntries(names.map((name, i) => [name, i % 2 === 0 ? "runbook" : program]));
    appendFileSync(join(project.migration, "migration.yaml"), `\ndrivers: ${JSON.stringify(drivers)}\n`);
    const of = (people: boolean): readonly Ref[] =>
      all
        .filter(({ procedure, name }) => (drivers[`${procedure}.${name}`] === "runbook") === people)
        .map(({ entity }) => entity as Ref)
        .sort(byText);
    tasks = { people: of(true), program: of(false) };
    carried = opened();
    const records = carried.stages.flatMap(({ operations }, i) =>
      operations
        .filter(({ entity }) => tasks.program.includes(entity))
        .map((operation) => {
          const after = carried.states[i + 1]?.get(operation.entity) as Entity;
          const fields = fieldsOf(carried.problem, operation, after);
          return [operation.entity, Object.fromEntries(fields.map((field) => [field.name, answer(field)]))] as const;
        }),
    );
    writeFileSync(there, JSON.stringify({ records: Object.fromEntries(records) }));
    await project.newStack();
  });
  after(async () => {
    project.remove();
    await sshd.stop();
  });

  /** What a person would write down, having done it as declared. */
  const answer = ({ wanted }: Field): string =>
    wanted.form === "equals" || wanted.form === "holds"
      ? wanted.values.join(", ")
      : wanted.form === "count"
        ? "3"
        : wanted.form === "answer"
          ? "yes"
          : "as asked";

  /** A person goes there and does it: the simulated estate is what there is. */
  async function doByHand(ref: Ref): Promise<void> {
    const lab = openLab(project.labFolder, { write: true, physics: physicsOf("configmgr") });
    try {
      const [, subject = "", task = ""] = ref.split("/");
      await lab.act({ id: `by hand/${ref}`, ref, verb: "do", args: { task, site: `site/${subject}` } });
    } finally {
      lab.close();
    }
  }

  /** Attests all that people do in a stage, in the order in which it can be attested. */
  async function attestStage(name: string): Promise<void> {
    const stage = carried.stages.find((one) => one.name === name) ?? assert.fail(name);
    const { documents } = carried.opened;
    const planned = { ...carried, folder: project.migration };
    const office = {
      planned,
      routes: routesOf(documents?.migration.drivers ?? {}, carried.problem),
      ledger: new Ledger(planned, verifierIn(project.migration)),
      teams: {},
      now: Date.now(),
    };
    let open = stage.operations.filter(({ entity }) => tasks.people.includes(entity));
    for (const { entity } of open) await doByHand(entity);
    while (open.length > 0) {
      const refused = open.filter((operation) => {
        const entity = carried.states[carried.stages.indexOf(stage) + 1]?.get(operation.entity) as Entity;
        const fields = Object.fromEntries(
          fieldsOf(carried.problem, operation, entity).map((field) => [field.name, answer(field)]),
        );
        const made = attest(office, {
          entity: operation.entity,
          stage: name,
          by: PEOPLE,
          at: new Date().toISOString(),
          back: false,
          fields,
        });
        if ("evidence" in made) writeClaim(project.migration, made.file, "evidence", made.evidence);
        return !("evidence" in made);
      });
      assert.ok(refused.length < open.length, `nobody can attest ${refused.map(({ entity }) => entity).join(", ")}`);
      open = refused;
    }
  }

  it("has tasks for both", () => assert.ok(tasks.people.length >= 5 && tasks.program.length >= 5, JSON.stringify(tasks)));

  it("waits for the people, and for nobody else", async () => {
    await project.go("", "adopt");
    const [first = ""] = project.stages;
    project.tell("adopt", first);
    const { status, output } = await project.run("up", "--yes", "--skip-preview", "--continue-on-error");
    assert.notEqual(status, 0);
    const waiting = new Set([...output.matchAll(/WAITING \S+?\/(task\/\S+):/g)].map(([, ref]) => ref as Ref));
    assert.ok(waiting.size > 0, output);
    assert.deepEqual(
      [...waiting].filter((ref) => !tasks.people.includes(ref)),
      [],
    );
  });

  it("goes to its end", async () => {
    let from = "adopt";
    for (const stage of project.stages) {
      await attestStage(stage);
      await project.go(from, stage);
      assert.equal(project.completed(), `r1/${stage}`);
      from = stage;
    }
  });

  it("every task of theirs has one file of evidence, which holds", () => {
    const planned = { ...carried, folder: project.migration };
    const ledger = new Ledger(planned, verifierIn(project.migration));
    const attested = tasks.people
      .flatMap((ref) => operationsOn(planned, ref))
      .map((place) => ({ place, thread: ledger.thread(place) }));
    assert.equal(attested.length, tasks.people.length);
    for (const { place, thread } of attested) {
      assert.deepEqual(thread.complaints, []);
      assert.equal(thread.last?.evidence.by, PEOPLE, place.operation.entity);
    }
    const files = readdirSync(join(project.migration, "evidence"), { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".yaml"),
    );
    assert.deepEqual(files.sort(), attested.map(({ thread }) => relative("evidence", thread.last?.file ?? "")).sort());
  });

  it("the program did the others, each once, and they are in its file alone", () => {
    const { acts } = JSON.parse(readFileSync(there, "utf8")) as { acts: Readonly<Record<Ref, { done: boolean; id: string }>> };
    assert.deepEqual(Object.keys(acts).sort(), tasks.program);
    assert.ok(Object.values(acts).every(({ done }) => done));
    assert.ok(!existsSync(`${there}.lock`));
    const lab = openLab(project.labFolder, { write: false, physics: physicsOf("configmgr") });
    const inLab = lab
      .journal()
      .filter(({ what, ref, id }) => what === "begin" && ref?.startsWith("task/") && !id?.startsWith("by hand/"));
    assert.deepEqual(inLab, []);
    assert.deepEqual([lab.damages(), lab.violations()], [[], []]);
  });
});
