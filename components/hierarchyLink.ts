import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { nameOf } from "../engine/model/entity";
import { link } from "./altiris";
import { MemberArgs, Members, isMembers } from "./members";
import type { NotificationServer } from "./notificationServer";

export type HierarchyLinkArgs = Readonly<{
  parent: NotificationServer;
  child: NotificationServer;
  /** What is replicated; inventory, packages and policies where it is not said. */
  replicates?: readonly string[];
  schedule?: string;
  phase?: string;
}>;

/** A link between two servers, and what has to be done about it. A server's `parent` makes one with all defaults. */
export class HierarchyLink extends Members {
  constructor(name: string, args: HierarchyLinkArgs | MemberArgs, options?: ComponentResourceOptions) {
    super("HierarchyLink", name, isMembers(args) ? args : declare(name, args, options), options);
  }
}

function declare(name: string, { parent, child, ...args }: HierarchyLinkArgs, options?: ComponentResourceOptions): MemberArgs {
  child.declaring.wait(parent.ref, [child.ref]);
  const ends = { parent: nameOf(parent.ref), child: nameOf(child.ref) };
  return child.declaring.declare(link(name, { ...args, ...ends, version: child.version }), options);
}
