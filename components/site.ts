import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { byText } from "../engine/model/entity";
import { BoundaryUse, boundaryUses } from "../platforms/configmgr/estate";
import * as altiris from "./altiris";
import * as configmgr from "./configmgr";
import { Declaring } from "./declaring";
import type { Estate } from "./estate";
import { MemberArgs, Members, isMembers } from "./members";
import { NotificationServer } from "./notificationServer";

/** A site of Altiris: addresses in a server's book, and the agents there. */
export type SubnetSiteArgs = Readonly<{
  server: NotificationServer;
  /** The boundaries of other components where it has none of its own. */
  boundaries?: readonly string[];
  agents?: number;
}>;

/** A site of SMS or ConfigMgr, under its code. */
export type HierarchySiteArgs = Readonly<{
  /** Where it belongs; that of its parent, or the program's own, where it is not said. */
  estate?: Estate;
  /** The site that it reports to. It goes after its parent whenever both change: top-down. */
  parent?: Site;
  boundaries?: Readonly<Partial<Record<BoundaryUse, readonly string[]>>>;
}> &
  Omit<configmgr.HierarchySiteProps, "parent">;

/** A site with its boundaries, site servers, waves of agents and their tasks. */
export class Site extends Members {
  constructor(name: string, args: SubnetSiteArgs | HierarchySiteArgs | MemberArgs, options?: ComponentResourceOptions) {
    super("Site", name, isMembers(args) ? args : declare(name, args, options), options);
  }
}

function declare(name: string, args: SubnetSiteArgs | HierarchySiteArgs, options?: ComponentResourceOptions): MemberArgs {
  return args.server instanceof NotificationServer
    ? ofServer(name, args as SubnetSiteArgs, options)
    : ofHierarchy(name, args as HierarchySiteArgs, options);
}

function ofServer(name: string, args: SubnetSiteArgs, options?: ComponentResourceOptions): MemberArgs {
  const { server, boundaries, agents } = args;
  return server.declaring.declare(
    [
      ...(boundaries ? [altiris.boundaries(name, server.ref, name, boundaries)] : []),
      ...(agents === undefined ? [] : [altiris.wave(name, server.ref, name, agents)]),
    ],
    options,
  );
}

function ofHierarchy(code: string, args: HierarchySiteArgs, options?: ComponentResourceOptions): MemberArgs {
  const { estate, parent, boundaries = {}, ...props } = args;
  const declaring = estate?.declaring ?? parent?.declaring ?? Declaring.of("configmgr");
  const site = configmgr.site(code, { ...props, ...(parent ? { parent: parent.ref } : {}) });
  const held = boundaryUses
    .filter((use) => boundaries[use] !== undefined)
    .map((use) => configmgr.boundaries({ estate: declaring.name, site: site.ref, use, addresses: boundaries[use] ?? [] }));
  return declaring.declare([site, ...held.sort((a, b) => byText(a.ref, b.ref))], options);
}
