// @ts-check
"use strict";
/** The program as Pulumi starts it: index.ts through the project's own cache of compiled files, which is faster than Pulumi's. */
require("../../tools/ts.js");
module.exports = require("./index");
