import * as pulumi from "@pulumi/pulumi";
import type { Entity } from "../engine/model/entity";
import { EntityResource } from "./entity";
import type { Noun } from "./groups";
import type { Order } from "./order";

export type MemberArgs = Readonly<{
  members: readonly Entity[];
  because: (entity: Entity) => string;
  provider: pulumi.ProviderResource;
  order: Order;
}>;

/** A noun of an estate and the entities that belong to it. */
abstract class Members extends pulumi.ComponentResource {
  constructor(noun: Noun, name: string, args: MemberArgs, options?: pulumi.ComponentResourceOptions) {
    const { members, because, provider, order } = args;
    super(`drover:estate:${noun}`, name, {}, options);
    for (const entity of members) {
      const dependsOn = order.after(entity.ref);
      order.registered(entity.ref, new EntityResource(entity, { because: because(entity), parent: this, provider, dependsOn }));
    }
    this.registerOutputs({});
  }
}

/** A server with its database, licences, agent settings, products, tasks and gates. */
export class NotificationServer extends Members {
  constructor(name: string, args: MemberArgs, options?: pulumi.ComponentResourceOptions) {
    super("NotificationServer", name, args, options);
  }
}

/** A link between two servers, and what has to be done about it. */
export class HierarchyLink extends Members {
  constructor(name: string, args: MemberArgs, options?: pulumi.ComponentResourceOptions) {
    super("HierarchyLink", name, args, options);
  }
}

/** A site with its boundaries, site servers, waves of agents and their tasks. */
export class Site extends Members {
  constructor(name: string, args: MemberArgs, options?: pulumi.ComponentResourceOptions) {
    super("Site", name, args, options);
  }
}

/** What belongs to no server, link or site. */
export class Estate extends Members {
  constructor(name: string, args: MemberArgs, options?: pulumi.ComponentResourceOptions) {
    super("Estate", name, args, options);
  }
}

/** One class a noun: a noun without one does not compile. */
export const classes = { NotificationServer, HierarchyLink, Site, Estate } as const satisfies Readonly<
  Record<Noun, new (name: string, args: MemberArgs, options?: pulumi.ComponentResourceOptions) => Members>
>;
