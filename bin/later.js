// @ts-check
"use strict";
/** Modules that a Pulumi program loads and seldom needs. */

/**
 * Has a package loaded when something of it is first used. Pulumi loads one for functions that become resources, which nobody
 * here writes; it takes as long as the whole planner.
 * @param {string} name
 */
function later(name) {
  const modules = /** @type {{ _load(request: string, parent: NodeModule, isMain: boolean): unknown }} */ (
    /** @type {unknown} */ (require("node:module"))
  );
  const load = modules._load;
  modules._load = (request, parent, isMain) => {
    if (request !== name) return load(request, parent, isMain);
    const whole = () => /** @type {Record<PropertyKey, unknown>} */ (load(request, parent, isMain));
    // said to be an ES module, so that importing it does not yet look into it
    return new Proxy({}, { get: (_, key) => (key === "__esModule" ? true : key === "default" ? whole() : whole()[key]) });
  };
}

module.exports = { later };
