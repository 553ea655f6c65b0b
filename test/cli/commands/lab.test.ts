import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openMigration } from "../../../documents/open";
import { openLab } from "../../../lab";
import { LabDriver } from "../../../provider/drivers/lab";
import { Ran, runHere } from "../here";
import { Project } from "../project";

/** Looking into the simulated estate and meddling with it, in this process: none of it needs Pulumi. */
describe("lab", function () {
  this.timeout(60_000);
  const project = new Project();
  const folder = join(project.folder, "lab");
  const server = "server/bea-ns1@7.0";

  const run = (...args: readonly string[]): Promise<Ran> => runHere(["lab", ...args], { cwd: project.folder });
  const done = async (...args: readonly string[]): Promise<string> => {
    const { status, output, errors } = await run(...args);
    assert.equal(status, 0, `${output}${errors}`);
    return output;
  };

  after(() => project.remove());

  it("an estate that is not there yet says how it comes into being", async () =>
    assert.deepEqual(await run(), {
      status: 2, output: "",
      errors: `lab has no simulated estate yet (${folder}) — drover apply lab adopts what the documents say, and it comes into being\n`,
    }));

  it("its things by kind and phase, its time, and nothing wrong with it", async () => {
    const state = openMigration(join(project.folder, "migrations", "gulf")).states[0] ?? assert.fail();
    await new LabDriver(folder, state).adopt(state);
    const output = await done();
    assert.match(output, /^the simulated estate of lab {3}\S+ {3}day 0, 00:00 {3}1 record\n\nkind +things {2}phases\n/);
    assert.match(output, /\nserver +3 {2}running 3\n/);
    assert.match(output, /\nunder way {2}none\nfaults {5}none\ndamages {4}none\nbroken {5}none\n$/);
    assert.equal(await done("lab"), output);
  });

  it("the same as JSON", async () => {
    const { stack, minutes, records, kinds } = JSON.parse(await done("--json")) as Readonly<Record<string, unknown>>;
    assert.deepEqual({ stack, minutes, records, servers: (kinds as Readonly<Record<string, unknown>>)["server"] }, { stack: "lab", minutes: 0, records: 1, servers: { running: 3 } });
  });

  it("one thing, by its whole name or a short one", async () => {
    const output = await done(server);
    assert.match(output, new RegExp(`^${server}\n`));
    assert.match(output, /\n {2}phase +running\n/);
    assert.equal(await done("server/bea-ns1"), output);
    assert.equal((JSON.parse(await done(server, "--json")) as { phase: string }).phase, "running");
  });

  const refused: Record<string, { args: readonly string[]; says: string | RegExp; status?: number }> = {
    "a name that nothing has": { args: ["server/bea-ns2@7.0"], says: "the estate has no server/bea-ns2@7.0 — did you mean server/bea-ns1@7.0?\n" },
    "a name of several things": { args: ["beaumont"], says: /^beaumont can be \S+, .*: write the whole name\n$/ },
    "a stack that is none": { args: ["--stack", "lap"], says: "stacks/Pulumi.lap.yaml does not exist — did you mean lab?\n" },
    "a name that would steer the terminal": { args: ["\u001b[2J"], says: /^the estate has no \ufffd\[2J — there are: boundaries\/beaumont@7\.0, .* and 26 more\n$/ },
    "no number of records": { args: ["journal", "--tail", "all"], says: "--tail all is no number of records\n" },
    "a change that is none": { args: ["meddle", server, "os"], says: '"os" changes nothing: write property=value, or property= to take it away\n' },
    "no change at all": { args: ["meddle", server], says: "what is to change? drover lab meddle <entity> property=value …, or --gone\n" },
    "text where a number is": { args: ["meddle", "wave/beaumont", "agents=many"], says: /^wave\/beaumont agents: "many" is no number, and \d+ is\n$/ },
    "a time that is none": { args: ["clock", "+3x"], says: '"+3x" is no time: +45min, +3h, +3d, +2w\n' },
    "a fault that is none": { args: ["faults", "add", server, "explode"], says: '"explode" is no fault; one of fail, half, hang, delay, unsigned, off, busy\n' },
    "a fault of nobody": { args: ["faults", "add", "serber/*", "fail"], says: /^the estate has no serber\/\* — there are: .* and 26 more\n$/ },
    "an option of another fault": { args: ["faults", "add", server, "busy", "--ms", "5"], says: "--ms says nothing about busy; it takes --verb, --jobs\n" },
    "a reset that nobody has confirmed": { args: ["reset"], says: /^this takes away the estate of lab in \S+ with all its records: drover lab reset --stack lab --yes\n$/ },
  };
  for (const [name, { args, says, status = 64 }] of Object.entries(refused))
    it(`refuses ${name}`, async () => {
      const ran = await run(...args);
      if (typeof says === "string") assert.equal(ran.errors, says);
      else assert.match(ran.errors, says);
      assert.deepEqual([ran.status, ran.output], [status, ""]);
      assert.equal(openLab(folder, { write: false }).journal().length, 1);
    });

  it("a change by hand keeps the sort of each value", async () => {
    assert.equal(
      await done("meddle", server, "os=windows-8", "products=a, b", "host="),
      `${server} was changed by hand: drover pulumi refresh --preview-only --stack lab finds it\n`,
    );
    const thing = openLab(folder, { write: false }).look(server);
    assert.deepEqual([thing?.["os"], thing?.["products"], thing?.["host"]], ["windows-8", ["a", "b"], undefined]);
    await done("meddle", "stragglers/bea-ns1", "--gone");
    assert.equal(openLab(folder, { write: false }).look("stragglers/bea-ns1"), undefined);
  });

  it("faults come, are shown, and go", async () => {
    assert.equal(await done("faults", "add", server, "busy", "--jobs", "2"), `${server}: 2 replication jobs do not end\n`);
    await done("faults", "add", "wave/*", "off", "--share", "3 %");
    assert.equal(await done("faults"), `${server}: 2 replication jobs do not end\nwave/*: 3 % of the agents are off\n`);
    assert.deepEqual(JSON.parse(await done("faults", "--json")), [{ ref: server, does: "busy", jobs: 2 }, { ref: "wave/*", does: "off", share: 0.03 }]);
    assert.equal(await done("faults", "clear"), "no faults\n");
  });

  it("the clock goes forward", async () => {
    assert.equal(await done("clock", "+3d"), "the clock of lab went on by 4,320 minutes\n");
    assert.equal(await done("clock"), "day 3, 00:00\n");
  });

  it("the journal's end", async () => {
    const lines = (await done("journal", "--tail", "2")).trimEnd().split("\n");
    assert.deepEqual(lines.map((line) => line.replace(/ +/g, " ").trim()), ["6 day 0, 00:00 faults", "7 day 3, 00:00 time"]);
    assert.equal((JSON.parse(await done("journal", "--json")) as readonly unknown[]).length, 7);
  });

  it("an estate that another process changes is left alone, by that process's number", async () => {
    const other = openLab(folder, { write: true });
    try {
      for (const args of [["clock", "+1d"], ["reset", "--yes"]]) {
        const { status, errors } = await run(...args);
        assert.equal(status, 1);
        assert.match(errors, new RegExp(`^\\S+ is being written by process ${process.pid} on \\S+ since \\S+ Wait until it ends, `));
      }
    } finally {
      other.close();
    }
  });

  it("a reset takes the lab's own files and nothing else", async () => {
    writeFileSync(join(folder, "mine.txt"), "x");
    mkdirSync(join(folder, "kept"));
    assert.match(await done("reset", "--yes"), /^the estate of lab is gone; what the stack holds stays: drover pulumi destroy --stack lab forgets it, then drover apply lab begins anew\n$/);
    assert.deepEqual([existsSync(join(folder, "mine.txt")), existsSync(join(folder, "kept")), existsSync(join(folder, "journal.ndjson"))], [true, true, false]);
    assert.equal((await run()).status, 2);
  });
});
