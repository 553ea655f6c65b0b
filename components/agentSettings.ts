import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { settings } from "./altiris";
import { Members } from "./members";
import type { NotificationServer } from "./notificationServer";
import type { Wave } from "./wave";

export type AgentSettingsArgs = Readonly<{
  server: NotificationServer;
  /** The agents that they are aimed at. The list only grows. */
  targets?: readonly Wave[];
  policiesHeldBack?: readonly string[];
}>;

/** The agent settings of a server. */
export class AgentSettings extends Members {
  constructor(name: string, args: AgentSettingsArgs, options?: ComponentResourceOptions) {
    const { server, targets = [], ...props } = args;
    const wanted = settings(name, server.ref, { ...props, targets: targets.map(({ ref }) => ref) });
    super("AgentSettings", name, server.declaring.declare(wanted, options), options);
  }
}
