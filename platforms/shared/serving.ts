import { citing, defineRule } from "../../engine/model/define";
import { Entity, Kind, list } from "../../engine/model/entity";
import type { Example, Rule, View } from "../../engine/model/rule";

/** What no source demands, and what every administrator would: decisions/0010 has the reasons. */
export const own = citing("drover");

/** What a platform calls those who serve, and whom. */
export type Serving = Readonly<{
  title: string;
  task: string;
  /** What has `services`: those that it has before and after. */
  over: Kind;
  /** Whether somebody does this for it now. */
  served(entity: Entity, service: string, view: View): boolean;
  say(entity: Entity, service: string): string;
  breaks: readonly Example[];
  holds: readonly Example[];
}>;

/** RES-001: who is served before and after is served on the way. */
export const neverLacking = ({ title, task, over, served, say, breaks, holds }: Serving): Rule =>
  defineRule({
    id: "RES-001",
    title,
    source: own("decisions/0010", 1),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task },
      {
        form: "state",
        over,
        check(entity, view) {
          const missing = list(entity, "services")
            .map(String)
            .find((service) => !served(entity, service, view));
          return missing === undefined || entity.phase === "planned"
            ? undefined
            : { say: say(entity, missing), fix: "set the new one up before the old one goes" };
        },
      },
    ],
    breaks,
    holds,
  });
