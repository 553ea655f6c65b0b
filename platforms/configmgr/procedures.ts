import { Procedure, defineProcedure } from "../../engine/model/procedure";

/** Per central or primary site that is upgraded where it stands. */
const upgrade = defineProcedure({
  name: "upgrade",
  milestone: "sites",
  tasks: {
    "service-pack": {
      of: "CM-012", do: "Bring the site to SMS 2003 SP 3", on: "old", when: "needsServicePack", minutes: 120, evidence: { version: "= 2003-sp3" },
    },
    "copy-database": {
      of: "CM-080", do: "Copy the site database for the trial", on: "old", team: "database", minutes: 45,
      steps: [
        "See that the service SQL Server Agent runs",
        "In SQL Server Management Studio, right-click {database} and choose Tasks, then Copy Database",
        "Name the copy {testDatabase} and keep the other answers; write down how large its files are",
      ],
      evidence: { copy: "= {testDatabase}", size: "text" },
    },
    "test-database": {
      of: "CM-080", do: "Try the upgrade of the database on the copy", on: "old", team: "database", minutes: 60,
      after: { "copy-database": "CM-080", "service-pack": "CM-012" },
      steps: ["Run Setup from the installation media with /testdbupgrade {testDatabase}, never with the site database's own name"],
      evidence: { database: "= {testDatabase}", result: "= success" },
    },
    "convert-legacy": {
      of: "CM-040", do: "Give each legacy client the advanced client, or retire it", on: "old", when: "hasLegacy", minutes: 240, evidence: { left: "= 0" },
    },
    "no-legacy": {
      of: "CM-040", do: "See that no legacy client is left", on: "old", asks: { question: "legacy-clients" }, after: { "convert-legacy": "CM-040" },
    },
    detach: {
      of: "CM-016", do: "Take the site out of the hierarchy", on: "old", when: "detaches", moves: { entity: "{site}", by: "detach" },
    },
    upgrade: {
      of: ["CM-011", "CM-015"], do: "Upgrade the site with Setup", on: "both", moves: { entity: "{site}", by: "upgrade" },
      after: {
        "service-pack": ["CM-011", "CM-012"], "test-database": "CM-080", "no-legacy": "CM-040", detach: "CM-016", "upgrade.verified": ["CM-013", "CM-015"],
        "build.verified": ["CM-013", "CM-015"],
      },
    },
    services: {
      of: "CM-112", do: "See that the site's four services have started", on: "new", minutes: 10, after: { upgrade: "CM-112" },
      evidence: { services: "= 4 started" },
    },
    inherit: {
      of: "CM-139", do: "See that all boundaries have arrived, read-only", on: "new", moves: { entity: "{boundaries}", by: "inherit" }, after: { upgrade: "CM-139" },
    },
    verified: {
      of: "CM-113", do: "Sign that site systems and components are well in the new console", on: "new", asks: { question: "signed-off", signed: true },
      after: { upgrade: "CM-113", services: "CM-112", inherit: "CM-139" }, how: { upgrade: "together" },
    },
    "re-create": {
      of: "CM-140", do: "Delete the boundaries that change, and create them anew", on: "new", when: "changed", moves: { entity: "{changed}", by: "re-create" },
      after: { inherit: ["CM-139", "CM-140"], verified: "CM-131" },
    },
  },
});

/** Per site that was upgraded on its own, before its parent. */
const attach = defineProcedure({
  name: "attach",
  milestone: "sites",
  tasks: {
    attach: {
      of: "CM-017", do: "Attach the site to its parent again", on: "new", moves: { entity: "{site}", by: "attach" }, after: { "upgrade.verified": ["CM-013", "CM-017"] },
    },
  },
});

/** Per primary site with secondary sites that are upgraded. */
const check = defineProcedure({
  name: "check",
  milestone: "sites",
  tasks: {
    "all-secondaries": {
      of: "CM-115", do: "Run the prerequisite checker on the primary again, for all secondary sites", on: "new", minutes: 20,
      after: { "upgrade.verified": "CM-115", "secondary.service-pack": "CM-012" },
      steps: ["Start the prerequisite checker on {server}", "Tick All Secondary Sites on the page of options", "See to every error and warning, then check again"],
      evidence: { errors: "= 0", warnings: "text" },
    },
  },
});

/** Per secondary site that is upgraded where it stands. */
const secondary = defineProcedure({
  name: "secondary",
  milestone: "sites",
  tasks: {
    "service-pack": {
      of: "CM-012", do: "Bring the site to SMS 2003 SP 3", on: "old", when: "needsServicePack", minutes: 120, evidence: { version: "= 2003-sp3" },
    },
    upgrade: {
      of: ["CM-114", "CM-117"], do: "Upgrade the secondary site from its primary, with the wizard", on: "both", moves: { entity: "{site}", by: "upgrade" },
      after: { "service-pack": ["CM-011", "CM-012"], "upgrade.verified": ["CM-013", "CM-114"], "check.all-secondaries": "CM-115" }, how: { "upgrade.verified": "later" },
    },
    inherit: {
      of: "CM-139", do: "See that all boundaries have arrived, read-only", on: "new", moves: { entity: "{boundaries}", by: "inherit" }, after: { upgrade: "CM-139" },
    },
    verified: {
      of: "CM-126", do: "Look at the secondary site's status in the console", on: "new", minutes: 15, soon: true, after: { upgrade: "CM-126", inherit: "CM-139" },
      evidence: { status: "= OK", version: "text" },
    },
    "re-create": {
      of: "CM-140", do: "Delete the boundaries that change, and create them anew", on: "new", when: "changed", moves: { entity: "{changed}", by: "re-create" },
      after: { inherit: ["CM-139", "CM-140"], verified: "CM-131" },
    },
  },
});

/** Per primary site that is built beside an old one. */
const build = defineProcedure({
  name: "build",
  milestone: "new sites",
  tasks: {
    install: { of: ["CM-152", "CM-153"], do: "Install the new site under its own code", on: "new", moves: { entity: "{site}", by: "install" } },
    attach: {
      of: "CM-013", do: "Attach the new site to its ConfigMgr parent", on: "new", when: "hasParent", moves: { entity: "{site}", by: "attach" },
      after: { install: "CM-153", "upgrade.verified": "CM-013", "build.verified": "CM-013" },
    },
    verified: {
      of: "CM-113", do: "Sign that site systems and components are well in the console", on: "new", asks: { question: "signed-off", signed: true },
      after: { install: "CM-113", attach: "CM-113" },
    },
  },
});

const buildSecondary = defineProcedure({
  name: "build-secondary",
  milestone: "new sites",
  tasks: {
    "set-up": {
      of: "CM-153", do: "Let the primary set up the new secondary site", on: "new", moves: { entity: "{site}", by: "set-up" },
      after: { "build.verified": ["CM-013", "CM-114"], "upgrade.verified": ["CM-013", "CM-114"] }, how: { "build.verified": "later", "upgrade.verified": "later" },
    },
    verified: {
      of: "CM-126", do: "Look at the secondary site's status in the console", on: "new", minutes: 15, soon: true, after: { "set-up": "CM-126" }, evidence: { status: "= OK", version: "text" },
    },
  },
});

/** Per old site and the one beside it: what lay in the old site's boundaries finds the new site. */
const handOver = defineProcedure({
  name: "hand-over",
  milestone: "boundaries",
  tasks: {
    "allow-remote": {
      of: "CM-168", do: "Let the advertisements of {oldCode} use distribution points that count as remote", on: "old", moves: { entity: "{settings}", by: "allow-remote" },
    },
    release: {
      of: ["CM-160", "CM-162", "CM-163"], do: "Delete the old site's boundaries", on: "old", when: "released", moves: { entity: "{released}", by: "release" },
      after: { "allow-remote": "CM-168", "build.verified": "CM-153", "build-secondary.verified": "CM-153" },
      steps: [
        "In the SMS 2003 Administrator console, go down from Systems Management Server to Site Database and Site Hierarchy, to site {oldCode}",
        "Right-click the site and open its properties, page Site Boundaries",
        "Mark each boundary that goes, and delete it",
        "On the page Roaming Boundaries, delete those that would meet boundaries of {newCode}",
      ],
    },
    narrow: {
      of: "CM-161", do: "Delete the old site's boundaries that go in part, and create the part that stays", on: "old", when: "narrowed",
      moves: { entity: "{narrowed}", by: "narrow" },
      after: { "allow-remote": "CM-168", "build.verified": "CM-153", "build-secondary.verified": "CM-153" },
    },
    replicated: {
      of: "CM-160", do: "Wait until all sites of the hierarchy know that the boundaries are gone", on: "both", asks: { question: "boundaries-replicated" },
      after: {
        release: "CM-160", narrow: "CM-160", "hand-over.release": "CM-160", "hand-over.narrow": "CM-160", "restructure.narrow": "CM-160",
        "upgrade.re-create": "CM-160", "secondary.re-create": "CM-160",
      },
    },
    claim: {
      of: ["CM-157", "CM-159", "CM-161"], do: "Create the boundaries at the new site", on: "new", moves: { entity: "{claimed}", by: "claim" },
      after: { replicated: "CM-160" },
    },
  },
});

/** Per site that stays as it is and gives boundaries to its neighbours. */
const restructure = defineProcedure({
  name: "restructure",
  milestone: "boundaries",
  tasks: {
    narrow: { of: "CM-158", do: "Change the site's boundaries", on: "both", moves: { entity: "{narrowed}", by: "narrow" } },
  },
});

const wave = defineProcedure({
  name: "wave",
  milestone: "clients",
  tasks: {
    upgrade: {
      of: ["CM-127", "CM-129"], do: "Upgrade the clients by software distribution", on: "new", when: "stays", moves: { entity: "{itself}", by: "upgrade" },
      after: { "upgrade.verified": "CM-127", "wave.upgrade": "CM-129" },
    },
    reassign: {
      of: ["CM-129", "CM-164", "CM-166"], do: "Advertise site {toCode} to the clients, and upgrade them", on: "both", when: "moves", moves: { entity: "{itself}", by: "reassign" },
      // A site without boundaries of its own has no claim that the clients could wait for.
      after: {
        "build.verified": "CM-153", "leave.convert-legacy": "CM-040", "hand-over.claim": ["CM-153", "CM-169"], "hand-over.allow-remote": "CM-168",
        "wave.reassign": "CM-129",
      },
    },
  },
});

/** Per old site that is no longer needed. */
const leave = defineProcedure({
  name: "leave",
  milestone: "clean up",
  tasks: {
    "convert-legacy": {
      of: "CM-040", do: "Give each legacy client the advanced client, or retire it", on: "old", when: "hasLegacy", minutes: 240, evidence: { left: "= 0" },
    },
    retire: {
      of: "CM-153", do: "Take the old site out of service", on: "old", moves: { entity: "{site}", by: "retire" },
      after: {
        "build.verified": "CM-153", "build-secondary.verified": "CM-153", "wave.reassign": "CM-153", "hand-over.claim": "CM-153", "convert-legacy": "CM-040",
        "leave.retire": "CM-153",
      },
    },
    unpublish: {
      of: ["CM-154", "CM-155"], do: "Remove what the site published in the directory and in WINS, and its group memberships", on: "old", minutes: 30,
      after: { retire: "CM-154" }, evidence: { directory: "= gone", wins: "= gone", groups: "text" },
    },
  },
});

export const procedures: readonly Procedure[] = [
  upgrade, attach, check, secondary, build, buildSecondary, handOver, restructure, wave, leave,
];

/** The order in which the source goes through the same, read apart from the edges above. */
export const sourceOrders: Readonly<Record<string, readonly string[]>> = {
  upgrade: ["service-pack", "convert-legacy", "no-legacy", "copy-database", "test-database", "detach", "upgrade", "services", "inherit", "verified", "re-create"],
  secondary: ["service-pack", "upgrade", "inherit", "verified", "re-create"],
  build: ["install", "attach", "verified"],
  "hand-over": ["allow-remote", "release", "narrow", "replicated", "claim"],
  leave: ["convert-legacy", "retire", "unpublish"],
};
