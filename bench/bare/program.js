// @ts-check
"use strict";
/**
 * What a program costs that only registers: as many resources as an estate's stage has, of the same types' and names' lengths,
 * with the same inputs, parents and edges, read from one file. It is started as bin/program.js is.
 */
require("../../bin/later").later("@npmcli/arborist");
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

// as the program that is compared: no stack traces in the state, which are half of it
Error.prepareStackTrace = (error) => String(error);

/** @type {import("./stage").BareStage} */
const { components, resources } = JSON.parse(readFileSync(new pulumi.Config("barely").require("stage"), "utf8"));

class Barely extends pulumi.ProviderResource {
  constructor() {
    super("barely", "estate", {});
  }
}

const provider = new Barely();
const parents = components.map(({ type, name }) => {
  const component = new pulumi.ComponentResource(type, name, {}, {});
  component["registerOutputs"]({});
  return component;
});
/** @type {pulumi.Resource[]} */
const made = [];
for (const { type, name, parent, properties, after } of resources) {
  const within = parents[parent] === undefined ? {} : { parent: parents[parent] };
  const dependsOn = after.map((at) => /** @type {pulumi.Resource} */ (made[at]));
  made.push(new pulumi.CustomResource(type, name, properties, { ...within, provider, dependsOn }));
}
