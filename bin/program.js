// @ts-check
"use strict";
/**
 * The Pulumi program as Pulumi starts it: index.ts through the project's own cache of compiled files. Naming index.ts in
 * Pulumi.yaml would have Pulumi compile and check every file anew in every run. Settings' paths are relative to the project.
 */
process.chdir(require("node:path").join(__dirname, ".."));
require("../tools/ts.js");
// Pulumi takes a stack trace for every promise it makes; to map each of them back to TypeScript takes longer than all the rest.
process.setSourceMapsEnabled(false);
Reflect.deleteProperty(Error, "prepareStackTrace");
require("./later").later("@npmcli/arborist");
require("./ends").endWithEngine();
module.exports = require("../index");
// What fails while it loads has said where by now. To take a trace at all is a sixth of what is left, and nobody reads it: what
// is wrong with documents has its place in them. DROVER_TRACES=1 keeps traces, for whoever looks for a defect of the program.
if (!process.env.DROVER_TRACES) Error.stackTraceLimit = 0;
