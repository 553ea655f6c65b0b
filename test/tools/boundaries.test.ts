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
  afterEach(removeMachines);

  it("allow what the architecture says", () => {
    assert.deepEqual(
      refused({
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
        "index.ts": ["@pulumi/pulumi", "./components/index"],
        "cli/main.ts": ["commander", "../documents/load", "../lab/index", "../provider/main"],
        "test/a.test.ts": ["../cli/main", "@pulumi/pulumi"],
      }),
      [],
    );
  });

  it("refuse every import that goes against an arrow", () => {
    assert.deepEqual(
      refused({
        "engine/plan.ts": ["node:fs", "../platforms/altiris/index", "yaml"],
        "platforms/altiris/index.ts": ["../sms/index", "../../documents/load", "node:child_process"],
        "platforms/sms/index.ts": [],
        "platforms/shared/words.ts": ["../sms/index"],
        "documents/load.ts": ["../lab/index", "node:child_process", "picocolors"],
        "lab/index.ts": ["../engine/plan"],
        "provider/server.ts": ["../lab/index", "../cli/main"],
        "components/index.ts": ["../lab/index"],
        "cli/main.ts": ["../index", "@pulumi/pulumi", "../test/a"],
        "index.ts": ["./documents/load"],
        "report/page.ts": ["./other", "./gone"],
        "report/other.ts": ["./page"],
        "test/a.ts": [],
      }),
      [
        "components-imports: components/index.ts → lab/index.ts",
        "documents-imports: documents/load.ts → child_process",
        "documents-imports: documents/load.ts → lab/index.ts",
        "documents-imports: documents/load.ts → node_modules/picocolors",
        "engine-imports: engine/plan.ts → fs",
        "engine-imports: engine/plan.ts → node_modules/yaml",
        "engine-imports: engine/plan.ts → platforms/altiris/index.ts",
        "found: report/page.ts → ./gone",
        "lab-imports: lab/index.ts → engine/plan.ts",
        "lab-is-a-driver: provider/server.ts → lab/index.ts",
        "no-cycles: documents/load.ts → lab/index.ts",
        "no-cycles: report/other.ts → report/page.ts",
        "nobody-imports-cli: provider/server.ts → cli/main.ts",
        "nobody-imports-tests: cli/main.ts → test/a.ts",
        "packs-apart: platforms/altiris/index.ts → platforms/sms/index.ts",
        "platforms-imports: platforms/altiris/index.ts → child_process",
        "platforms-imports: platforms/altiris/index.ts → documents/load.ts",
        "program-imports: index.ts → documents/load.ts",
        "program-is-not-a-library: cli/main.ts → index.ts",
        "provider-imports: provider/server.ts → cli/main.ts",
        "pulumi-only-outside: cli/main.ts → node_modules/@pulumi/pulumi",
        "report-imports: report/page.ts → ./gone",
        "shared-of-packs: platforms/shared/words.ts → platforms/sms/index.ts",
      ],
    );
  });
});
