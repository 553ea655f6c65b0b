import { Procedure, defineProcedure } from "../../../engine/model/procedure";

/** Per central or primary site that is new. */
const build = defineProcedure({
  name: "build",
  milestone: "new sites",
  tasks: {
    found: {
      of: ["CM-152", "CM-153"], do: "Install the site under its own code", on: "new", when: "alone", moves: { entity: "{site}", by: "found" },
      after: { "re-home.verified": "RES-006", "leave.retire": "RES-006" },
    },
    build: {
      of: ["CM-152", "CM-153"], do: "Install the site under its own code", on: "new", when: "below", moves: { entity: "{site}", by: "build" },
      after: { "re-home.verified": "RES-006", "leave.retire": "RES-006" },
    },
    join: {
      of: "CM-013", do: "Attach the site to its parent", on: "new", when: "below", moves: { entity: "{site}", by: "join" },
      after: { build: "CM-153", "build.verified": "CM-013" },
    },
    verified: {
      of: "CM-113", do: "Sign that site systems and components are well in the console", on: "new", asks: { question: "signed-off", signed: true },
      after: { found: "CM-113", join: "CM-113" },
    },
  },
});

const buildSecondary = defineProcedure({
  name: "build-secondary",
  milestone: "new sites",
  tasks: {
    "set-up": {
      of: "CM-153", do: "Let the primary set up the secondary site", on: "new", moves: { entity: "{site}", by: "set-up-below" },
      after: { "build.verified": "CM-013", "re-home.verified": "RES-006", "leave.retire": "RES-006" },
    },
    verified: {
      of: "CM-126", do: "Look at the secondary site's status in the console", on: "new", minutes: 15, after: { "set-up": "CM-126" },
      evidence: { status: "= OK", version: "text" },
    },
  },
});

/** Per site that gets another server under the same code. */
const reHome = defineProcedure({
  name: "re-home",
  milestone: "site servers",
  tasks: {
    backup: {
      of: "RES-002", do: "Back up the site with the task Backup ConfigMgr Site Server, and copy the backup off {oldServer}", on: "old", minutes: 60,
      evidence: { backup: "file", finished: "time" },
    },
    "re-home": {
      of: "RES-002", do: "Install the site on {server} under its code, and restore the backup with the Site Repair Wizard", on: "new",
      moves: { entity: "{site}", by: "re-home" },
      // a server is another site's when that one works elsewhere, and not before
      after: { backup: "RES-002", "re-home.verified": "RES-006", "leave.retire": "RES-006" },
    },
    verified: {
      of: "CM-113", do: "Sign that site systems and components are well in the console", on: "new", asks: { question: "signed-off", signed: true },
      after: { "re-home": "CM-113" },
    },
  },
});

/** Per site that is to report to another one. */
const hierarchy = defineProcedure({
  name: "hierarchy",
  milestone: "hierarchy",
  tasks: {
    "re-parent": {
      of: "CM-013", do: "Detach the site from its parent and attach it to {parent}", on: "both", moves: { entity: "{site}", by: "re-parent" },
      // from the top of the new hierarchy down, nobody ever comes below itself
      after: { "build.verified": "CM-013", "hierarchy.re-parent": "RES-005" },
    },
  },
});

/** Per site that lets go of boundaries, in whole or in part. */
const give = defineProcedure({
  name: "give",
  milestone: "boundaries",
  tasks: {
    "allow-remote": {
      of: "CM-168", do: "Let the advertisements of {code} use distribution points that count as remote", on: "old", when: "settings",
      moves: { entity: "{settings}", by: "allow-remote" },
    },
    release: {
      of: "CM-161", do: "Delete the site's boundaries, and wait until all sites know", on: "old", when: "released", moves: { entity: "{released}", by: "give-up" },
      after: { "allow-remote": "CM-168", "build.verified": "CM-153", "build-secondary.verified": "CM-153" },
    },
    narrow: {
      of: "CM-161", do: "Delete the site's boundaries, create those that it is to have, and wait until all sites know", on: "both", when: "narrowed",
      moves: { entity: "{narrowed}", by: "narrow" },
      after: { "allow-remote": "CM-168", "build.verified": "CM-153", "build-secondary.verified": "CM-153" },
    },
    // what counted as remote is near again when nobody is left who has to move
    disallow: {
      of: "CM-168", do: "Take back that advertisements of {code} use remote distribution points", on: "old", when: "restored",
      moves: { entity: "{settings}", by: "disallow" }, after: { "wave.reassign": "CM-168" },
    },
  },
});

/** Per site that gets its first boundaries of a use. */
const take = defineProcedure({
  name: "take",
  milestone: "boundaries",
  tasks: {
    claim: {
      of: ["CM-157", "CM-159", "CM-161"], do: "Create the boundaries at the site", on: "new", moves: { entity: "{claimed}", by: "claim" },
      after: { "build.verified": "CM-153", "build-secondary.verified": "CM-153" },
    },
  },
});

const wave = defineProcedure({
  name: "wave",
  milestone: "clients",
  tasks: {
    reassign: {
      of: ["CM-129", "CM-166"], do: "Advertise site {toCode} to the clients", on: "both", moves: { entity: "{itself}", by: "reassign" },
      after: {
        "give.narrow": "CM-169", "give.release": "CM-169", "take.claim": "CM-169", "give.allow-remote": "CM-168", "build.verified": "CM-153",
        "system.set-up": "RES-001", "wave.reassign": "CM-129",
      },
    },
  },
});

/** Per site system: a machine with roles of sites. */
const system = defineProcedure({
  name: "system",
  milestone: "site systems",
  tasks: {
    "set-up": {
      of: "RES-001", do: "Make the server a site system with its roles", on: "new", when: "new", moves: { entity: "{host}", by: "set-up" },
      after: { "build.verified": "RES-001", "build-secondary.verified": "RES-001" },
    },
    change: {
      of: "RES-001", do: "Give the site system its other sites and roles", on: "both", when: "changed", moves: { entity: "{host}", by: "change" },
      after: { "build.verified": "RES-001", "build-secondary.verified": "RES-001", "system.set-up": "RES-001", "system.change": "RES-001" },
    },
    remove: {
      of: "RES-001", do: "Take the roles from the site system", on: "old", when: "gone", moves: { entity: "{host}", by: "remove" },
      after: { "system.set-up": "RES-001", "system.change": "RES-001", "wave.reassign": "RES-001" },
    },
  },
});

/** Per site that goes. */
const leave = defineProcedure({
  name: "leave",
  milestone: "clean up",
  tasks: {
    retire: {
      of: "CM-153", do: "Take the site out of service", on: "old", moves: { entity: "{site}", by: "retire" },
      after: {
        "wave.reassign": "CM-153", "take.claim": "CM-153", "give.release": "CM-153", "give.narrow": "CM-153", "hierarchy.re-parent": "CM-153",
        "system.remove": "RES-001", "leave.retire": "CM-153",
      },
    },
    unpublish: {
      of: ["CM-154", "CM-155"], do: "Remove what the site published in the directory and in WINS, and its group memberships", on: "old", minutes: 30,
      after: { retire: "CM-154" }, evidence: { directory: "= gone", wins: "= gone", groups: "text" },
    },
  },
});

export const procedures: readonly Procedure[] = [
  build, buildSecondary, reHome, hierarchy, give, take, wave, system, leave,
];

/** Within one version no source says an order; the migration's own is kept: sites, boundaries, clients, the end of what goes. */
export const sourceOrders: Readonly<Record<string, readonly string[]>> = {
  build: ["found", "build", "join", "verified"],
  give: ["allow-remote", "release", "narrow", "disallow"],
  leave: ["retire", "unpublish"],
};
