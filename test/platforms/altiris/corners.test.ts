import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { poseMigration } from "../../../documents/open";
import type { Ref } from "../../../engine/model/entity";
import type { Edge, Plan } from "../../../engine/model/plan";
import { solve } from "../../../engine/plan";
import { follows } from "../follows";

type File = "old" | "new" | "migration";
type Made = Readonly<{ plan?: Plan; edges: readonly Edge[]; said: readonly string[]; warned: readonly string[] }>;

/** A sample with some of its text written otherwise, as [file, text, instead]: its plan, and what is said of it. */
function changed(sample: string, ...changes: readonly (readonly [File, string, string])[]): Made {
  const folder = mkdtempSync(join(tmpdir(), "drover-corners-"));
  try {
    cpSync(sample, folder, { recursive: true });
    for (const [name, text, instead] of changes) {
      const file = join(folder, `${name}.yaml`);
      const was = readFileSync(file, "utf8");
      assert.ok(was.includes(text), `${name}.yaml has no ${text}`);
      writeFileSync(file, was.replace(text, instead));
    }
    const { problem, findings } = poseMigration(folder);
    const made = problem && !findings.some(({ severity }) => severity === "error") ? solve(problem) : undefined;
    const told = [...findings, ...(made?.findings ?? [])];
    const errors = told.flatMap(({ severity, rule, say }) => (severity === "error" ? [`${rule} ${say}`] : []));
    const warnings = told.flatMap(({ severity, rule, say, at }) =>
      severity === "warning" ? [`${at ? `${at.file.replace(/^.*\//, "")}:${at.line} ` : ""}${rule} ${say}`] : [],
    );
    const [said, warned] = [[...new Set(errors)], [...new Set(warnings)]];
    return { ...(made?.plan ? { plan: made.plan } : {}), edges: made?.problem.edges ?? [], said, warned };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const bayou = "test/support/bayou";

/** Estates that lack what a rule hangs on: what the guide asks of them must not vanish with it. */
describe("corners of Altiris estates", () => {
  it("a parent without agents, which no link is to lead to again, stays until its successor is signed off (ALT-068, ALT-069)", () => {
    const made = changed(
      bayou,
      ["old", "\nsites:", "\n  top-ns1: { like: hou-ns1, host: top-ns1.bayou.example, ip: 10.9.0.11 }\nlinks: [{ parent: top-ns1, child: hou-ns1, replicates: [policies] }]\nsites:"],
      [
        "new",
        "\nservers:",
        "\nsettings: { top-smp1: { policiesHeldBack: [full inventory scan] } }\nservers:\n  top-smp1: { from: top-ns1, host: top-smp1.bayou.example, ip: 10.9.0.21, " +
          "os: windows-server-2008-r2-x64, database: { name: Symantec_CMDB, sql: on-box } }",
      ],
    );
    for (const then of ["server/top-ns1@7.0:retire", "task/top-ns1/dns-alias:do", "task/top-smp1/held-back-on:do"])
      assert.ok(follows(made, "gate/top-smp1/validated:pass", then), then);
  });

  it("a new server may bear its old one's name in the documents: each has SQL Server on its own box (ALT-049)", () =>
    assert.deepEqual(changed(bayou, ["new", "\n  hou-smp1:\n", "\n  hou-ns1:\n"]).said, []));

  it("no new server is given the live database of any old one (ALT-049)", () =>
    assert.deepEqual(changed("migrations/gulf", ["new", "{ name: Symantec_CMDB, sql: on-box }", "{ name: symantec_cmdb, sql: HOU-SQL1 }"]).said, [
      "ALT-049 symantec_cmdb on HOU-SQL1 is the live database of hou-ns1; connecting it would convert it",
    ]));

  it("a pilot may be cut from a site with a shared site server, which leaves 7.0 for it (ALT-074, ALT-166)", () => {
    const made = changed("migrations/gulf", ["migration", "{ site: beaumont, for: 5 d }", "{ site: houston, agents: 200, for: 5 d }"]);
    for (const [first, then] of [
      ["siteServer/hou-ps1:drop", "wave/houston-1:move"],
      ["gate/pilot/worked:pass", "wave/houston-2:move"],
      ["gate/pilot/worked:pass", "wave/pasadena:move"],
      ["wave/houston-2:move", "siteServer/hou-ps1:create"],
    ] as const)
      assert.ok(follows(made, first, then), `${first} < ${then}`);
  });

  it("a service pack is of its release, and rules that speak of the release hold for it (ALT-083, ALT-116)", () => {
    const { plan, said } = changed(bayou, ["old", 'version: "7.0"', 'version: "7.0 SP2"'], ["new", 'version: "7.1"', 'version: "7.1 SP1"']);
    assert.deepEqual(said, []);
    assert.deepEqual(
      ["server/hou-ns1@7.0 SP2", "server/hou-smp1@7.1 SP1"].map((ref) => plan?.start.get(ref as Ref)?.version),
      ["7.0", "7.1"],
    );
  });

  it("between other versions nothing is planned: no rule would speak", () => {
    assert.deepEqual(changed(bayou, ["new", 'version: "7.1"', 'version: "7.5"']).said, [
      "DIA-001 the new estate is version 7.5: migrations are planned from 7.0 to 7.1, and the rules speak of no other",
    ]);
    // that both sides' sites would be called alike is said besides
    assert.equal(
      changed(bayou, ["new", 'version: "7.1"', 'version: "7.0"']).said.at(-1),
      "DIA-001 the new estate is version 7.0: migrations are planned from 7.0 to 7.1, and the rules speak of no other",
    );
  });

  it("a wave above 5,000 agents of one site is a warning, where the migration asks for it (ALT-161, ALT-164)", () => {
    const large: readonly [File, string, string] = ["migration", "waves: { size: 5000 }", "waves: { size: 6000, atOnce: 6000, chattyPoliciesOff: true }"];
    const of = (...changes: readonly (readonly [File, string, string])[]): readonly string[] =>
      changed("migrations/gulf", ...changes).warned.filter((one) => one.includes("ALT-161"));
    assert.deepEqual(of(), []);
    assert.deepEqual(of(large), [
      "migration.yaml:9 ALT-161 stage houston-lake-charles-orange: wave/lake-charles is to move 5,600 agents of one site at once: above 5,000 they go in parts" +
        " (when wave/lake-charles:move under way)",
    ]);
  });

  it("a temporary site server is no computer that serves the other side meanwhile (ALT-153)", () => {
    const { plan, said } = changed("migrations/gulf", ["migration", "host: lak-tmp70.gulf.example", "host: bea-ps1.gulf.example"]);
    assert.equal(plan, undefined);
    assert.deepEqual(
      said.map((one) => one.replace(/^(ALT-\d+) stage \S+ (.*?) \(.*$/, "$1 $2")),
      ["ALT-153 siteServer/lak-tmp70 and siteServer/bea-ps1 are one computer, bea-ps1.gulf.example, and serve server/lak-ns1@7.0 and server/bea-smp1@7.1 at once"],
    );
  });

  it("the old database is there until its successor is signed off (ALT-115)", () => {
    const { edges } = changed("migrations/gulf");
    const held = edges.filter(({ rule, then }) => rule === "ALT-115" && then === "server/hou-ns1@7.0:retire");
    assert.deepEqual(held.map(({ first }) => first), ["gate/hou-smp1/validated:pass"]);
  });

  it("a temporary site server serves whoever comes to its site, from whichever old server (ALT-181)", () => {
    const made = changed(
      "migrations/gulf",
      ["new", "\nsites:\n", "\nsites:\n  sulphur: { server: bea-smp1 }\n"],
      [
        "migration",
        "  temporarySiteServers:\n",
        "  temporarySiteServers:\n    sul-tmp71: { at: [sulphur], side: new, host: sul-tmp71.gulf.example, why: It is to carry the load of the first days. }\n",
      ],
    );
    const edges = made.edges.filter(({ then }) => then === "siteServer/sul-tmp71:remove").map(({ first }) => first);
    assert.ok(edges.includes("wave/sulphur:move"), edges.join());
  });

  it("without links, too, the preparation begins when both backups are verified and nothing is outstanding (ALT-097, ALT-098)", () => {
    const made = changed(bayou);
    for (const first of ["task/hou-ns1/backup-1:do", "task/hou-ns1/backup-server:do", "task/hou-ns1/outstanding:do"])
      assert.ok(follows(made, first, "task/hou-smp1/accounts:do"), first);
  });

  it("links are written down and removed before the accounts (ALT-098)", () => {
    const made = changed("migrations/gulf");
    assert.ok(follows(made, "task/hou-ns1/outstanding:do", "task/hou-ns1--bea-ns1@7.0/document:do"));
    assert.ok(follows(made, "link/hou-ns1--bea-ns1@7.0:detach", "task/hou-smp1/accounts:do"));
  });

  it("a site server that is new is set up when its sites are confirmed on 7.1 (ALT-132)", () => {
    const added = "\nsiteServers:\n  hou-ps2: { sites: [houston], services: [package, task], host: hou-ps2.bayou.example, os: windows-server-2008-r2-x64 }\nservers:";
    const made = changed(bayou, ["new", "\nservers:", added]);
    assert.ok(follows(made, "boundaries/houston@7.1:confirm", "siteServer/hou-ps2:set-up"));
  });
});
