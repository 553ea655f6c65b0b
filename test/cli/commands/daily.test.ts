import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holdsMigration, loadMigration } from "../../../documents/load";
import { runHere } from "../here";

const head = 'estate: small\nplatform: configmgr\nversion: "2007-sp1"\n';
const cen = "  CEN: { role: central, server: cen1, boundaries: { assignment: [10.1.0.0/16] } }\n";
const primary = (code: string, addresses: string, more = ""): string =>
  `  ${code}: { role: primary, parent: CEN, server: ${code.toLowerCase()}1${more}, boundaries: { assignment: [${addresses}] } }\n`;

describe("an estate of one document on the command line", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "drover-daily-"));
  after(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string): void => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const run = async (...args: readonly string[]): Promise<string> => {
    const { status, output, errors } = await runHere(args, { cwd: folder });
    return `${status}\n${output}${errors}`;
  };
  const git = (...args: readonly string[]): void => {
    const identity = [
      "-c",
      "user.name=author-1",
      "-c",
      "user.email=author-1@example.org",
      "-c",
      "init.defaultBranch=main",
      "-c",
      "commit.gpgsign=false",
    ];
    execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "ignore" });
  };

  it("what is applied is taken from git, once, where nobody has written it down", async () => {
    write(
      "estate/estate.yaml",
      `${head}sites:\n${cen}${primary("HOU", "10.2.0.0/24, 10.2.1.0/24")}${primary("BEA", "10.3.0.0/24")}`,
    );
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "the estate");
    const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: folder, encoding: "utf8" }).slice(0, 12);
    write(
      "estate/estate.yaml",
      `${head}options: { replicationWait: 10 min }\nsites:\n${cen}${primary("HOU", "10.2.0.0/24")}${primary("BEA", "10.3.0.0/24, 10.2.1.0/24")}`,
    );
    const said = await run("plan", "estate");
    assert.match(said, new RegExp(`^0\nwrote estate/applied.yaml: estate.yaml as of commit ${commit}\n\nsmall 2007-sp1 `));
    assert.match(said, /\nmoved {7}10\.2\.1\.0\/24 from HOU to BEA\n\n1 stage, 50 min\n/);
    assert.match(said, /\nwrote estate\/plan\.lock\.yaml \(20 lines\)\n/);
    assert.match(await run("plan", "estate", "--check"), /^0\n/);
  });

  it("where it says what is applied, there is nothing to do, and no lock for it", async () => {
    write("same/estate.yaml", `${head}sites:\n${cen}`);
    write("same/applied.yaml", `# the ledger\n${head}options: { pace: fast }\nsites:\n${cen}`);
    assert.equal(await run("plan", "same"), "0\nnothing to do: same/estate.yaml says what is applied\n");
    assert.ok(!existsSync(join(folder, "same", "plan.lock.yaml")));
  });

  it("what is wrong already is named, mended first, and no worse on the way", async () => {
    const both = "10.3.0.0/24, 10.2.1.0/24";
    write(
      "wrong/applied.yaml",
      `${head}sites:\n${cen}${primary("AAA", "10.9.0.0/24, 10.9.1.0/24")}${primary("HOU", "10.2.0.0/24, 10.2.1.0/24", ", clients: 80")}${primary("BEA", both)}`,
    );
    write(
      "wrong/estate.yaml",
      `${head}sites:\n${cen}${primary("AAA", "10.9.0.0/24")}${primary("AA2", "10.9.1.0/24")}${primary("HOU", "10.2.0.0/24", ", clients: 80")}${primary("BEA", both)}`,
    );
    const said = await run("plan", "wrong");
    assert.match(said, /^0\n/);
    assert.match(
      said,
      /wrong\/estate\.yaml:9:\d+ {2}BND-001 {2}warning {2}inherited: boundaries\/BEA\.assignment \(10\.2\.1\.0\/24\) and boundaries\/HOU\.assignment \(10\.2\.1\.0\/24\) both hold 10\.2\.1\.0\/24 in small for assignment\n/,
    );
    const stages = [...readFileSync(join(folder, "wrong", "plan.lock.yaml"), "utf8").matchAll(/^ {2}(\S+):$/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(stages, ["hou-boundaries", "aa2-new", "aa2-join", "aa2-aaa-boundaries"]);
    write(
      "wrong/estate.yaml",
      `${head}sites:\n${cen}${primary("AAA", "10.9.0.0/24, 10.9.1.0/24")}${primary("HOU", "10.2.0.0/24, 10.2.1.0/24", ", clients: 80")}${primary("BEA", `${both}, 10.2.0.0/24`)}`,
    );
    assert.match(
      await run("plan", "wrong", "--check"),
      /^2\nwrong\/estate\.yaml:7:\d+ {2}CM-158 {2}error {2}boundaries\/BEA\.fast and boundaries\/HOU\.fast both have 10\.2\.0\.0\/24: clients there cannot know their site\n/,
    );
  });
});

describe("the folder of an estate of one document", () => {
  const home = mkdtempSync(join(tmpdir(), "drover-daytwo-"));
  after(() => rmSync(home, { recursive: true }));

  function said(files: Readonly<Record<string, string>>): readonly string[] {
    const folder = mkdtempSync(join(home, "m-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    assert.ok(holdsMigration(folder));
    return loadMigration(folder).findings.map(({ rule, say, at, fix }) =>
      `${at ? `${at.file}:${at.line}:${at.column} ` : ""}${rule} ${say} → ${fix}`.replaceAll(folder, "m"),
    );
  }
  const estate = `${head}sites:\n${cen}`;

  const cases: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, says: readonly string[]]>> = {
    whole: [{ "estate.yaml": estate, "applied.yaml": estate }, []],
    "without what is applied": [
      { "estate.yaml": estate },
      [
        "DOC-060 m/applied.yaml does not exist: what m/estate.yaml changes cannot be said → drover plan m takes it from git, if estate.yaml is committed; for an estate that is as estate.yaml says, copy it to applied.yaml",
      ],
    ],
    "with another estate's ledger": [
      { "estate.yaml": estate, "applied.yaml": estate.replace("small", "large") },
      ["m/estate.yaml:1:9 DOC-052 estate is small here, and large in the old estate → make them agree"],
    ],
    "with an option that nobody knows": [
      { "estate.yaml": `${head}options: { pase: fast }\nsites:\n${cen}`, "applied.yaml": estate },
      ["m/estate.yaml:4:12 DOC-020 options has an unknown property pase → did you mean pace?"],
    ],
    "with an option out of range": [
      { "estate.yaml": `${head}options: { replicationWait: 10 }\nsites:\n${cen}`, "applied.yaml": estate },
      ["m/estate.yaml:4:29 DOC-024 options.replicationWait is the number 10 without a unit → write 10 min or 10 h"],
    ],
    "with the options of a migration's estate": [
      {
        "old.yaml": `${head}options: { pace: fast }\nsites:\n${cen}`,
        "new.yaml": `${head.replace("sp1", "sp2")}like: old.yaml\n`,
        "migration.yaml": "migration: small\nold: old.yaml\nnew: new.yaml\n",
      },
      ["m/old.yaml:4:10 DOC-061 options belong to an estate.yaml without migration → write them into the migration document"],
    ],
  };
  for (const [name, [files, says]] of Object.entries(cases)) it(name, () => assert.deepEqual(said(files), says));
});
