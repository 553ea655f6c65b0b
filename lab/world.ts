import { Change, Thing, byCodeUnits, kindOf } from "./things";

/** What physics may look at. */
export interface World {
  get(ref: string): Thing | undefined;
  /** All things of a kind, in the order of their refs. */
  of(kind: string): readonly Thing[];
}

/** The things of an estate, by ref and by kind. Only records change it, through `apply`. */
export class Things implements World {
  private readonly kinds = new Map<string, Map<string, Thing>>();
  private readonly sorted = new Map<string, readonly Thing[]>();
  /** Kinds whose map a copy shares: cloned before it is changed. */
  private readonly shared = new Set<string>();

  constructor(things: Iterable<Thing> = []) {
    for (const thing of things) this.put(thing);
  }

  get(ref: string): Thing | undefined {
    return this.kinds.get(kindOf(ref))?.get(ref);
  }

  of(kind: string): readonly Thing[] {
    let things = this.sorted.get(kind);
    if (!things) {
      things = [...(this.kinds.get(kind)?.values() ?? [])].sort((a, b) => byCodeUnits(a.ref, b.ref));
      this.sorted.set(kind, things);
    }
    return things;
  }

  all(): readonly Thing[] {
    return [...this.kinds.keys()].sort(byCodeUnits).flatMap((kind) => this.of(kind));
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) this.applyOne(change);
  }

  /**
   * A world of its own that can be changed without touching this one. Cheap: kinds are shared until one of the two
   * changes them.
   */
  copy(): Things {
    const copy = new Things();
    for (const [kind, things] of this.kinds) {
      copy.kinds.set(kind, things);
      copy.sorted.set(kind, this.of(kind));
      copy.shared.add(kind);
      this.shared.add(kind);
    }
    return copy;
  }

  private applyOne({ ref, set, unset, gone }: Change): void {
    if (gone) {
      this.own(kindOf(ref)).delete(ref);
      return;
    }
    const kept = Object.entries(this.get(ref) ?? {}).filter(([name]) => !unset?.includes(name));
    this.put({ ...Object.fromEntries(kept), ...set, ref } as Thing);
  }

  private put(thing: Thing): void {
    this.own(kindOf(thing.ref)).set(thing.ref, thing);
  }

  /** A kind's things, to be changed. */
  private own(kind: string): Map<string, Thing> {
    const known = this.kinds.get(kind);
    const things = known === undefined || this.shared.has(kind) ? new Map(known) : known;
    this.kinds.set(kind, things);
    this.shared.delete(kind);
    this.sorted.delete(kind);
    return things;
  }
}
