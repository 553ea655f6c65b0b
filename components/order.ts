import type * as pulumi from "@pulumi/pulumi";
import type { Ref } from "../engine/model/entity";

type Waits = ReadonlyMap<Ref, readonly Ref[]>;

/**
 * Resources by what they stand for. Components that need one another may be constructed in any order: what is waited for is a
 * promise, which the engine awaits when it registers the one that waits. Who waits for whom may itself be known only later.
 */
export class Order {
  private readonly known = new Map<Ref, pulumi.Resource>();
  private readonly awaited = new Map<Ref, ((resource: pulumi.Resource) => void)[]>();

  constructor(private readonly waits: Waits | Promise<Waits>) {}

  registered(ref: Ref, resource: pulumi.Resource): void {
    this.known.set(ref, resource);
    for (const resolve of this.awaited.get(ref) ?? []) resolve(resource);
    this.awaited.delete(ref);
  }

  /** What an entity waits for. */
  async after(ref: Ref): Promise<pulumi.Resource[]> {
    return this.all((await this.waits).get(ref) ?? []);
  }

  all(refs: readonly Ref[]): Promise<pulumi.Resource[]> {
    return Promise.all(refs.map((ref) => this.resource(ref)));
  }

  private resource(ref: Ref): Promise<pulumi.Resource> {
    const known = this.known.get(ref);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.awaited.set(ref, [...(this.awaited.get(ref) ?? []), resolve]));
  }
}
