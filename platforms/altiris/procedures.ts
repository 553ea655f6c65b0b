import { Procedure, defineProcedure } from "../../engine/model/procedure";
import { steps } from "./steps";

/** Before anything else: the plan itself is agreed, and tried where it can harm nobody. */
const estate = defineProcedure({
  name: "estate",
  milestone: "prepare",
  tasks: {
    "approve-plan": { of: "ALT-032", do: "Agree on the migration plan", on: "both", minutes: 60, evidence: { approver: "text", ticket: "text" } },
    rehearse: {
      of: "ALT-054", do: "Rehearse the whole migration on the test system", on: "both", minutes: 960,
      after: { "approve-plan": "ALT-032" }, evidence: { result: "text" },
    },
    "evaluate-topology": {
      of: ["ALT-195", "ALT-137"], do: "Decide which children are to be connected again", on: "both", minutes: 60,
      after: { rehearse: "ALT-195" }, evidence: { decision: "text" },
    },
    // What every link leads to and every restore waits for: between them it saves an edge from each link to each server.
    "no-links": {
      of: "ALT-203", do: "See that no relationship of the old hierarchy is left", on: "old", when: "hierarchy", minutes: 10, soon: true,
      after: { "unlink.detach": "ALT-203" }, steps: steps.noLinks, evidence: { relationships: "= 0" },
    },
  },
});

/** Per old server: safeguard it, then take it out of replication, so that its links can go. */
const separate = defineProcedure({
  name: "separate",
  milestone: "prepare",
  tasks: {
    "backup-1": {
      of: ["ALT-083", "ALT-140", "ALT-141"], do: "Back up the CMDB (type Full) to a place off this server", on: "old", team: "database", minutes: 60,
      after: { "estate.rehearse": "ALT-054", "estate.approve-plan": "ALT-032" },
      steps: steps.backup,
      evidence: { set: "text", type: "= Full", location: "text", result: "= success" },
    },
    "backup-server": {
      of: "ALT-084", do: "Back up the server itself", on: "old", minutes: 120,
      after: { "estate.rehearse": "ALT-054", "estate.approve-plan": "ALT-032" }, evidence: { set: "text", result: "= success" },
    },
    "verify-backups": {
      of: "ALT-097", do: "Verify that both backups have succeeded, that of the CMDB and that of the server", on: "old", minutes: 15,
      after: { "backup-1": ["ALT-083", "ALT-097"], "backup-server": ["ALT-084", "ALT-097"] }, evidence: { cmdb: "= success", server: "= success" },
    },
    outstanding: {
      of: "ALT-099", do: "See that no task, policy, package import or replication schedule is outstanding", on: "old", minutes: 15,
      after: { "verify-backups": "ALT-097" },
      evidence: { tasks: "= 0", policies: "= 0", packageImports: "= 0", replicationSchedules: "= 0" },
    },
    "replication-off": {
      of: ["ALT-212", "ALT-213", "ALT-215"], do: "Disable replication on this node", on: "old", when: "linked",
      moves: { entity: "{old}", by: "separate" }, steps: steps.replicationOff,
      after: { outstanding: "ALT-099", "verify-backups": "ALT-097", "backup-1": "ALT-083", "backup-server": "ALT-084" },
    },
    idle: {
      of: ["ALT-196", "ALT-197"], do: "Wait until the report Current Replication Activity is empty", on: "old", when: "linked",
      asks: { question: "running-replication-jobs" }, after: { "replication-off": "ALT-196" },
    },
  },
});

/** Per link of the old hierarchy. */
const unlink = defineProcedure({
  name: "unlink",
  milestone: "prepare",
  tasks: {
    document: {
      of: "ALT-100", do: "Write down the link: direction, schedule, replication rules", on: "old", minutes: 20, steps: steps.documentLink,
      after: { "estate.rehearse": "ALT-054", "separate.outstanding": "ALT-098" }, evidence: { schedule: "text", rules: "text" },
    },
    detach: {
      of: ["ALT-101", "ALT-203"], do: "Remove the relationship", on: "old", moves: { entity: "{link}", by: "detach" },
      after: { document: "ALT-100", "separate.replication-off": ["ALT-212", "ALT-213"], "separate.idle": "ALT-196", "separate.outstanding": "ALT-099" },
    },
  },
});

/** Per pair of servers: the fourteen steps up to the sign-off (table 3-2, steps 2 to 9 and 11). */
const server = defineProcedure({
  name: "server",
  milestone: "servers",
  tasks: {
    "outstanding-again": {
      of: "ALT-099", do: "See once more that nothing is outstanding", on: "old", minutes: 15,
      after: { "separate.outstanding": "ALT-098", "unlink.detach": ["ALT-098", "ALT-203"], "server.validated": ["ALT-192", "ALT-193", "ALT-200"] },
      evidence: { tasks: "= 0", policies: "= 0", packageImports: "= 0", replicationSchedules: "= 0" },
    },
    accounts: {
      of: "ALT-103", do: "Write down the Windows accounts of the old server (no passwords)", on: "old", minutes: 30,
      after: { "separate.outstanding": ["ALT-097", "ALT-098"], "unlink.detach": "ALT-098", "separate.backup-1": "ALT-083" }, evidence: { accounts: "text" },
    },
    "package-files": {
      of: "ALT-098", do: "Back up the files of the software packages", on: "old", minutes: 90, after: { accounts: "ALT-098" }, evidence: { location: "text" },
    },
    "list-products": {
      of: "ALT-089", do: "List the installed products (Installation Manager, Installed Products)", on: "old", minutes: 15,
      after: { "package-files": "ALT-098" }, evidence: { products: "= {oldProducts}" },
    },
    "copy-licences": {
      of: "ALT-098", do: "Copy the licences to where the new server reaches them", on: "both", minutes: 15,
      after: { "list-products": "ALT-098" }, evidence: { location: "text" },
    },
    "backup-2": {
      of: ["ALT-110", "ALT-140", "ALT-141"], do: "Back up the CMDB again: this is the backup to restore", on: "old", team: "database", minutes: 60,
      after: { "separate.backup-1": "ALT-098", "unlink.detach": "ALT-101", "outstanding-again": "ALT-099", "copy-licences": "ALT-098" },
      steps: steps.backup, evidence: { set: "text", type: "= Full", result: "= success" },
    },
    "install-sql": {
      of: "ALT-112", do: "Install SQL Server on the new server", on: "new", team: "database", minutes: 90, when: "onBox",
      after: { "copy-licences": "ALT-096" }, steps: steps.installSql, evidence: { instance: "text" },
    },
    "copy-backup": {
      of: ["ALT-112", "ALT-143"], do: "Copy the second backup to the new server", on: "both", team: "database", minutes: 30, when: "onBox",
      after: { "backup-2": ["ALT-110", "ALT-143"], "install-sql": "ALT-112" }, steps: steps.copyBackup, evidence: { location: "text" },
    },
    restore: {
      of: ["ALT-145", "ALT-091"], do: "Restore the CMDB for the new server, with the old collation", on: "new", team: "database",
      moves: { entity: "{newDatabase}", by: "restore" }, after: { "backup-2": "ALT-110", "copy-backup": ["ALT-112", "ALT-143"], "estate.no-links": "ALT-203" },
      steps: steps.restore, evidence: { collation: "= {collation}" },
    },
    freshness: {
      of: "ALT-110", do: "Restore in the stage of its backup: nothing that changes meanwhile may be lost", on: "both", minutes: 5,
      after: { "backup-2": "ALT-110", restore: "ALT-110" }, how: { "backup-2": "together", restore: "together" }, evidence: { backup: "text" },
    },
    permissions: {
      of: ["ALT-144", "ALT-148", "ALT-146"], do: "Make the application account the owner of the restored database", on: "new", team: "database", minutes: 15,
      when: "databaseMoves", after: { restore: "ALT-144" }, steps: steps.permissions, evidence: { owner: "text" },
    },
    prepare: {
      of: "ALT-118", do: "Prepare the new server: operating system, accounts, certificates, third-party plug-ins", on: "new", minutes: 180,
      after: { accounts: "ALT-118" }, steps: steps.prepare, evidence: { os: "text", accounts: "text" },
    },
    install: {
      of: ["ALT-048", "ALT-095", "ALT-116", "ALT-121"], do: "Install Installation Manager and the products, and connect the restored CMDB", on: "new",
      moves: { entity: "{new}", by: "install" },
      after: {
        restore: ["ALT-112", "ALT-116"], permissions: ["ALT-116", "ALT-144"], prepare: ["ALT-118", "ALT-121"], "list-products": "ALT-089",
        "server.validated": ["ALT-192", "ALT-193"],
      },
      steps: steps.install, evidence: { products: "⊇ {oldProducts}", installPath: "= {installPath}" },
    },
    "apply-licences": {
      of: "ALT-098", do: "Apply the licences", on: "new", moves: { entity: "{licence}", by: "apply" },
      after: { install: "ALT-098", "copy-licences": "ALT-098" }, steps: steps.applyLicences,
    },
    wizard: {
      of: ["ALT-034", "ALT-252"], do: "Copy the migration wizard to the old server and install it", on: "old", minutes: 30,
      after: { install: "ALT-034" }, steps: steps.wizard, evidence: { package: "text" },
    },
    export: {
      of: "ALT-270", do: "Export all data to a store with the wizard", on: "old", minutes: 120, after: { wizard: "ALT-252" },
      steps: steps.export, evidence: { store: "text", size: "text", message: "text" },
    },
    "copy-store": {
      of: ["ALT-126", "ALT-266"], do: "Copy the store, and a PackageFiles folder beside it, to the new server", on: "both", minutes: 60,
      after: { export: "ALT-266" }, evidence: { size: "text" },
    },
    import: {
      of: ["ALT-027", "ALT-279"], do: "Import the store with the wizard", on: "new", minutes: 120,
      after: { export: "ALT-027", install: "ALT-027", "copy-store": "ALT-266", "apply-licences": "ALT-027" },
      steps: steps.import, evidence: { message: "text", readiness: "text" },
    },
    "verify-data": {
      of: ["ALT-058", "ALT-127"], do: "Open migrated policies, reports and packages and check them: CMDB and wizard data", on: "new", minutes: 120,
      after: { import: ["ALT-058", "ALT-127"] }, evidence: { policies: "count", reports: "count", packages: "count" },
    },
    "manual-items": {
      of: "ALT-128", do: "Move by hand what neither CMDB nor wizard brings", on: "both", minutes: 120, after: { "verify-data": "ALT-128" }, evidence: { items: "text" },
    },
    "new-products": {
      of: "ALT-090", do: "Install the products that the old server did not have", on: "new", when: "newProducts",
      moves: { entity: "{newProducts}", by: "install" }, after: { "verify-data": "ALT-090" },
    },
    "confirm-sites": {
      of: "ALT-133", do: "Check sites, subnets and connection profiles, and make them as declared", on: "new",
      moves: { entity: "{newBoundaries}", by: "confirm" }, steps: steps.confirmSites, after: { install: "ALT-133", "manual-items": "ALT-096" },
    },
    "new-site-servers": {
      of: "ALT-132", do: "Set up the site servers that the old estate did not have", on: "new", when: "newSiteServers",
      moves: { entity: "{newSiteServers}", by: "set-up" }, after: { "confirm-sites": "ALT-132" },
    },
    validated: {
      of: ["ALT-057", "ALT-059"], do: "Sign that platform and solutions are configured as required", on: "new", asks: { question: "signed-off", signed: true },
      after: { "manual-items": "ALT-053", "verify-data": "ALT-058", "confirm-sites": "ALT-133", "new-products": "ALT-053" },
    },
  },
});

/** Per wave: target on 7.1, site servers, redirect on 7.0, the agents (table 3-2, steps 10, 12 and 13). */
const wave = defineProcedure({
  name: "wave",
  milestone: "waves",
  tasks: {
    aim: {
      of: ["ALT-168", "ALT-218"], do: "Widen the upgrade filter on the new server by this wave", on: "new",
      moves: { entity: "{newSettings}", by: "target", add: "{itself}" },
      after: { "server.validated": "ALT-059" },
    },
    "temporary-old": {
      of: ["ALT-230", "ALT-231", "ALT-166"], do: "Set up the temporary site server on the old side", on: "old", when: "temporaryOld",
      moves: { entity: "{temporaryOld}", by: "set-up" }, after: { "server.validated": "ALT-230" },
    },
    "temporary-new": {
      of: ["ALT-230", "ALT-151"], do: "Set up the temporary site server on the new side", on: "new", when: "temporaryNew",
      moves: { entity: "{temporaryNew}", by: "set-up" }, after: { "server.validated": "ALT-059", aim: "ALT-235" },
    },
    "take-over": {
      of: ["ALT-151", "ALT-153", "ALT-154", "ALT-155"], do: "Redirect, drop and upgrade the site servers of the site", on: "both", when: "takeOvers",
      moves: { entity: "{takeOvers}", by: "take-over" }, steps: steps.takeOver, after: { aim: "ALT-235", "temporary-old": "ALT-231", "server.validated": "ALT-059", "pilot.worked": "ALT-075" },
    },
    drop: {
      of: "ALT-166", do: "Take the shared site server out of 7.0 for the time being", on: "old", when: "rebuilds",
      moves: { entity: "{rebuilds}", by: "drop" }, after: { "temporary-old": "ALT-231", "temporary-new": "ALT-151", "pilot.worked": "ALT-075" },
    },
    // the pilot's own shared site server cannot wait for the pilot
    "drop-for-pilot": {
      of: "ALT-166", do: "Take the pilot's shared site server out of 7.0 for the time being", on: "old", when: "pilotRebuilds",
      moves: { entity: "{pilotRebuilds}", by: "drop" }, after: { "temporary-old": "ALT-231", "temporary-new": "ALT-151" },
    },
    redirect: {
      of: ["ALT-168", "ALT-169", "ALT-170"], do: "Widen the redirection filter on the old server by this wave", on: "old",
      moves: { entity: "{oldSettings}", by: "target", add: "{itself}" }, steps: steps.redirect,
      after: {
        aim: "ALT-218", "take-over": "ALT-151", drop: "ALT-166", "drop-for-pilot": "ALT-166", "temporary-new": "ALT-151", "server.validated": "ALT-059",
        "pilot.worked": ["ALT-074", "ALT-075"],
        "wave.move": "ALT-171",
      },
    },
    move: {
      of: ["ALT-060", "ALT-077", "ALT-134", "ALT-216", "ALT-217"], do: "Let the agents report to the new server, then upgrade them and their plug-ins", on: "both",
      moves: { entity: "{itself}", by: "move" }, steps: steps.move, after: { redirect: "ALT-168", "wave.move": "ALT-171" },
    },
  },
});

/** Per site server that sites share above the threshold: it comes back on 7.1 after the last of them. */
const shared = defineProcedure({
  name: "shared",
  milestone: "waves",
  tasks: {
    recreate: {
      of: "ALT-167", do: "Create the shared site server on the new side", on: "new", moves: { entity: "{siteServer}", by: "create" },
      after: { "wave.move": "ALT-167" },
    },
  },
});

const pilot = defineProcedure({
  name: "pilot",
  milestone: "pilot",
  tasks: {
    worked: {
      of: ["ALT-074", "ALT-075", "ALT-219", "ALT-221"], do: "Sign that policies, tasks and plug-ins work for the pilot", on: "new",
      asks: { question: "signed-off", signed: true }, days: "days", after: { "wave.move": "ALT-221" },
    },
  },
});

/** Per link of the new hierarchy. */
const link = defineProcedure({
  name: "link",
  milestone: "hierarchy",
  tasks: {
    link: {
      of: ["ALT-102", "ALT-136", "ALT-203"], do: "Establish the relationship", on: "new", moves: { entity: "{link}", by: "link" },
      after: { "estate.evaluate-topology": "ALT-195", "server.validated": ["ALT-136", "ALT-203"], "wave.move": "ALT-139" },
    },
    "replication-rules": {
      of: "ALT-204", do: "Enter the documented replication rules again", on: "new", minutes: 30,
      after: { link: "ALT-204", "unlink.document": "ALT-100" }, evidence: { rules: "text" },
    },
  },
});

const replicate = defineProcedure({
  name: "replicate",
  milestone: "hierarchy",
  tasks: {
    "replication-on": {
      of: ["ALT-138", "ALT-214"], do: "Enable replication on this node", on: "new", moves: { entity: "{new}", by: "join" }, steps: steps.replicationOn,
      after: { "link.link": "ALT-138", "link.replication-rules": "ALT-138" },
    },
  },
});

/** Per new server whose estate holds policies back until its agents are there. */
const policies = defineProcedure({
  name: "policies",
  milestone: "clean up",
  tasks: {
    "held-back-on": {
      of: "ALT-038", do: "Switch on the policies that were held back", on: "new", minutes: 30,
      after: { "wave.move": "ALT-038", "server.validated": "ALT-038" }, evidence: { policies: "text" },
    },
  },
});

/** Per old server: who is left, then what only served them, then the server itself. One without agents waits for its successor alone. */
const leave = defineProcedure({
  name: "leave",
  milestone: "clean up",
  tasks: {
    "dns-alias": {
      of: "ALT-226", do: "Let the old server's name lead to the new one, for agents that could not be reached", on: "old", team: "network", minutes: 20,
      after: { "wave.move": "ALT-227", "server.validated": "ALT-227" },
      steps: [
        "If nobody is left behind, write that down and stop here",
        "Ask the network team to delete the A record of {oldHost}",
        "Ask the network team to create a CNAME from {oldHost} to {newHost}; from now on {oldHost} is reached by its address alone",
      ],
      evidence: { record: "text" },
    },
    settle: {
      of: "ALT-216", do: "Wait for the stragglers, or sign that they are let go", on: "both", moves: { entity: "{stragglers}", by: "settle" },
      after: { "wave.move": "ALT-134", "dns-alias": "ALT-226" },
    },
    "dns-alias-off": {
      of: "ALT-228", do: "Remove the alias: nobody comes by the old name any more", on: "old", team: "network", minutes: 10,
      after: { settle: "ALT-228" }, evidence: { record: "text" },
    },
    "remove-temporary": {
      of: "ALT-181", do: "Remove the temporary site servers", on: "both", when: "temporaries", moves: { entity: "{temporaries}", by: "remove" },
      after: { "wave.move": "ALT-181", settle: ["ALT-181", "ALT-231"], "shared.recreate": "ALT-151" },
    },
    "may-retire": {
      of: ["ALT-068", "ALT-081"], do: "Check that the old server is no longer needed for business, data or regulation", on: "old", minutes: 60,
      after: { settle: "ALT-068", "server.validated": "ALT-068" }, evidence: { functions: "= yes", data: "= yes", regulation: "= yes" },
    },
    retire: {
      of: ["ALT-069", "ALT-080"], do: "Take the old server out of service and keep it", on: "old", moves: { entity: "{old}", by: "retire" },
      after: {
        "may-retire": ["ALT-068", "ALT-081"], "server.validated": "ALT-115", settle: "ALT-069", "remove-temporary": "ALT-231", "dns-alias-off": "ALT-228", "replicate.replication-on": "ALT-069",
      },
    },
  },
});

export const procedures: readonly Procedure[] = [estate, separate, unlink, server, wave, shared, pilot, link, replicate, policies, leave];

/** The order in which the source lists a server's tasks (table 3-2 and its step 2), read apart from the edges above. */
export const sourceOrders: Readonly<Record<string, readonly string[]>> = {
  separate: ["backup-1", "backup-server", "verify-backups", "outstanding", "replication-off", "idle"],
  server: [
    "outstanding-again", "accounts", "package-files", "list-products", "copy-licences", "backup-2", "install-sql", "copy-backup", "restore", "freshness", "permissions", "prepare",
    "install", "apply-licences", "wizard", "export", "copy-store", "import", "verify-data", "manual-items", "new-products", "confirm-sites", "new-site-servers", "validated",
  ],
  wave: ["aim", "temporary-old", "temporary-new", "take-over", "drop", "drop-for-pilot", "redirect", "move"],
};
