import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { BoundaryUse } from "../platforms/configmgr/estate";
import * as altiris from "./altiris";
import * as configmgr from "./configmgr";
import type { MemberArgs } from "./members";
import { Members } from "./members";
import type { NotificationServer } from "./notificationServer";
import type { Site } from "./site";

type Held = Readonly<{
  /** Subnets, ranges, single addresses, sites of the directory (`ad:Houston`). */
  addresses: readonly string[];
  phase?: string;
}>;

/** Addresses of a site in the book of a Notification Server; the site is called as the boundaries are where it is not said. */
export type BookArgs = Held & Readonly<{ server: NotificationServer; site?: string }>;

/** Addresses of a ConfigMgr site for one use. */
export type UseArgs = Held & Readonly<{ site: Site; use: BoundaryUse }>;

/** All addresses that a site has in one book, or for one use. No address of that realm may have a second owner. */
export class Boundaries extends Members {
  constructor(name: string, args: BookArgs | UseArgs, options?: ComponentResourceOptions) {
    super("Boundaries", name, declare(name, args, options), options);
  }
}

function declare(name: string, args: BookArgs | UseArgs, options?: ComponentResourceOptions): MemberArgs {
  const { addresses, phase } = args;
  if ("server" in args)
    return args.server.declaring.declare(
      [altiris.boundaries(name, args.server.ref, args.site ?? name, addresses, phase)],
      options,
    );
  const { declaring, ref: site } = args.site;
  const held = configmgr.boundaries({
    estate: declaring.name,
    site,
    use: args.use,
    addresses,
    ...(phase === undefined ? {} : { phase }),
  });
  return declaring.declare([held], options);
}
