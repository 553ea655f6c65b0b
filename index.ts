import * as pulumi from "@pulumi/pulumi";
import { registerMigration } from "./components";

const settings = new pulumi.Config("drover");
const own = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`);

export const { completed } = registerMigration({
  migration: settings.require("migration"),
  plan: settings.require("plan"),
  stage: settings.require("stage"),
  from: settings.get("from") ?? "",
  lab: settings.get("lab") ?? `.drover/lab/${pulumi.getStack()}`,
  completed: own.getOutput("completed").apply((stage) => (typeof stage === "string" ? stage : "")),
});
