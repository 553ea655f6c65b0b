import type { Broken, Invariant } from "../../lab/monitor";
import { Thing, count, text, texts } from "../../lab/things";
import type { World } from "../../lab/world";

/**
 * What the guide's rules about states say of the simulated estate, in code of its own: nothing of engine/ or platforms/ is used
 * here. The lab's own laws and monitor hold the others; `held` says which, rule by rule.
 */
const about = (
  rule: string,
  over: readonly string[],
  kind: string,
  wrong: (thing: Thing, world: World) => string | undefined,
): Invariant => ({
  over,
  broken: (world) =>
    world.of(kind).flatMap((thing): readonly Broken[] => {
      const say = wrong(thing, world);
      return say === undefined ? [] : [{ invariant: rule, ref: thing.ref, say: `${rule}: ${thing.ref} ${say}` }];
    }),
});

const phase = (thing: Thing | undefined): string => text(thing, "phase");
const left = (wave: Thing): boolean => phase(wave) !== "waiting" && count(wave, "agents") > 0;
const ofSite = (world: World, wave: Thing): readonly Thing[] =>
  world.of("siteServer").filter((one) => texts(one, "sites").includes(text(wave, "site")));
/** A wave of one of its sites that has not come. */
const still = (world: World, siteServer: Thing): string | undefined =>
  world.of("wave").find((wave) => texts(siteServer, "sites").includes(text(wave, "site")) && phase(wave) !== "moved")?.ref;

const watched: Readonly<Record<string, Invariant>> = {
  "ALT-059": about("ALT-059", ["wave", "gate"], "wave", (wave, world) =>
    left(wave) && phase(world.get(`gate/${text(wave, "newServer")}/validated`)) !== "open"
      ? "has left and its server was not validated"
      : undefined,
  ),
  "ALT-069": about("ALT-069", ["server", "wave", "stragglers"], "server", (server, world) => {
    if (!["retiring", "kept"].includes(phase(server))) return undefined;
    const user = world.of("wave").find((wave) => texts(wave, "at").includes(server.ref));
    return user && count(user, "agents") > 0 ? `goes while ${user.ref} uses it` : undefined;
  }),
  "ALT-075": about("ALT-075", ["wave", "gate"], "wave", (wave, world) =>
    left(wave) && wave["pilot"] !== true && phase(world.get("gate/pilot/worked")) !== "open"
      ? "has left before the pilot was found well"
      : undefined,
  ),
  "ALT-084": about("ALT-084", ["server", "task"], "server", (server, world) =>
    text(server, "version") === "7.0" &&
    phase(server) !== "running" &&
    phase(world.get(`task/${text(server, "name")}/backup-server`)) !== "done"
      ? "is changed and was not backed up"
      : undefined,
  ),
  "ALT-133": about("ALT-133", ["wave", "boundaries"], "wave", (wave, world) =>
    left(wave) && phase(world.get(text(wave, "newBoundaries"))) !== "held"
      ? "has left and its subnets were not confirmed"
      : undefined,
  ),
  "ALT-136": about("ALT-136", ["link", "server"], "link", (link, world) => {
    if (text(link, "version") !== "7.1") return undefined;
    const raw = texts(link, "ends").find((end) => !["installed", "joining", "joined"].includes(phase(world.get(end))));
    return raw === undefined ? undefined : `is there and ${raw} is not installed`;
  }),
  "ALT-151": about("ALT-151", ["wave", "siteServer"], "wave", (wave, world) =>
    left(wave) && !ofSite(world, wave).some((one) => texts(one, "on").includes(text(wave, "to")))
      ? "has left and nobody serves its site there"
      : undefined,
  ),
  "ALT-166": about("ALT-166", ["wave", "siteServer"], "wave", (wave, world) =>
    left(wave) && ofSite(world, wave).some((one) => text(one, "way") === "rebuild" && ["old", "dropping"].includes(phase(one)))
      ? "has left and the site server that it shares is still on 7.0"
      : undefined,
  ),
  "ALT-167": about("ALT-167", ["wave", "siteServer"], "siteServer", (one, world) => {
    const wave = text(one, "way") === "rebuild" && ["creating", "new"].includes(phase(one)) ? still(world, one) : undefined;
    return wave === undefined ? undefined : `is back on 7.1 before ${wave}`;
  }),
  "ALT-171": about("ALT-171", ["wave", "settings"], "wave", (wave, world) =>
    left(wave) && !texts(world.get(text(wave, "oldSettings")), "targets").includes(wave.ref)
      ? "has left and nobody redirected it"
      : undefined,
  ),
  "ALT-181": about("ALT-181", ["wave", "siteServer"], "siteServer", (one, world) => {
    const wave = one["temporary"] === true && phase(one) === "removing" ? still(world, one) : undefined;
    return wave === undefined ? undefined : `goes before ${wave}`;
  }),
};

export const invariants: readonly Invariant[] = Object.values(watched);

/** Who holds each of the pack's rules about states during the torture: the code above, a law of the lab, or its own monitor. */
export const held: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(watched).map((rule) => [rule, "watched here"])),
  "ALT-052": "the lab's monitor: link",
  "ALT-083": "LAW-BACKUP",
  "ALT-088": "LAW-PARITY",
  "ALT-101": "LAW-LINK-LEFT",
  "ALT-110": "LAW-BACKUP-NEWEST",
  "ALT-116": "LAW-CONNECT",
  "ALT-153": "the lab's monitor: registration",
  "ALT-193": "LAW-CHILD-FIRST",
  "ALT-213": "LAW-DETACH-REPLICATION",
  "ALT-231": "the lab's monitor: site server",
  "ALT-235": "LAW-PACKAGE-TARGET",
};
