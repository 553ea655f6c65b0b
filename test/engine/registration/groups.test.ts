import assert from "node:assert/strict";
import { groupsOf } from "../../../engine/registration/groups";
import { Entity, State, Value, stateOf } from "../../../engine/model/entity";

const state = (entities: Readonly<Record<string, Readonly<Record<string, Value>>>>): State =>
  stateOf(Object.entries(entities).map(([ref, more]) => ({ ref, kind: ref.slice(0, ref.indexOf("/")), phase: "x", ...more }) as unknown as Entity));

type Case = Readonly<{ of: Parameters<typeof state>[0]; want: Readonly<Record<string, readonly string[]>> }>;

const cases: Readonly<Record<string, Case>> = {
  "nothing has no components": { of: {}, want: {} },
  "a server has what bears its name": {
    of: { "server/bea@7.0": {}, "database/bea@7.0": {}, "settings/bea@7.0": {}, "licence/bea": {}, "stragglers/bea": {}, "object/bea/monitor": {}, "task/bea/backup": {}, "gate/bea/idle": {} },
    want: {
      "NotificationServer bea": [
        "database/bea@7.0", "gate/bea/idle", "licence/bea", "object/bea/monitor", "server/bea@7.0", "settings/bea@7.0", "stragglers/bea", "task/bea/backup",
      ],
    },
  },
  "a link has its tasks": {
    of: { "server/a@7.0": {}, "link/a--b@7.0": {}, "task/a--b@7.0/document": {} },
    want: { "HierarchyLink a--b@7.0": ["link/a--b@7.0", "task/a--b@7.0/document"], "NotificationServer a": ["server/a@7.0"] },
  },
  "a site has boundaries, waves, site servers and their tasks": {
    of: {
      "boundaries/houston@7.0": { site: "houston" }, "boundaries/houston@7.1": { site: "houston" }, "wave/houston-1": { site: "houston" },
      "siteServer/hou-ps1": { sites: ["houston", "pasadena"] }, "task/hou-ps1/check": {},
    },
    want: { "Site houston": ["boundaries/houston@7.0", "boundaries/houston@7.1", "siteServer/hou-ps1", "task/hou-ps1/check", "wave/houston-1"] },
  },
  "a site that is an entity of its own has what names it or refers to it": {
    of: {
      "site/HOU": {}, "boundaries/HOU.fast": { site: "site/HOU" }, "wave/HOU-1": { site: "HOU" }, "settings/HOU": { site: "site/HOU" }, "gate/HOU/verified": {},
      "gate/DAL-DA7/replicated": {},
    },
    want: {
      "Estate estate": ["gate/DAL-DA7/replicated"],
      "Site HOU": ["boundaries/HOU.fast", "gate/HOU/verified", "settings/HOU", "site/HOU", "wave/HOU-1"],
    },
  },
  "the estate has the rest": { of: { "task/estate/rehearse": {} }, want: { "Estate estate": ["task/estate/rehearse"] } },
};

describe("which component an entity belongs to", () => {
  for (const [name, { of, want }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(Object.fromEntries(groupsOf(state(of)).map(({ noun, name: group, members }) => [`${noun} ${group}`, members])), want));
  }
});
