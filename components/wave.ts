import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { wave } from "./altiris";
import { Members } from "./members";
import type { NotificationServer } from "./notificationServer";

export type WaveArgs = Readonly<{
  /** The server that the agents report to. */
  server: NotificationServer;
  site: string;
  agents: number;
}>;

/** Agents of one site that report to a server. A site with `agents` makes one; more are for sites that are counted in parts. */
export class Wave extends Members {
  constructor(name: string, { server, site, agents }: WaveArgs, options?: ComponentResourceOptions) {
    super("Wave", name, server.declaring.declare([wave(name, server.ref, site, agents)], options), options);
  }
}
