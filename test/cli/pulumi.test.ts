import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stackIn } from "../../cli/commands/pulumi";
import { settingsFile } from "../../cli/project";
import { environmentOf, here, homeOf } from "../../cli/pulumi";
import { deadProcess } from "./project";

const project = { folder: join("/", "estates", "gulf") };
const cli = join("/", "opt", "pulumi", "pulumi");
const own = (home: string): NodeJS.ProcessEnv => ({
  PULUMI_HOME: join(home, "pulumi"), PULUMI_BACKEND_URL: `${pathToFileURL(join(home, "state")).href}?metadata=skip`, PULUMI_CONFIG_PASSPHRASE: "",
});

describe("the environment that Pulumi runs in", () => {
  const cases: Record<string, { env: NodeJS.ProcessEnv; want: NodeJS.ProcessEnv }> = {
    "nothing set: home and backend lie in the project, the passphrase is empty": { env: {}, want: own(join(project.folder, ".drover")) },
    "DROVER_HOME moves both": { env: { DROVER_HOME: join("/", "data") }, want: { DROVER_HOME: join("/", "data"), ...own(join("/", "data")) } },
    "a backend of the user's own wins, with the home that knows its credentials": {
      env: { PULUMI_BACKEND_URL: "s3://states" }, want: { PULUMI_BACKEND_URL: "s3://states", PULUMI_CONFIG_PASSPHRASE: "" },
    },
    "a home of the user's own wins, with the backend it is logged in to": {
      env: { PULUMI_HOME: join("/", "mine") }, want: { PULUMI_HOME: join("/", "mine"), PULUMI_CONFIG_PASSPHRASE: "" },
    },
    "a passphrase of the user's own stays": { env: { PULUMI_CONFIG_PASSPHRASE: "x" }, want: { ...own(join(project.folder, ".drover")), PULUMI_CONFIG_PASSPHRASE: "x" } },
    "a passphrase in a file is one": {
      env: { PULUMI_HOME: "h", PULUMI_CONFIG_PASSPHRASE_FILE: "f" }, want: { PULUMI_HOME: "h", PULUMI_CONFIG_PASSPHRASE_FILE: "f" },
    },
  };
  for (const [name, { env, want }] of Object.entries(cases))
    it(name, () => {
      const PATH = [join("/", "opt", "pulumi"), join("/", "bin")].join(delimiter);
      const made = environmentOf(cli, homeOf(project, env), { ...env, PATH: join("/", "bin") });
      assert.deepEqual(made, { ...want, PATH, PULUMI_SKIP_UPDATE_CHECK: "true" });
    });
});

describe("the stack that arguments for pulumi name", () => {
  const cases: Record<string, string | undefined> = {
    "preview": undefined,
    "preview --stack lab": "lab",
    "up -s lab --yes": "lab",
    "--stack=lab preview": "lab",
    "refresh -s=lab": "lab",
    "preview --stack": undefined,
    "stack init --stack lab": undefined,
    "version": undefined,
  };
  for (const [args, want] of Object.entries(cases)) it(`${args} → ${want ?? "none"}`, () => assert.equal(stackIn(args.split(" ")), want));
});

describe("where a stack's settings are", () => {
  it("in the project's folder of settings", () => assert.equal(settingsFile({ stacks: "stacks" }, "lab"), "stacks/Pulumi.lab.yaml"));
  it("or beside Pulumi.yaml", () => assert.equal(settingsFile({ stacks: "." }, "lab"), "Pulumi.lab.yaml"));
  it("under the last name of a whole one", () => assert.equal(settingsFile({ stacks: "stacks" }, "acme/gulf/lab"), "stacks/Pulumi.lab.yaml"));
});

describe("whether a lock's process runs here", () => {
  it("a number that nobody bears does not", async () => assert.equal(here.runs(await deadProcess()), false));
  it("nor one that something else bears now", function () {
    if (process.platform !== "linux") this.skip();
    assert.equal(here.runs(process.pid), false);
  });
});
