import * as pulumi from "@pulumi/pulumi";
import { Entity, nameOf } from "../engine/model/entity";
import { COMPLETION, typeOf } from "../engine/resources";

export type EntityOptions = Readonly<{
  /** Why it is as it is; a program of one's own says nothing. */
  because: string | undefined;
  parent: pulumi.Resource;
  provider: pulumi.ProviderResource;
  dependsOn: Promise<pulumi.Resource[]>;
}>;

/** One entity of an estate, in the phase that it is to have. */
export class EntityResource extends pulumi.CustomResource {
  declare readonly phase: pulumi.Output<string>;

  constructor(entity: Entity, { because, ...options }: EntityOptions) {
    const { ref, kind, ...properties } = entity;
    super(typeOf(kind), nameOf(ref), { ...properties, because }, options);
  }
}

/**
 * The last resource of a stage. Its output `reached`, and neither the setting nor its own input, says which stage the stack has
 * completed: a resource that `--continue-on-error` leaves out answers its inputs.
 */
export class Completion extends pulumi.CustomResource {
  declare readonly reached: pulumi.Output<string>;

  constructor(stage: string, options: pulumi.CustomResourceOptions) {
    super(COMPLETION, "completed", { stage, reached: undefined }, options);
  }
}
