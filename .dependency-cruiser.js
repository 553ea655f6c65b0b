// @ts-check
"use strict";
/**
 * Who may import whom. Arrows point one way: cli, components, provider → documents → platforms → engine; lab stands alone,
 * because it is the second opinion about what the planner says.
 */
const path = require("node:path");

const BUILTIN_OF_THE_PURE = "^(crypto|net)$";
/** @param {string} name */
const npm = (name) => `^node_modules/(@types/)?${name}/`;

/**
 * A folder that imports only from where it is told, and from itself.
 * @param {string} name @param {string} comment @param {readonly string[]} allowed patterns of what may be imported
 * @param {{ builtins?: boolean }} [options] whether it may import all that Node.js has
 */
const only = (name, comment, allowed, { builtins = false } = {}) => ({
  name: `${name}-imports`,
  comment,
  severity: "error",
  from: { path: `^${name}/` },
  to: { pathNot: [`^${name}/`, ...allowed], ...(builtins ? { dependencyTypesNot: ["core"] } : {}) },
});

const FILES = "^(fs|fs/promises|path|url|crypto|net|buffer|stream|readline|util|os|string_decoder)$";

module.exports = {
  forbidden: [
    only("engine", "the engine is pure and imports nobody but itself", [BUILTIN_OF_THE_PURE]),
    only("platforms", "a platform pack is pure and knows the engine alone", ["^engine/", BUILTIN_OF_THE_PURE]),
    {
      name: "packs-apart",
      comment: "packs do not know one another; what they share lies in platforms/shared",
      severity: "error",
      from: { path: "^platforms/([^/]+)/", pathNot: "^platforms/shared/" },
      to: { path: "^platforms/", pathNot: "^platforms/($1|shared)/" },
    },
    {
      name: "shared-of-packs",
      comment: "platforms/shared serves every pack, so it knows none",
      severity: "error",
      from: { path: "^platforms/shared/" },
      to: { path: "^platforms/", pathNot: "^platforms/shared/" },
    },
    only("calendar", "dates are worked out from a plan: no files, no clock", ["^engine/"]),
    only("documents", "documents are read from files into the engine's words", [
      "^engine/",
      "^platforms/",
      "^schemas/",
      npm("yaml"),
      npm("ajv"),
      npm("papaparse"),
      FILES,
    ]),
    only("lab", "the lab is the second opinion: it shares no code with the planner", ["^node_modules/"], { builtins: true }),
    only(
      "provider",
      "the provider serves the engine's model over Pulumi's protocol",
      ["^package\\.json$", "^engine/", "^platforms/", "^documents/", "^schemas/", "^lab/", "^node_modules/"],
      { builtins: true },
    ),
    {
      name: "lab-is-a-driver",
      comment: "the provider speaks to the lab as to any driver: through provider/drivers/lab.ts alone",
      severity: "error",
      from: { path: "^provider/", pathNot: "^provider/drivers/lab\\.ts$" },
      to: { path: "^lab/" },
    },
    only("components", "components wire; they decide nothing and touch nothing", [
      "^engine/",
      "^platforms/",
      "^documents/",
      "^schemas/",
      npm("@pulumi/pulumi"),
    ]),
    only("examples/(altiris|configmgr)", "a program of one's own needs the components and no more", ["^components/", "^tools/ts\\.js$"]),
    only("examples/drivers", "a driver's program needs nothing of ours", [], { builtins: true }),
    only(
      "report",
      "a report is made from a plan, and from nothing else",
      ["^engine/", "^platforms/", "^documents/", "^schemas/"],
      { builtins: true },
    ),
    {
      name: "program-imports",
      comment: "index.ts registers components and does no more",
      severity: "error",
      from: { path: "^index\\.ts$" },
      to: { pathNot: ["^components/", npm("@pulumi/pulumi")] },
    },
    {
      name: "pulumi-only-outside",
      comment: "planning and reading know no Pulumi",
      severity: "error",
      from: { pathNot: ["^components/", "^provider/", "^index\\.ts$", "^bin/ends\\.js$", "^test/", "^bench/"] },
      to: { path: "^node_modules/@pulumi/" },
    },
    {
      name: "program-is-not-a-library",
      comment: "index.ts is run by Pulumi, through bin/program.js, and imported by nobody else",
      severity: "error",
      from: { pathNot: ["^bin/program\\.js$"] },
      to: { path: "^index\\.ts$" },
    },
    {
      name: "nobody-imports-cli",
      comment: "the command line is the outermost layer; what others need of it belongs further in",
      severity: "error",
      from: { pathNot: ["^cli/", "^bin/", "^test/"] },
      to: { path: "^cli/" },
    },
    {
      name: "nobody-imports-tests",
      comment: "tests and measurements are no part of the product",
      severity: "error",
      from: { pathNot: ["^test/", "^bench/", "^tools/bench\\.js$"] },
      to: { path: "^(test|bench)/" },
    },
    {
      name: "no-cycles",
      comment: "modules that need one another when they load cannot be read, tested or loaded apart",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "found",
      comment: "an import that leads nowhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "^node_modules/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, "tsconfig.json") },
    // a node_modules that is a link (a second work tree) is still node_modules
    preserveSymlinks: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "require", "node", "default"] },
  },
};
