import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { link, server, serverRef } from "./altiris";
import { Declaring } from "./declaring";
import type { Estate } from "./estate";
import { MemberArgs, Members, isMembers } from "./members";

export type NotificationServerArgs = Readonly<{
  /** Where it belongs; that of its parent, or the program's own, where it is not said. */
  estate?: Estate;
  /** The server above it. They are linked, and it goes before its parent whenever both change: bottom-up. */
  parent?: NotificationServer;
  host: string;
  ip?: string;
  os: string;
  /** `7.0`, `7.1`. */
  version: string;
  /** Agents can be upgraded only by a server at the path of the one before it. */
  installPath?: string;
  products?: readonly string[];
  /** `sql: "on-box"` is an instance on the server itself. */
  database: Readonly<{ name: string; sql: string; collation?: string }>;
  /** Where it stands; in service where it is not said. */
  phase?: string;
}>;

/** A server with its database, licences, agent settings, products, tasks and gates. */
export class NotificationServer extends Members {
  /** The version that it has; a migration's server has its own in each generation. */
  readonly version: string;

  constructor(name: string, args: NotificationServerArgs | MemberArgs, options?: ComponentResourceOptions) {
    super("NotificationServer", name, isMembers(args) ? args : declare(name, args, options), options);
    this.version = isMembers(args) ? "" : args.version;
  }
}

function declare(name: string, args: NotificationServerArgs, options?: ComponentResourceOptions): MemberArgs {
  const { estate, parent, ...props } = args;
  const declaring = estate?.declaring ?? parent?.declaring ?? Declaring.of("altiris");
  if (!parent) return declaring.declare(server(name, props), options);
  const above = parent.ref.slice("server/".length);
  // children before their parents, here and wherever a link joins two
  declaring.wait(parent.ref, [serverRef(name)]);
  const between = link(`${above}--${name}`, { parent: above, child: name, version: args.version });
  return declaring.declare([...server(name, props), ...between], options);
}
