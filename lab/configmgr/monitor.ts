import { firstMeeting } from "../addresses";
import type { Broken, Invariant } from "../monitor";
import { Thing, count, text, texts } from "../things";
import type { World } from "../world";

/** CM-013. */
const reporting = (things: World): readonly Broken[] =>
  things
    .of("site")
    .filter((site) => text(site, "product") === "configmgr" && text(things.get(text(site, "reports")), "product") === "sms")
    .map((site) => ({
      invariant: "parent",
      ref: site.ref,
      say: `${site.ref} runs ConfigMgr and reports to ${text(site, "reports")}, which runs SMS`,
    }));

/** CM-158, of boundaries at rest. */
function twoSites(things: World): readonly Broken[] {
  const realms = new Map<string, Thing[]>();
  for (const held of things.of("boundaries"))
    if (["held", "read-only", "re-created"].includes(text(held, "phase")))
      realms.set(text(held, "realm"), [...(realms.get(text(held, "realm")) ?? []), held]);
  return [...realms].flatMap(([realm, all]) => {
    const meeting = firstMeeting(
      all.flatMap((held) => texts(held, "addresses").map((address) => ({ owner: held.ref, address }))),
    );
    if (!meeting) return [];
    const [a, b] = meeting;
    return [
      {
        invariant: "owner",
        ref: realm,
        say: `${realm} has two owners of an address: ${a.address} of ${a.owner} and ${b.address} of ${b.owner}`,
      },
    ];
  });
}

/** CM-153. */
const stranded = (things: World): readonly Broken[] =>
  things
    .of("wave")
    .filter(
      (wave) => texts(wave, "assigned").length === 1 && text(things.get(texts(wave, "assigned")[0] ?? ""), "phase") === "retired",
    )
    .map((wave) => ({
      invariant: "clients",
      ref: wave.ref,
      say: `${count(wave, "agents")} clients of ${wave.ref} belong to ${texts(wave, "assigned")[0]}, which is retired`,
    }));

/** What must hold between any two records, looked at with nothing of the physics in it. */
export const invariants: readonly Invariant[] = [
  { over: ["site"], broken: reporting },
  { over: ["boundaries"], broken: twoSites },
  { over: ["site", "wave"], broken: stranded },
];
