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
later("@npmcli/arborist");
module.exports = require("../index");

/**
 * A package that is loaded when something of it is first used. Pulumi loads this one for functions that become resources, which
 * nobody here writes; it takes as long as the whole planner.
 * @param {string} name
 */
function later(name) {
  const modules = /** @type {{ _load(request: string, parent: NodeModule, isMain: boolean): unknown }} */ (/** @type {unknown} */ (require("node:module")));
  const load = modules._load;
  modules._load = (request, parent, isMain) => {
    if (request !== name) return load(request, parent, isMain);
    const whole = () => /** @type {Record<PropertyKey, unknown>} */ (load(request, parent, isMain));
    // said to be an ES module, so that importing it does not yet look into it
    return new Proxy({}, { get: (_, key) => (key === "__esModule" ? true : key === "default" ? whole() : whole()[key]) });
  };
}
