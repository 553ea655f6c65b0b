import { Refusal } from "../errors";
import { defineLaws } from "../law";
import type { Harm } from "../physics";

/** Every law of the simulated SMS and ConfigMgr. README.md lists the same; a test compares the two. */
export const laws = defineLaws({
  "LAW-PHASE": { then: "refuses", title: "an act starts from the phase that it needs" },
  "LAW-SERVICE-PACK": {
    then: "refuses",
    line: 46,
    obligation: "CM-011",
    title: "Setup upgrades SMS 2003 SP 2 and SP 3, and nothing older",
  },
  "LAW-PARENT": { then: "refuses", line: 48, obligation: "CM-013", title: "a ConfigMgr site does not report to an SMS site" },
  "LAW-SECONDARY": { then: "refuses", line: 376, obligation: "CM-114", title: "a secondary site follows its primary" },
  "LAW-CHECKER": {
    then: "damages",
    line: 376,
    obligation: "CM-115",
    title: "a secondary site is checked from its upgraded primary before it follows",
  },
  "LAW-LEGACY": { then: "damages", line: 88, obligation: "CM-040", title: "legacy clients do not work in a ConfigMgr site" },
  "LAW-TEST-DATABASE": {
    then: "damages",
    line: 249,
    obligation: "CM-080",
    title: "a trial on the site database itself makes it useless",
  },
  "LAW-DATABASE": { then: "refuses", title: "a site with a useless database is not upgraded" },
  "LAW-CODE": { then: "refuses", line: 498, obligation: "CM-152", title: "no two sites have one code" },
  "LAW-OVERLAP": { then: "damages", line: 506, obligation: "CM-158", title: "no address lies in the boundaries of two sites" },
  "LAW-REPLICATION": {
    then: "damages",
    line: 508,
    obligation: "CM-160",
    title: "a released boundary is known to all sites before another one claims it",
  },
  "LAW-READ-ONLY": {
    then: "refuses",
    line: 459,
    obligation: "CM-139",
    title: "boundaries that SMS left behind cannot be edited",
  },
  "LAW-REMOTE": {
    then: "refuses",
    line: 539,
    obligation: "CM-168",
    title: "without boundaries, only advertisements for remote distribution points arrive",
  },
  "LAW-CLIENT-NEWER": { then: "refuses", line: 425, obligation: "CM-127", title: "a client is no newer than its site" },
  "LAW-NO-SITE": { then: "refuses", title: "nothing is done at a site that is not there or not running" },
  "LAW-SITE-BACKUP": { then: "refuses", title: "a site comes to another server from a backup of itself" },
  "LAW-ROLE": { then: "damages", title: "a role of a site that is served goes on being served" },
  "LAW-RETIRE": { then: "damages", line: 499, obligation: "CM-153", title: "a site goes when no client and no site needs it" },
  "not yet": { then: "refuses", title: "time or a person has to come first" },
});

export type LawId = keyof typeof laws;

export const refusal = (law: LawId, ref: string, say: string): Refusal => new Refusal(law, ref, say);

export const harm = (law: LawId, ref: string, say: string): Harm => ({ law, ref, say });
