import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { removeMachines, temporaryFolder } from "./fakes";

const root = fs.realpathSync(path.join(__dirname, "..", ".."));

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

/** Lays out files, each with the imports it is given, and lists what dependency-cruiser refuses under the project's own rules. */
function refused(files: Record<string, readonly string[]>): readonly string[] {
  const folder = temporaryFolder();
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  for (const [file, imports] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const lines = imports.map((name, index) => `import * as a${index} from "${name}";\nexport const b${index} = a${index};\n`);
    fs.writeFileSync(path.join(folder, file), `${lines.join("")}export const own = 1;\n`);
  }
  const tops = [...new Set(Object.keys(files).map((file) => file.split("/")[0] ?? ""))];
  const program = path.join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
  const args = [program, "--config", path.join(root, ".dependency-cruiser.js"), "--output-type", "json", ...tops];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
  const { summary } = JSON.parse(stdout) as { readonly summary: { readonly violations: readonly Violation[] } };
  return summary.violations
    .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to.replace(/^(node_modules\/(@[^/]+\/)?[^/]+).*/, "$1")}`)
    .sort();
}

describe("import boundaries", function () {
  this.timeout(30_000);
  this.slow(8000);
  after(removeMachines);

  const allowed = {
    "engine/model/a.ts": ["node:crypto", "node:net"],
    "engine/plan.ts": ["./model/a"],
    "platforms/index.ts": ["./altiris/index", "./sms/index"],
    "platforms/altiris/index.ts": ["../../engine/plan", "../shared/words", "./rules"],
    "platforms/altiris/rules.ts": [],
    "platforms/sms/index.ts": ["../shared/words"],
    "platforms/shared/words.ts": ["../../engine/plan"],
    "documents/load.ts": ["node:fs", "node:path", "yaml", "ajv", "papaparse", "../engine/plan", "../platforms/index"],
    "lab/index.ts": ["node:fs", "./world"],
    "lab/world.ts": [],
    "provider/main.ts": ["@grpc/grpc-js", "@pulumi/pulumi", "../documents/load", "./drivers/lab"],
    "provider/drivers/lab.ts": ["../../lab/index", "../../engine/plan"],
    "components/index.ts": ["@pulumi/pulumi", "../engine/plan", "../documents/load"],
    "cli/main.ts": ["commander", "../documents/load", "../lab/index", "../provider/main"],
    "test/a.test.ts": ["../cli/main", "@pulumi/pulumi"],
  };
  const against = {
    "engine/wrong.ts": ["node:fs", "../platforms/altiris/wrong", "yaml"],
    "platforms/altiris/wrong.ts": ["../sms/index", "../../documents/wrong", "node:child_process"],
    "platforms/shared/wrong.ts": ["../sms/index"],
    "documents/wrong.ts": ["../lab/wrong", "node:child_process", "picocolors"],
    "lab/wrong.ts": ["../engine/wrong"],
    "provider/wrong.ts": ["../lab/index", "../cli/main"],
    "components/wrong.ts": ["../lab/index"],
    "cli/wrong.ts": ["../index", "@pulumi/pulumi", "../test/a"],
    "index.ts": ["@pulumi/pulumi", "./components/index", "./documents/load"],
    "report/wrong.ts": ["./other", "./gone"],
    "report/other.ts": ["./wrong"],
    "test/a.ts": [],
  };
  let found: readonly string[];
  before(() => (found = refused({ ...allowed, ...against })));

  it("allow what the architecture says", () => {
    const from = (violation: string): string => /: (\S+) → /.exec(violation)?.[1] ?? "";
    assert.deepEqual(
      found.filter((violation) => from(violation) in allowed),
      [],
    );
  });

  it("refuse every import that goes against an arrow", () =>
    assert.deepEqual(found, [
      "components-imports: components/wrong.ts → lab/index.ts",
      "documents-imports: documents/wrong.ts → child_process",
      "documents-imports: documents/wrong.ts → lab/wrong.ts",
      "documents-imports: documents/wrong.ts → node_modules/picocolors",
      "engine-imports: engine/wrong.ts → fs",
      "engine-imports: engine/wrong.ts → node_modules/yaml",
      "engine-imports: engine/wrong.ts → platforms/altiris/wrong.ts",
      "found: report/wrong.ts → ./gone",
      "lab-imports: lab/wrong.ts → engine/wrong.ts",
      "lab-is-a-driver: provider/wrong.ts → lab/index.ts",
      "no-cycles: documents/wrong.ts → lab/wrong.ts",
      "no-cycles: report/other.ts → report/wrong.ts",
      "nobody-imports-cli: provider/wrong.ts → cli/main.ts",
      "nobody-imports-tests: cli/wrong.ts → test/a.ts",
      "packs-apart: platforms/altiris/wrong.ts → platforms/sms/index.ts",
      "platforms-imports: platforms/altiris/wrong.ts → child_process",
      "platforms-imports: platforms/altiris/wrong.ts → documents/wrong.ts",
      "program-imports: index.ts → documents/load.ts",
      "program-is-not-a-library: cli/wrong.ts → index.ts",
      "provider-imports: provider/wrong.ts → cli/main.ts",
      "pulumi-only-outside: cli/wrong.ts → node_modules/@pulumi/pulumi",
      "report-imports: report/wrong.ts → ./gone",
      "shared-of-packs: platforms/shared/wrong.ts → platforms/sms/index.ts",
    ]));
});
