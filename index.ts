import * as pulumi from "@pulumi/pulumi";
import { completedStage, registerMigration } from "./components";

const settings = new pulumi.Config("drover");

export const { completed } = registerMigration({
  migration: settings.require("migration"),
  plan: settings.require("plan"),
  stage: settings.require("stage"),
  from: settings.get("from") ?? "",
  lab: settings.get("lab") ?? `.drover/lab/${pulumi.getStack()}`,
  completed: completedStage(),
});
