import * as pulumi from "@pulumi/pulumi";
import { labFolder } from "../documents/home";
import { completedStage } from "./completed";
import type { MigrationArgs } from "./register";

/** What the stack is told, as stacks/Pulumi.<stack>.yaml has it and `drover promote` writes it. */
export function settingsOfStack(): MigrationArgs {
  const settings = new pulumi.Config("drover");
  const secrets = settings.getSecretObject<object>("secrets")?.apply((named) => JSON.stringify(named));
  return {
    migration: settings.require("migration"),
    plan: settings.require("plan"),
    stage: settings.require("stage"),
    from: settings.get("from") ?? "",
    lab: settings.get("lab") ?? labFolder(pulumi.getStack(), process.env),
    completed: completedStage(),
    ...(secrets ? { secrets } : {}),
  };
}
