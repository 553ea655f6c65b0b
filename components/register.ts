import * as pulumi from "@pulumi/pulumi";
import { REGISTRATION } from "../engine/resources";
import { Registration, readRegistration } from "../engine/registration/registration";
import { Completion } from "./entity";
import { classes } from "./nouns";
import { Order } from "./order";
import { untraced } from "./untraced";

export type MigrationArgs = Readonly<{
  /** The migration's folder, relative to the project. */
  migration: string;
  /** The hash of the plan that the stack follows. */
  plan: string;
  /** The stage to reach: `r1/beaumont-pilot`. */
  stage: string;
  /** The stage that it comes from; the one before where it is not said. */
  from: string;
  /** The folder of the simulated estate, relative to the project. */
  lab: string;
  /** The stage that the stack completed last. */
  completed: pulumi.Input<string>;
  /** What drivers' programs are given by name, as a JSON object; a secret. */
  secrets?: pulumi.Input<string>;
}>;

/** The provider with what the stack is told: it refuses, before anything is touched, what must not be carried out. */
class EstateProvider extends pulumi.ProviderResource {
  constructor({ migration, plan, stage, from, lab, completed, secrets }: MigrationArgs) {
    super("drover", "estate", {
      migration,
      plan,
      from,
      to: stage,
      completed,
      lab,
      ...(secrets === undefined ? {} : { secrets }),
    });
  }
}

/**
 * One stage of a migration as resources: the whole estate, each entity in the phase that the lock has for it. The program opens
 * neither documents nor lock: the provider does, judges them, and answers what there is to register.
 */
export function registerMigration(args: MigrationArgs): Readonly<{ completed: pulumi.Output<string> }> {
  const provider = untraced(() => new EstateProvider(args));
  const registered = registrationBy(provider, args).then((registration) =>
    untraced(() => register(registration, provider, args.completed)),
  );
  return { completed: pulumi.output(registered) };
}

/** What the provider has to register: asked when it has refused nothing, since an answer needs its registered provider. */
async function registrationBy(provider: EstateProvider, { migration, stage, from }: MigrationArgs): Promise<Registration> {
  // where it was refused, this fails as Pulumi's own resources do, which says nothing more
  await settled(provider.id);
  try {
    const answer: unknown = await pulumi.runtime.invoke(REGISTRATION, { migration, from, to: stage }, { provider });
    return readRegistration((answer as Readonly<{ registration: string }>).registration);
  } catch (cause) {
    // Pulumi lets some errors of its lines pass in silence, and would then take nothing registered for nothing wanted
    const say = cause instanceof Error ? cause.message : String(cause);
    throw new pulumi.RunError(`the provider did not answer what to register: ${say} — run it again`);
  }
}

function register(
  { stage, components, waits, closing }: Registration,
  provider: EstateProvider,
  completed: pulumi.Input<string>,
): pulumi.Output<string> {
  const order = new Order(new Map(waits));
  for (const { noun, name, members } of components) {
    const because = new Map(members.map(({ entity, because: why }) => [entity.ref, why]));
    new classes[noun](name, {
      members: members.map(({ entity }) => entity),
      because: ({ ref }) => because.get(ref) ?? "",
      provider,
      order,
    });
  }
  const { reached } = new Completion(stage, { provider, dependsOn: order.all(closing) });
  return pulumi.output(isKnown(reached).then((known) => (known ? reached : completed)));
}

const settled = (output: pulumi.Output<unknown>): Promise<unknown> =>
  (output as unknown as Readonly<{ promise(): Promise<unknown> }>).promise();

/** Whether the resource was really registered; Pulumi keeps this out of its types. */
const isKnown = (output: pulumi.Output<string>): Promise<boolean> =>
  (output as unknown as Readonly<{ isKnown: Promise<boolean> }>).isKnown;
