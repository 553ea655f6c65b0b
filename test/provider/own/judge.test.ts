import assert from "node:assert/strict";
import * as altiris from "../../../components/altiris";
import type { Wanted } from "../../../components/declaring";
import type { Declaration } from "../../../engine/declaration";
import { packs } from "../../../platforms";
import type { Ref } from "../../../engine/model/entity";
import { failuresOf } from "../../../provider/intent";
import { judge } from "../../../provider/own/judge";
import { beaumont, changed, declared, held, houston, site, used } from "./estate";

const packOf = (platform: string) => packs[platform] ?? assert.fail(platform);

const spoken = (platform: string, declaration: Declaration, start = declaration): readonly string[] =>
  failuresOf(judge(packOf(platform), declaration, start.entities, declaration.entities).findings).map(({ reason }) => reason);

type Waits = Readonly<Record<string, readonly Ref[]>>;
type Case = Readonly<{ platform?: string; wanted: readonly Wanted[]; waits?: Waits; want: readonly string[] }>;

const contoso = [site("CEN", { role: "central" }), site("DAL", { parent: "site/CEN" }), site("HOU", { parent: "site/CEN" })];
const give = "give the addresses to one of them";

describe("an estate as a program declares it", () => {
  const cases: Readonly<Record<string, Case>> = {
    "nothing is wrong with nothing": { wanted: [], want: [] },
    "nothing is wrong with two linked servers": { wanted: [...houston(), ...beaumont()], want: [] },
    "nor with an old one": { wanted: houston({ version: "7.0" }), want: [] },
    "nor with a hierarchy": {
      platform: "configmgr", want: [],
      wanted: [...contoso, used("DAL", "assignment", ["10.20.0.0/20"]), used("HOU", "fast", ["10.20.0.0/20"])],
    },
    "one address of two sites in one book": {
      wanted: [...houston(), held("dallas", ["10.10.0.0/16", "10.11.0.0/16"])],
      want: [`BND-001 boundaries/dallas (10.10.0.0/16) and boundaries/houston (10.10.0.0/16) are both to hold 10.10.0.0/16 in server/hou — ${give}`],
    },
    "in two books it may be": { wanted: [...houston(), ...beaumont(), held("dallas", ["10.10.0.0/16"], "server/bea")], want: [] },
    "one address of two sites for one use": {
      platform: "configmgr", wanted: [...contoso, used("DAL", "fast", ["10.20.0.0/20"]), used("HOU", "slow", ["10.20.8.10-10.20.8.99"])],
      want: [
        `BND-001 boundaries/DAL.fast (10.20.0.0/20) and boundaries/HOU.slow (10.20.8.10-10.20.8.99) are both to hold 10.20.8.10-10.20.8.99 in contoso for roaming — ${give}`,
        "CM-158 boundaries/DAL.fast and boundaries/HOU.slow both have 10.20.8.10-10.20.8.99: clients there cannot know their site — give it to one of them",
      ],
    },
    "what is no boundary": {
      wanted: [...houston(), held("dallas", ["10.1.0.1/16"])],
      want: ["BND-003 boundaries/dallas: \"10.1.0.1/16\" has bits set behind its prefix of 16 (10.1.0.1 would be that address alone) — write 10.1.0.0/16"],
    },
    "a child of a newer version than its parent": {
      wanted: [...houston({ version: "7.0" }), ...beaumont()],
      want: [
        "ALT-052 link/hou--bea would join servers of two versions: server/hou is 7.0, server/bea is 7.1 — remove the link before either end migrates (ALT-101)",
        "ALT-136 link/hou--bea is linked while server/hou is running",
      ],
    },
    "a ConfigMgr site below an SMS site": {
      platform: "configmgr",
      wanted: [site("CEN", { role: "central", version: "2003-sp3" }), site("DAL", { parent: "site/CEN" })],
      want: [
        "CM-013 site/DAL is attached and reports to site/CEN, which is running — the parent goes first, or the site is detached (CM-016)",
        "CM-013 site/DAL is to report to site/CEN, which is to stay an SMS site — upgrade site/CEN, or give the site a ConfigMgr parent",
      ],
    },
    "agents without a site server": {
      wanted: houston().filter(({ ref }) => ref !== "siteServer/hou-ps1"),
      want: ["ALT-231 server/hou still has wave/houston and no site server — declare what is missing in the program"],
    },
    "more agents than a server can have": {
      wanted: changed(houston(), "wave/houston", { agents: 20_001 }),
      want: [
        "ALT-172 20001 for server/hou at any time, at most 20000 — let fewer come to server/hou; or, in a migration, waive ALT-172 with a reason",
      ],
    },
    "servers that wait for one another": {
      wanted: [...houston(), ...beaumont()], waits: { "server/hou": ["server/bea"], "server/bea": ["server/hou"] },
      want: ["PRG-005 each waits for the one before it, and none can be first: server/bea, server/hou, server/bea — take one `parent` or `dependsOn` out of the circle"],
    },
  };
  for (const [name, { platform = "altiris", wanted, waits, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(spoken(platform, declared(platform, wanted, waits)), want));

  it("says what it was not asked, and why", () => {
    const declaration = declared("altiris", [...houston(), held("dallas", ["ad:Dallas"])]);
    assert.deepEqual(judge(packOf("altiris"), declaration, declaration.entities, declaration.entities).open, [
      "ALT-110 of database/hou: it asks for task/hou/backup-2, which only a migration has",
      "BND-002 not evaluated: ad:Dallas of boundaries/dallas: there is no directory inventory",
    ]);
  });
});

describe("a change that a program makes", () => {
  const two = (houstons: readonly string[], dallas: readonly string[]): readonly Wanted[] => [
    ...changed(houston(), "boundaries/houston", { addresses: houstons }), held("dallas", dallas),
  ];
  const before = two(["10.10.0.0/16", "10.11.0.0/16"], ["10.12.0.0/16"]);
  const handedOver = two(["10.10.0.0/16"], ["10.11.0.0/16", "10.12.0.0/16"]);
  const cm = [...contoso, used("DAL", "fast", ["10.20.0.0/20"])];
  const plan = "plan it as a migration: `drover plan`";
  const cases: Readonly<Record<string, Case & Readonly<{ from: readonly Wanted[] }>>> = {
    "none": { from: before, wanted: before, want: [] },
    "addresses that a site gets": { from: before, wanted: two(["10.10.0.0/16", "10.11.0.0/16"], ["10.12.0.0/16", "10.13.0.0/16"]), want: [] },
    "addresses that change hands, in no order": {
      from: before, wanted: handedOver,
      want: [
        "BND-001 boundaries/dallas (10.11.0.0/16) and boundaries/houston (10.11.0.0/16) both hold 10.11.0.0/16 in server/hou " +
          "(when boundaries/dallas:change under way, boundaries/houston:change not begun) — let the one that takes them wait for the one that gives them up: `dependsOn`",
      ],
    },
    "addresses that are given up first": { from: before, wanted: handedOver, waits: { "boundaries/dallas": ["boundaries/houston"] }, want: [] },
    "in ConfigMgr, too": {
      platform: "configmgr", from: [...cm, used("HOU", "fast", ["10.30.0.0/20"])],
      wanted: [...changed(cm, "boundaries/DAL.fast", { addresses: ["10.20.0.0/21"] }), used("HOU", "fast", ["10.20.8.0/21", "10.30.0.0/20"])],
      waits: { "boundaries/HOU.fast": ["boundaries/DAL.fast"] }, want: [],
    },
    "another host, which no move brings": {
      from: houston(), wanted: changed(houston(), "server/hou", { host: "other.example" }),
      want: [`PLAN-001 server/hou cannot change its host while it is joined: no move does that — ${plan}`],
    },
    "two moves at once": {
      platform: "configmgr", from: changed(contoso, "site/HOU", {}, "planned"), wanted: contoso,
      want: [`PRG-004 site/HOU would need 2 moves at once: install, attach — declare phase: "installed" and run \`pulumi up\` first; or ${plan}`],
    },
    "what only a migration prepares": {
      from: changed(houston({ version: "7.0" }), "server/hou", {}), wanted: changed(houston({ version: "7.0" }), "server/hou", {}, "separated"),
      want: [
        "ALT-083 server/hou is separating and its CMDB has no verified backup (when server/hou:separate under way) — back up the CMDB first; a migration has the tasks for that: `drover plan`",
        "ALT-084 server/hou is separating and has no backup of itself (when server/hou:separate under way) — a migration has the tasks for that: `drover plan`",
      ],
    },
  };
  for (const [name, { platform = "altiris", from, wanted, waits, want }] of Object.entries(cases))
    it(name, () => assert.deepEqual(spoken(platform, declared(platform, wanted, waits), declared(platform, from)), want));

  it("waits as the program says, also through what does not change", () => {
    const declaration = declared("altiris", [...handedOver, ...altiris.licence("hou", "server/hou", { inventory: 1 })], {
      "boundaries/dallas": ["licence/hou"], "licence/hou": ["boundaries/houston"],
    });
    const start = declared("altiris", [...before, ...altiris.licence("hou", "server/hou", { inventory: 1 })]);
    const { stage, findings } = judge(packOf("altiris"), declaration, start.entities, declaration.entities);
    assert.deepEqual([findings, stage.edges], [
      [], [{ first: "boundaries/houston:change", then: "boundaries/dallas:change", rule: "the program's order", how: "before" }],
    ]);
  });
});
