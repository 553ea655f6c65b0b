import * as pulumi from "@pulumi/pulumi";
import type { Entity, Ref } from "../engine/model/entity";
import type { Declaring } from "./declaring";
import { EntityResource } from "./entity";
import type { Order } from "./order";

/** The entities that a component stands for. A migration hands them over; a program's arguments are made into them. */
export type MemberArgs = Readonly<{
  members: readonly Entity[];
  because?: (entity: Entity) => string;
  provider: pulumi.ProviderResource;
  order: Order;
  /** The program's own estate; a migration has none. */
  declaring?: Declaring;
}>;

export const isMembers = (args: object): args is MemberArgs => "members" in args && "order" in args;

/** A noun of an estate and the entities that belong to it. */
export abstract class Members extends pulumi.ComponentResource {
  /** The entities, the one that bears the component's name first. */
  readonly refs: readonly Ref[];
  private readonly declared: Declaring | undefined;
  private readonly first: EntityResource | undefined;

  constructor(noun: string, name: string, args: MemberArgs, options?: pulumi.ComponentResourceOptions) {
    const { members, because, provider, order, declaring } = args;
    super(`drover:estate:${noun}`, name, {}, options);
    const resources = members.map((entity) => {
      const dependsOn = order.after(entity.ref);
      const resource = new EntityResource(entity, { because: because?.(entity), parent: this, provider, dependsOn });
      order.registered(entity.ref, resource);
      return resource;
    });
    this.refs = members.map(({ ref }) => ref);
    this.declared = declaring;
    this.first = resources[0];
    this.registerOutputs(declaring && this.first ? { phase: this.first.phase } : {});
  }

  /** The entity that bears the component's name. */
  get ref(): Ref {
    return this.refs[0] ?? this.none();
  }

  /** The phase that it has reached. */
  get phase(): pulumi.Output<string> {
    return this.first?.phase ?? this.none();
  }

  /** The estate that the program declares it in. */
  get declaring(): Declaring {
    if (this.declared) return this.declared;
    throw new Error("this component belongs to a migration: its documents say what is in the estate, not a program");
  }

  private none(): never {
    throw new Error("this component stands for no entity");
  }
}
