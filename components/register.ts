import * as pulumi from "@pulumi/pulumi";
import { Carried, carriedIn } from "../documents/carried";
import { foldMigration } from "../documents/open";
import { revisionOf } from "../documents/revisions";
import type { Ref } from "../engine/model/entity";
import { reasons } from "./because";
import { classes } from "./nouns";
import { Completion } from "./entity";
import { groupsOf } from "./groups";
import { Order } from "./order";
import { untraced } from "./untraced";
import { Way, lastOf, waits, wayOf } from "./stages";

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

/** One stage of a migration as resources: the whole estate, each entity in the phase that the lock has for it. */
export function registerMigration(args: MigrationArgs): Readonly<{ completed: pulumi.Output<string> }> {
  const opened = foldMigration(args.migration, undefined, revisionOf(args.stage));
  const carried = opened.findings.some(({ severity }) => severity === "error") ? undefined : carriedIn(opened);
  const way = carried && wayOf(carried, { from: args.from, to: args.stage });
  return untraced(() => {
    const provider = new EstateProvider({ ...args, from: way?.told.from ?? args.from });
    return carried && way ? register(carried, way, provider, args.completed) : { completed: pulumi.output(args.completed) };
  });
}

function register(
  carried: Carried,
  way: Way,
  provider: EstateProvider,
  completed: pulumi.Input<string>,
): Readonly<{ completed: pulumi.Output<string> }> {
  const because = reasons(carried, way.to);
  const order = new Order(waits(way));
  for (const { noun, name, members } of groupsOf(carried.problem.start)) {
    const entities = members.flatMap((ref) => way.target.get(ref) ?? []);
    new classes[noun](name, { members: entities, because: ({ ref }) => because.get(ref) ?? "", provider, order });
  }
  const completion = new Completion(way.told.to, { provider, dependsOn: order.all(closing(way)) });
  const { reached } = completion;
  return { completed: pulumi.output(isKnown(reached).then((known) => (known ? reached : completed))) };
}

/** Whether the resource was really registered; Pulumi keeps this out of its types. */
const isKnown = (output: pulumi.Output<string>): Promise<boolean> =>
  (output as unknown as Readonly<{ isKnown: Promise<boolean> }>).isKnown;

/** The stage is complete when its last operations are; adopting, when everything is there. */
const closing = (way: Way): readonly Ref[] => (way.to === 0 && !way.stage ? [...way.target.keys()] : lastOf(way));
