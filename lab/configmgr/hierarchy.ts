import { Thing, text, texts } from "../things";
import type { World } from "../world";
import { refusal } from "./laws";

export const isConfigMgr = (site: Thing | undefined): boolean => text(site, "product") === "configmgr";

/** A site that answers, whichever product it runs. */
export const answers = (site: Thing | undefined): site is Thing =>
  site !== undefined && ["sms", "configmgr"].includes(text(site, "product"));

export function mustAnswer(world: World, site: string, why: string): Thing {
  const thing = world.get(site);
  if (answers(thing)) return thing;
  throw refusal(
    "LAW-NO-SITE",
    site,
    `${why}: ${site} ${thing ? `is ${text(thing, "phase")}` : "is not there"}. Bring it up first.`,
  );
}

/** The sites that report to this one now. */
export const below = (world: World, site: string): readonly Thing[] =>
  world.of("site").filter((other) => text(other, "reports") === site);

/** Boundaries that clients find, half-way ones included. */
export const isHeld = (boundaries: Thing): boolean =>
  ["held", "inheriting", "read-only", "re-creating", "re-created", "releasing", "claiming"].includes(text(boundaries, "phase")) &&
  boundaries[".deleted"] !== true;

/** What boundaries stand for: a directory site for its subnets, where these are known (`ad:Dallas 10.20.0.0/20`). */
export const standsFor = (boundaries: Thing, addresses = texts(boundaries, "addresses")): readonly string[] =>
  addresses.flatMap((address) => {
    const known = texts(boundaries, "directory")
      .filter((one) => one.startsWith(`${address} `))
      .map((one) => one.slice(address.length + 1));
    return known.length > 0 ? known : [address];
  });
