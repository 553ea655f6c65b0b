import * as pulumi from "@pulumi/pulumi";
import { labFolder } from "../documents/home";
import { Declaration, writeDeclaration } from "../engine/declaration";
import { Entity, Ref, Value, kindOf } from "../engine/model/entity";
import { PhaseTable } from "../engine/model/phases";
import { packs } from "../platforms";
import { MemberArgs, Members } from "./members";
import { Order } from "./order";

export type EstateArgs = Readonly<{
  platform: "altiris" | "configmgr";
  /** The folder of the simulated estate, relative to the project; .drover/lab/<stack>/<estate> where it is not said. */
  lab?: string;
}>;

/** One entity as a program declares it, and what has to be settled before it is touched. */
export type Wanted = Readonly<{
  ref: Ref;
  phase: string;
  props: Readonly<Record<string, Value | undefined>>;
  after?: readonly Ref[];
}>;

/** The provider of one declared estate: it gets the whole declaration before any resource, and judges it. */
class DeclaredProvider extends pulumi.ProviderResource {
  constructor(name: string, inputs: Readonly<{ platform: string; lab: string; declares: pulumi.Input<string> }>) {
    super("drover", name, inputs);
  }
}

/**
 * The estate that a program declares, component by component. It is whole when the program has run without waiting for anything:
 * only then is it handed to the provider, which every resource waits for. So what is refused is refused before anything is done,
 * in preview, without preview and under --target alike.
 */
export class Declaring {
  private static readonly ofProgram = new Map<string, Declaring>();
  private readonly table: PhaseTable;
  private readonly entities = new Map<Ref, Entity>();
  private readonly waits = new Map<Ref, Set<Ref>>();
  private readonly order: Order;
  private readonly provider: pulumi.ProviderResource;
  private closed = false;

  constructor(
    readonly name: string,
    readonly args: EstateArgs,
  ) {
    const pack = packs[args.platform];
    if (!pack) throw new Error(`no platform is called ${args.platform}; there are ${Object.keys(packs).join(", ")}`);
    this.table = new PhaseTable(pack.phases);
    const whole = new Promise<Declaration>((resolve) =>
      setImmediate(() => {
        this.closed = true;
        resolve(this.declaration());
      }),
    );
    this.order = new Order(whole.then(({ waits }) => waits));
    const lab = args.lab ?? `${labFolder(pulumi.getStack(), process.env)}/${name}`;
    this.provider = new DeclaredProvider(name, { platform: args.platform, lab, declares: whole.then(writeDeclaration) });
  }

  /** The estate of a program that names none: one a platform, called as the project is. */
  static of(platform: EstateArgs["platform"]): Declaring {
    const known = Declaring.ofProgram.get(platform) ?? new Declaring(pulumi.getProject(), { platform });
    Declaring.ofProgram.set(platform, known);
    return known;
  }

  /** Takes up what a component declares. Its `dependsOn` is order for the judge as well, as far as it names components. */
  declare(wanted: readonly Wanted[], options?: pulumi.ComponentResourceOptions): MemberArgs {
    const before = [options?.dependsOn ?? []].flat().flatMap((one) => (one instanceof Members ? one.refs : []));
    const members = wanted.map(({ ref, phase, props, after = [] }) => {
      this.mustBeNew(ref);
      const plain = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
      const entity = this.table.at({ ...plain, ref, kind: kindOf(ref) } as unknown as Entity, phase);
      this.entities.set(ref, entity);
      this.wait(ref, [...after, ...before]);
      return entity;
    });
    return { members, provider: this.provider, order: this.order, declaring: this };
  }

  /** An entity, declared before or after this, waits for others. */
  wait(ref: Ref, others: readonly Ref[]): void {
    const waits = this.waits.get(ref) ?? new Set();
    for (const other of others) waits.add(other);
    this.waits.set(ref, waits);
  }

  private mustBeNew(ref: Ref): void {
    if (this.closed)
      throw new Error(
        `${ref} comes too late: the estate ${this.name} was judged without it. Construct its components before the program awaits anything.`,
      );
    if (this.entities.has(ref))
      throw new Error(`${ref} is declared twice in the estate ${this.name}: give one of the two another name`);
  }

  private declaration(): Declaration {
    // what another estate's components are waited for is Pulumi's to know: no judge of this one can
    const known = (others: ReadonlySet<Ref>): readonly Ref[] => [...others].filter((other) => this.entities.has(other));
    return { entities: this.entities, waits: new Map([...this.waits].map(([ref, others]) => [ref, known(others)])) };
  }
}
