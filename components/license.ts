import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { licence } from "./altiris";
import { Members } from "./members";
import type { NotificationServer } from "./notificationServer";

export type LicenseArgs = Readonly<{
  server: NotificationServer;
  /** How many of each product: `{ inventory: 4000 }`. */
  products: Readonly<Record<string, number>>;
  /** `applied` where it is not said. */
  phase?: string;
}>;

/** The licences of a server. */
export class License extends Members {
  constructor(name: string, { server, products, phase }: LicenseArgs, options?: ComponentResourceOptions) {
    super("License", name, server.declaring.declare(licence(name, server.ref, products, phase), options), options);
  }
}
