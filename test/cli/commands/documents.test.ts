import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packs, rulesOf } from "../../../platforms";
import { Project, Ran } from "../project";

/** Commands about documents and plan: what they print, whole where it is short, and how they end. */
describe("check, plan, explain, rules", function () {
  this.timeout(60_000);
  const project = new Project();
  const lock = join(project.folder, "migrations", "gulf", "plan.lock.yaml");
  const estate = join(project.folder, "migrations", "gulf", "new.yaml");
  const kept = { lock: readFileSync(lock, "utf8"), estate: readFileSync(estate, "utf8") };
  const [, first = ""] = project.stages.map((name) => name.replace(/^r\d+\//, ""));
  afterEach(() => {
    writeFileSync(lock, kept.lock);
    writeFileSync(estate, kept.estate);
  });
  after(() => project.remove());

  const ends = (ran: Ran, status: number): Ran => {
    assert.equal(ran.status, status, `${ran.output}${ran.errors}`);
    return ran;
  };

  it("plan --check: a lock that is as it should be is no news", async () => {
    ends(await project.run(["plan", "--quiet"]), 0);
    const { errors } = ends(await project.run(["plan", "--check", "--quiet"]), 0);
    assert.equal(errors, "");
  });

  it("plan --check: another lock than the planner's is stale, and stays", async () => {
    const edited = kept.lock.replace("milestone: prepare", "milestone: start");
    writeFileSync(lock, edited);
    const { errors } = ends(await project.run(["plan", "--check", "--quiet"]), 4);
    assert.equal(
      errors,
      "migrations/gulf/plan.lock.yaml is edited by hand: drover plan migrations/gulf would write another one: every operation stays in its stage, and what is said of some differs\n",
    );
    assert.equal(readFileSync(lock, "utf8"), edited);
  });

  it("plan: a folder where the lock belongs is said, and nothing is written over it", async () => {
    rmSync(lock);
    mkdirSync(lock);
    const { output } = ends(await project.run(["plan", "--quiet"]), 2);
    rmSync(lock, { recursive: true });
    writeFileSync(lock, kept.lock);
    assert.match(output, /^migrations\/gulf\/plan\.lock\.yaml:1:1 {2}DOC-004 {2}error {2}migrations\/gulf\/plan\.lock\.yaml is a folder\n/);
  });

  it("plan: a lock that git could not merge is written anew from the documents", async () => {
    writeFileSync(lock, kept.lock.replace("lock: gulf-7.1", "<<<<<<< HEAD\nlock: gulf-7.1\n=======\n>>>>>>> other"));
    const { errors } = ends(await project.run(["plan", "--check", "--quiet"]), 4);
    assert.equal(errors, "migrations/gulf/plan.lock.yaml is no lock: drover plan migrations/gulf would write another one\n");
    ends(await project.run(["plan", "--quiet"]), 0);
    assert.equal(readFileSync(lock, "utf8"), kept.lock);
  });

  it("plan: a lock that cannot be read stays, where a stack is on its way with another plan than would be written", async () => {
    const stack = join(project.folder, "stacks", "Pulumi.lab.yaml");
    const settings = readFileSync(stack, "utf8");
    writeFileSync(stack, settings.replace(/drover:plan: .*/, "drover:plan: another").replace("r1/adopt", "r1/separate"));
    writeFileSync(lock, "later\n");
    const { errors } = ends(await project.run(["plan", "--quiet"]), 2);
    const [written] = [readFileSync(lock, "utf8"), writeFileSync(stack, settings), writeFileSync(lock, kept.lock)];
    assert.equal(
      errors,
      "\nmigrations/gulf/plan.lock.yaml stays as it is: lab is on its way with it (r1/separate), and another one in its place would leave it without a plan — it cannot be read: take it from git again; to begin anew, remove stacks/Pulumi.lab.yaml first\n",
    );
    assert.equal(written, "later\n");
  });

  it("plan --check: no lock at all", async () => {
    rmSync(lock);
    const { errors } = ends(await project.run(["plan", "--check", "--quiet"]), 4);
    assert.equal(errors, "migrations/gulf/plan.lock.yaml is missing: drover plan migrations/gulf would write another one\n");
    assert.equal(existsSync(lock), false);
  });

  it("plan writes the lock that is committed, byte for byte", async () => {
    rmSync(lock);
    const { output } = ends(await project.run(["plan", "gulf", "--quiet"]), 0);
    assert.match(output, /\nwrote migrations\/gulf\/plan\.lock\.yaml \(\d+ lines\)\n/);
    assert.equal(readFileSync(lock, "utf8"), kept.lock);
  });

  it("plan --json: the same bytes in another process, the lock's content, and nothing else written", async () => {
    ends(await project.run(["plan", "--quiet"]), 0);
    const written = readFileSync(lock, "utf8");
    const [once, twice] = [ends(await project.run(["plan", "--json"]), 0), ends(await project.inProcessOfItsOwn(["plan", "--json"]), 0)];
    assert.equal(once.output, twice.output);
    assert.equal((JSON.parse(once.output) as { plan: string }).plan, /^plan: "?([0-9a-f]+)"?$/m.exec(written)?.[1]);
    assert.equal(readFileSync(lock, "utf8"), written);
  });

  it("plan: documents that cannot be read block, with file, line and remedy", async () => {
    writeFileSync(estate, `${kept.estate}\nestat: gulf\n`);
    const { output } = ends(await project.run(["plan"]), 2);
    assert.match(output, /^migrations\/gulf\/new\.yaml:\d+:1 {2}DOC-\d+ {2}error {2}.*estat/);
    assert.match(output, /\n {2}Remedy: .*estate/);
    assert.match(output, /\nno plan: 1 error, /);
  });

  it("check: the sample is sound, and says what it looked at", async () => {
    const { output } = ends(await project.run(["check"]), 0);
    assert.match(output, /migrations\/gulf: 0 errors, \d+ warnings?.*; .*; \d+ rules asked of the documents\nnext: drover plan migrations\/gulf\n$/);
  });

  it("plan: what comes next is said of the stack that carries this migration out, or of one that is still to be made", async () => {
    ends(await project.run(["plan", "--quiet"]), 0);
    const carried = ends(await project.run(["plan", "--quiet"]), 0);
    assert.match(carried.output, new RegExp(`\nnext: drover status lab, which says what comes next\n {6}drover explain ${first}, which says why each operation is where it is\n$`));
    const other = join(project.folder, "migrations", "other");
    cpSync(join(project.folder, "migrations", "gulf"), other, { recursive: true });
    const { output } = ends(await project.run(["plan", "other", "--quiet"]), 0);
    const promoted = await project.run(["promote", "lab", "-m", "other"]);
    rmSync(other, { recursive: true });
    assert.match(output, new RegExp(`\nnext: drover promote <stack> -m migrations/other \\(.*\\), and\\s+drover apply <stack>\n {6}drover explain ${first} -m migrations/other, which says why each operation is where it is\n$`));
    assert.equal(promoted.status, 64);
    assert.match(promoted.errors, /^stacks\/Pulumi\.lab\.yaml carries out \S*migrations\/gulf, and no plan of migrations\/other begins where lab is: give it a stack of its own, drover promote <stack> -m migrations\/other; or, /);
  });

  it("plan: a lock that a stack is on its way with stays, whatever the documents say now", async () => {
    ends(await project.run(["plan", "--quiet"]), 0);
    const [lockNow, settings] = [readFileSync(lock, "utf8"), readFileSync(project.settings, "utf8")];
    writeFileSync(project.settings, settings.replace(/drover:plan: .*/, `drover:plan: ${project.plan}`).replace("r1/adopt", `r1/${first}`));
    writeFileSync(estate, kept.estate.replace("10.14.16.0/24", "10.14.17.0/24"));
    const planned = await project.run(["plan", "--quiet"]);
    const checked = await project.run(["plan", "--quiet", "--check"]);
    const same = readFileSync(lock, "utf8") === lockNow;
    writeFileSync(project.settings, settings);
    const { output } = ends(await project.run(["plan", "--quiet"]), 0);
    assert.deepEqual([planned.status, planned.errors, same], [
      2,
      `\nmigrations/gulf/plan.lock.yaml stays as it is: lab is on its way with it (r1/${first}), and another one in its place would leave it without a plan — plan the rest from where it is: drover replan migrations/gulf; to begin anew, remove stacks/Pulumi.lab.yaml first\n`,
      true,
    ]);
    assert.deepEqual([checked.status, checked.errors], [
      4,
      "migrations/gulf/plan.lock.yaml is stale: drover replan migrations/gulf would write another one: every operation stays in its stage, and what is said of some differs\n",
    ]);
    assert.match(output, new RegExp(`\nnext: git add and commit it; then drover promote lab && drover apply lab\n {6}drover explain ${first}, which says why each operation is where it is\n$`));
  });

  it("plan: documents that are sound and a limit that is too small are no safe plan (3), not documents that block (2)", async () => {
    const migration = join(project.folder, "migrations", "gulf", "migration.yaml");
    const text = readFileSync(migration, "utf8");
    writeFileSync(migration, text.replace("size: 5000", "size: 5000, atOnce: 100"));
    const { output } = ends(await project.run(["plan"]), 3);
    writeFileSync(migration, text);
    assert.match(output, /ALT-076 {2}error {2}wave\/beaumont:move alone is 350 for server\/bea-smp1@7\.1; at most 100 are allowed\n/);
    assert.match(output, /\nno plan: 1 error, /);
  });

  it("check: from a folder below the project, and from the migration's own", async () => {
    const below = await project.run(["check"], {}, "stacks");
    const named = await project.run(["check", "migrations/gulf"], {}, "stacks");
    const own = await project.run(["plan", "--quiet"], {}, join("migrations", "gulf"));
    assert.match(below.output, /\n\.\.\/migrations\/gulf: 0 errors, .*\nnext: drover plan \.\.\/migrations\/gulf\n$/);
    assert.equal(named.output, below.output);
    assert.match(own.output, /\nplan\.lock\.yaml is as it was\nnext: drover status lab, which says what comes next\n/);
  });

  it("check --json: the same bytes twice", async () => {
    const [once, twice] = [ends(await project.run(["check", "--json"]), 0), ends(await project.run(["check", "--json"]), 0)];
    assert.equal(once.output, twice.output);
    assert.equal((JSON.parse(once.output) as { migration: string }).migration, "migrations/gulf");
  });

  it("check: a folder that is no migration, with those there are", async () => {
    assert.deepEqual(await project.run(["check", "golf"]), { status: 64, output: "", errors: "golf does not exist; did you mean gulf?\n" });
    assert.deepEqual(await project.run(["check", "migrations"]), { status: 64, output: "", errors: "migrations holds no migration.yaml and no estate.yaml; there is migrations/gulf\n" });
    assert.deepEqual(await project.run(["check", "elsewhere"]), { status: 64, output: "", errors: "elsewhere does not exist; there is migrations/gulf\n" });
  });

  it("explain: a stage by name and by its revision's name is the same", async () => {
    const [short, whole] = [ends(await project.run(["explain", first]), 0), ends(await project.run(["explain", `r1/${first}`]), 0)];
    assert.equal(short.output, whole.output);
    assert.match(short.output, new RegExp(`^r1/${first} {3}stage 1 of \\d+ {3}milestone: `));
  });

  it("explain: what was meant", async () => {
    const { errors } = ends(await project.run(["explain", `${first}x`]), 64);
    assert.match(errors, new RegExp(`^nothing here is called "${first}x"; did you mean ${first}\\? {3}stages: ${first}, `));
  });

  const ids: Readonly<Record<string, string>> = {
    "ALT-999": "no rule of gulf 7.0 → 7.1 is called ALT-999; did you mean ALT-099? — drover rules lists them all\n",
    "cm-153": "no rule of gulf 7.0 → 7.1 is called CM-153 — drover rules CM-153 says what it is\n",
    "INT-004": "no rule of gulf 7.0 → 7.1 is called INT-004 — drover rules INT-004 says what it is\n",
  };
  for (const [id, errors] of Object.entries(ids))
    it(`explain: where rules are to be found, for ${id}`, async () =>
      assert.deepEqual(await project.run(["explain", id]), { status: 64, output: "", errors }));

  it("explain: adopt is a stage too, by its name and by its number", async () => {
    const said = `r1/adopt   stage 0 of ${project.stages.length - 1}\nreads the whole estate and compares it with the documents; changes nothing\n`;
    for (const what of ["adopt", "r1/adopt", "0"]) assert.deepEqual(await project.run(["explain", what]), { status: 0, output: said, errors: "" });
  });

  it("explain: a stage of another revision is not this one's", async () => {
    const { errors } = ends(await project.run(["explain", `r2/${first}`]), 64);
    assert.match(errors, new RegExp(`^nothing here is called "r2/${first}"`));
  });

  it("rules --json: every rule, the same bytes twice", async () => {
    const [once, twice] = [ends(await project.run(["rules", "--json"]), 0), ends(await project.run(["rules", "--json"]), 0)];
    assert.equal(once.output, twice.output);
  });

  it("rules --json: the rules of the platforms, and nothing else", async () => {
    const { output } = ends(await project.run(["rules", "--json"]), 0);
    const records = JSON.parse(output) as readonly Readonly<{ id: string; platform: string }>[];
    const all = Object.keys(packs).flatMap((platform) => rulesOf(platform).map(({ id }) => ({ id, platform })));
    const named = ({ id, platform }: Readonly<{ id: string; platform: string }>): string => `${platform} ${id}`;
    assert.deepEqual(records.map(named).sort(), all.map(named).sort());
  });

  it("rules: what Drover itself says, under its id", async () => {
    assert.deepEqual(await project.run(["rules", "int-004"]), {
      status: 0,
      output:
        "INT-004  a stage is skipped\n  when     carrying a stage out\n" +
        "  remedy   carry out the stages one after another: `drover promote <stack>` writes the next one\n",
      errors: "",
    });
    const { output } = ends(await project.run(["rules", "DOC-012", "--json"]), 0);
    assert.deepEqual(JSON.parse(output), [
      { id: "DOC-012", title: "a tab indents a line", remedy: "indent by spaces", when: "reading documents" },
    ]);
  });

  it("rules: an id that nothing has", async () => {
    const { errors } = ends(await project.run(["rules", "INT-00"]), 64);
    assert.equal(errors, "no rule INT-00; did you mean INT-001? drover rules lists them all\n");
  });

  it("help: a command says what its arguments mean", async () => {
    const { output } = ends(await project.run(["status", "--help"]), 0);
    assert.equal(
      output,
      `Usage: drover status [options] [stack]

where each stack stands: completed, under way, waiting, what comes next; changes nothing

Arguments:
  stack          its name, as in stacks/Pulumi.<stack>.yaml; otherwise all of them

Options:
  --json         as JSON
  -h, --help     display help for command

Global Options:
  -V, --version  output the version number

Exits 0 also where a stack has errors: they are a part of the answer, and drover apply ends with 2.
`,
    );
  });

  it("help: the codes that every command may end with", async () => {
    const { output } = ends(await project.run(["--help"]), 0);
    assert.ok(output.endsWith(`
Exit codes: 0 done · 1 a bug, or an act or input/output that failed · 2 findings block · 3 no safe plan · 4
  the lock would change (--check) · 64 wrong usage · 75 waiting · 130 interrupted
`), output);
  });

  it("no line of help, of a plan and of what explains it is wider than the terminal", async () => {
    for (const COLUMNS of ["80", "120"])
      for (const line of ["--help", "plan", "explain separate", "explain hou-ps1", "explain ALT-231"]) {
        const { output } = ends(await project.run(line.split(" "), { COLUMNS }), 0);
        // what is found in documents is shown as it is, below the plan
        const [shown = ""] = output.split(/\n\n(?=migrations\/)/);
        assert.deepEqual(shown.split("\n").filter((one) => one.length > Number(COLUMNS)), [], line);
        if (line === "plan") assert.ok(shown.split("\n").some((one) => one.length > Number(COLUMNS) - 12));
      }
  });

  it("help: an option that a command has itself is said once", async () => {
    const { output } = ends(await project.run(["lab", "clock", "--help"]), 0);
    assert.deepEqual(output.match(/^ +-\S+.*$/gm)?.map((line) => line.trim().split(/ {2,}/)[0]), [
      "-s, --stack <name>", "--json", "-h, --help", "-V, --version",
    ]);
  });

  it("an option that is none, with the help that has those there are", async () => {
    const lines: Readonly<Record<string, string>> = { "plan --frob": "drover plan", "lab clock --frob": "drover lab clock" };
    for (const [line, command] of Object.entries(lines))
      assert.deepEqual(await project.run(line.split(" ")), {
        status: 64, output: "", errors: `error: unknown option '--frob'\n(${command} --help lists its options)\n`,
      });
  });

  it("a word that is no command", async () => {
    const { errors } = ends(await project.run(["plam"]), 64);
    assert.match(errors, /^error: unknown command 'plam'\n\(Did you mean plan\?\)\n/);
  });
});
