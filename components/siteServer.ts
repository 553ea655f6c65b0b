import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Service, siteServer } from "./altiris";
import { Members } from "./members";
import type { NotificationServer } from "./notificationServer";

export type SiteServerArgs = Readonly<{
  /** The one server that it is registered on. */
  server: NotificationServer;
  /** The sites that it serves. */
  sites: readonly string[];
  /** Package and task services where it is not said. */
  services?: readonly Service[];
  host?: string;
  os?: string;
  /** `up` where it is not said; `gone` takes it out of service. */
  phase?: string;
}>;

/** A server that serves the agents of sites. */
export class SiteServer extends Members {
  constructor(name: string, args: SiteServerArgs, options?: ComponentResourceOptions) {
    const { server, services = ["package", "task"], ...props } = args;
    super("SiteServer", name, server.declaring.declare(siteServer(name, server.ref, { ...props, services }), options), options);
  }
}
