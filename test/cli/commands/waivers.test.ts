import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Project, Ran } from "../project";

/** What a migration asks for, through the command line: what plan, check and explain print of it, and how they end. */
describe("waivers, wishes and holds", function () {
  this.timeout(60_000);
  const project = new Project();
  const folder = join(project.folder, "migrations", "gulf");
  const migration = join(folder, "migration.yaml");
  const kept = { migration: readFileSync(migration, "utf8"), lock: readFileSync(join(folder, "plan.lock.yaml"), "utf8") };
  const begins = kept.migration.split("\n").length;
  afterEach(() => {
    writeFileSync(migration, kept.migration);
    writeFileSync(join(folder, "plan.lock.yaml"), kept.lock);
  });
  after(() => project.remove());

  const asking = (...lines: readonly string[]): void => appendFileSync(migration, `${lines.join("\n")}\n`);
  const ends = (ran: Ran, status: number): Ran => {
    assert.equal(ran.status, status, `${ran.output}${ran.errors}`);
    return ran;
  };
  /** The blocks of an output that speak of a code. */
  const blocks = ({ output }: Ran, code: string): readonly string[] =>
    output.split("\n\n").filter((block) => block.includes(` ${code}  `));

  it("a waiver is in the head of the plan, in the lock, and in why", async () => {
    asking("waivers:", "  - { rule: ALT-196, reason: nothing replicates, by: approver-1, until: 2099-01-31 }");
    const { output } = ends(await project.run(["plan"]), 0);
    assert.match(output, /\nWaived {4}ALT-196, waived by approver-1 until 2099-01-31: nothing replicates\n/);
    const lock = readFileSync(join(folder, "plan.lock.yaml"), "utf8");
    assert.match(lock, /\nwaivers: \["ALT-196, waived by approver-1 until 2099-01-31: nothing replicates"\]\n/);
    const why = ends(await project.run(["explain", "gate/hou-ns1/idle"]), 0);
    assert.match(why.output, /\n {6}not asked: ALT-196, waived by approver-1 until 2099-01-31: nothing replicates\n/);
  });

  it("a waiver that is over stops the plan", async () => {
    asking("waivers:", "  - { rule: ALT-196, reason: nothing replicates, by: approver-1, until: 2026-01-31 }");
    const { output } = ends(await project.run(["plan"]), 2);
    const day = new Date().toISOString().slice(0, 10);
    assert.ok(
      output.startsWith(
        `migrations/gulf/migration.yaml:${begins + 1}:5  WAV-004  error  ` +
          `the waiver of ALT-196 ended on 2026-01-31, and today is ${day}\n`,
      ),
      output,
    );
    ends(await project.run(["check"]), 2);
  });

  it("what keeps every state safe cannot be waived", async () => {
    asking("waivers:", "  - { rule: ALT-231, reason: no money, by: approver-1, until: 2099-01-31 }");
    const ran = ends(await project.run(["plan"]), 2);
    assert.deepEqual(
      blocks(ran, "WAV-002").map((block) => block.split("\n")),
      [
        [
          `migrations/gulf/migration.yaml:${begins + 1}:5  WAV-002  error  ALT-231 cannot be waived: ` +
            "neither side is ever without a site server in every state, and a state without that is not safe",
          `   ${begins + 1} │   - { rule: ALT-231, reason: no money, by: approver-1, until: 2099-01-31 }`,
          "      │     ^",
          "  Remedy: take this waiver out and change what the rule reads: drover rules ALT-231",
        ],
      ],
    );
  });

  it("a wish against the pilot: both, where the wish stands, and what is enough", async () => {
    asking("wishes:", "  - { first: wave/houston, then: wave/beaumont, why: they have time }");
    const ran = ends(await project.run(["plan"]), 3);
    const [block = ""] = blocks(ran, "PLAN-005");
    assert.match(
      block,
      new RegExp(
        `^migrations/gulf/migration\\.yaml:${begins + 1}:5 {2}PLAN-005 {2}error {2}` +
          "these cannot all be had: the wish for wave/houston before wave/beaumont; ",
      ),
    );
    assert.match(block, /\n {2}Remedy: one of these is enough: take out the wish for wave\/houston before wave\/beaumont/);
  });

  it("a wish for a child that migrates while another child is still linked: all links go first (ALT-203)", async () => {
    asking("wishes:", "  - { first: server/bea-smp1, then: link/hou-ns1--lak-ns1, why: it is ready }");
    const [block = ""] = blocks(ends(await project.run(["plan"]), 3), "PLAN-005");
    assert.match(
      block,
      /the wish for server\/bea-smp1 before link\/hou-ns1--lak-ns1; .*ALT-203 \(all links away, then children, parent, links back\)/,
    );
  });

  it("a hold moves what it holds", async () => {
    asking("holds:", "  - { entity: wave/galveston, until: wave/sulphur, why: the quarter ends }");
    ends(await project.run(["plan", "--quiet"]), 0);
    const why = ends(await project.run(["explain", "wave/galveston"]), 0);
    assert.match(why.output, /not earlier: wave\/sulphur:move is in \S+ and must be in an earlier stage \(WSH-002\)\n/);
  });

  it("explain says a title once for all ids of a rule, and what waiving it would bring", async () => {
    const { output } = ends(await project.run(["explain", "wave/houston"]), 0);
    assert.match(output, /\n {6}because ALT-060, ALT-077, ALT-216, ALT-217 agents report to 7\.1 before they are upgraded\n/);
    const cases: Record<string, RegExp> = {
      "ALT-231": /\n {2}if it were waived: it cannot be: it keeps every state safe\n$/,
      "ALT-165": /\n {2}if it were waived: the plan stays as it is\n$/,
      "ALT-168": /\n {2}if it were waived: there is no plan: /,
    };
    for (const [rule, said] of Object.entries(cases)) assert.match(ends(await project.run(["explain", rule]), 0).output, said);
  });

  it("rules says of each whether it may be waived", async () => {
    const cases: Record<string, RegExp> = {
      "ALT-231": /\n {2}waiving {2}never: it keeps every state safe\n/,
      "ALT-196": /\n {2}waiving {2}may be: migration\.yaml, waivers\n/,
    };
    for (const [rule, said] of Object.entries(cases)) assert.match(ends(await project.run(["rules", rule]), 0).output, said);
  });

  it("explain --json: a rule as data", async () => {
    const { output } = ends(await project.run(["explain", "ALT-165", "--json"]), 0);
    const { id, title, stages, whatIf } = JSON.parse(output) as Record<string, unknown>;
    assert.deepEqual(
      { id, title, stages, whatIf },
      {
        id: "ALT-165",
        title: "sites that share a site server move together, up to 5,000 agents",
        stages: [],
        whatIf: { answer: "same" },
      },
    );
  });
});
