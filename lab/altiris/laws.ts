import type { Harm } from "../physics";
import { Refusal } from "../errors";
import { defineLaws } from "../law";

/** Every law of the simulated Altiris. README.md lists the same; a test compares the two. */
export const laws = defineLaws({
  "LAW-PHASE": { then: "refuses", title: "an act starts from the phase that it needs" },
  "LAW-NO-SERVER": { then: "refuses", title: "nothing is done on a server that is not there or not running" },
  "LAW-HOST": { then: "refuses", line: 613, obligation: "ALT-093", title: "two running servers have two hosts" },
  "LAW-OS": {
    then: "refuses",
    line: 622,
    obligation: "ALT-048",
    title: "7.1 installs on Windows Server 2008 R2 (64 bit) alone",
  },
  "LAW-PATH": {
    then: "damages",
    line: 616,
    obligation: "ALT-095",
    title: "another installation path, and agents cannot be upgraded",
  },
  "LAW-LINK-VERSION": {
    then: "refuses",
    line: 618,
    obligation: "ALT-052",
    title: "a link joins two running servers of one version",
  },
  "LAW-LINK-LEFT": { then: "damages", line: 648, obligation: "ALT-101", title: "links go before their server migrates" },
  "LAW-DETACH-REPLICATION": {
    then: "damages",
    line: 891,
    obligation: "ALT-213",
    title: "a link is removed while both ends have replication off",
  },
  "LAW-DETACH-JOBS": {
    then: "damages",
    line: 855,
    obligation: "ALT-196",
    title: "no replication job runs when a link is removed",
  },
  "LAW-CHILD-FIRST": { then: "damages", line: 845, obligation: "ALT-193", title: "children reach 7.1 before their parent" },
  "LAW-BACKUP": {
    then: "refuses",
    line: 604,
    obligation: "ALT-083",
    title: "what is restored was backed up, completely and verified",
  },
  "LAW-BACKUP-NEWEST": {
    then: "damages",
    line: 648,
    obligation: "ALT-110",
    title: "a backup holds nothing that came after it",
  },
  "LAW-COLLATION": { then: "refuses or damages", line: 610, obligation: "ALT-091", title: "the database keeps its collation" },
  "LAW-SAME-NAME": {
    then: "refuses",
    line: 653,
    obligation: "ALT-112",
    title: "on the same SQL server the copy has another name",
  },
  "LAW-OWNER": {
    then: "refuses",
    line: 717,
    obligation: "ALT-144",
    title: "on a new SQL server the account owns the restored database",
  },
  "LAW-CONNECT": { then: "refuses", line: 664, obligation: "ALT-116", title: "a server is installed with a restored database" },
  "LAW-PARITY": {
    then: "damages",
    line: 607,
    obligation: "ALT-088",
    title: "all old products are there when the database is connected",
  },
  "LAW-SHARED-DATABASE": { then: "damages", line: 653, obligation: "ALT-115", title: "a database belongs to one server" },
  "LAW-DATABASE-USED": { then: "refuses", title: "a database in use cannot be dropped" },
  "LAW-OUTSTANDING": {
    then: "damages",
    line: 648,
    obligation: "ALT-099",
    title: "outstanding tasks end before the database goes",
  },
  "LAW-CORRUPT": { then: "refuses or damages", line: 607, obligation: "ALT-088", title: "what is corrupt serves nobody" },
  "LAW-ONE-OWNER": { then: "refuses", title: "in one server's book the most specific subnet of an address belongs to one site" },
  "LAW-EXPORT-EARLY": {
    then: "refuses",
    line: 1102,
    obligation: "ALT-034",
    title: "the wizard comes with 7.1: no export before the installation",
  },
  "LAW-IMPORT-EARLY": {
    then: "refuses",
    line: 669,
    obligation: "ALT-027",
    title: "an import needs the installed server and the exported, copied store",
  },
  "LAW-BOTH": { then: "refuses", line: 762, obligation: "ALT-153", title: "a site server is registered on one server" },
  "LAW-AGENT-DOWN": { then: "refuses", line: 618, obligation: "ALT-060", title: "a 7.1 agent cannot report to a 7.0 server" },
  "LAW-PACKAGE-TARGET": {
    then: "damages",
    line: 948,
    obligation: "ALT-235",
    title: "package servers are upgraded when their clients are targeted",
  },
  "LAW-TARGET": {
    then: "refuses",
    line: 785,
    obligation: "ALT-168",
    title: "only targeted agents are redirected and upgraded",
  },
  "LAW-AT-ONCE": {
    then: "damages",
    line: 789,
    obligation: "ALT-076",
    title: "at most 5,000 agents at once to one server, 15,000 when it is kept quiet",
  },
  "LAW-MANAGED": { then: "damages", line: 789, obligation: "ALT-172", title: "a server manages 20,000 agents" },
  "LAW-SITE-FIRST": {
    then: "damages",
    line: 761,
    obligation: "ALT-151",
    title: "agents arrive where a site server of their site serves",
  },
  "LAW-SITE-KNOWN": {
    then: "damages",
    line: 677,
    obligation: "ALT-133",
    title: "agents find their site on the server that they report to",
  },
  "LAW-SERVICE": { then: "damages", title: "a service that a site goes on having goes on being there" },
  "LAW-NO-SITE-SERVER": { then: "damages", line: 944, obligation: "ALT-231", title: "a server with agents has a site server" },
  "LAW-RETIRE": { then: "damages", line: 757, obligation: "ALT-150", title: "a server with agents keeps running" },
  "not yet": { then: "refuses", title: "time or a person has to come first" },
});

export type LawId = keyof typeof laws;

export const refusal = (law: LawId, ref: string, say: string): Refusal => new Refusal(law, ref, say);

export const harm = (law: LawId, ref: string, say: string): Harm => ({ law, ref, say });
