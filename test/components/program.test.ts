import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AgentSettings, Boundaries, Estate, HierarchyLink, License } from "../../components";
import { NotificationServer, Site, SiteServer, Wave } from "../../components";

type Registered = Readonly<{ type: string; name: string; inputs: Fields }>;
type Fields = Readonly<Record<string, unknown>>;
type Declared = Readonly<{ entities: readonly Fields[]; waits: Readonly<Record<string, readonly string[]>> }>;

const common = { host: "x.example", os: "windows-server-2008-r2-x64", database: { name: "CMDB", sql: "on-box" } };

describe("the components in a program of one's own", () => {
  let registered: Registered[] = [];
  let number = 0;

  before(() =>
    pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs }) => {
          registered.push({ type, name, inputs: inputs as Registered["inputs"] });
          return { id: `${type}/${name}`, state: inputs as Record<string, unknown> };
        },
        call: () => assert.fail("components ask nothing"),
      },
      "gulf", "lab",
    ),
  );

  /** What a program registers, and what it hands to the judge. */
  async function run(program: (estate: Estate) => void, platform: "altiris" | "configmgr" = "altiris") {
    registered = [];
    program(new Estate(`estate-${++number}`, { platform }));
    for (let i = 0; i < 10; i++) await new Promise((done) => setImmediate(done));
    const provider = registered.find(({ type }) => type === "pulumi:providers:drover") ?? assert.fail("no provider");
    return {
      provider: provider.inputs,
      declared: JSON.parse(String(provider.inputs["declares"])) as Declared,
      resources: registered.filter(({ type }) => type.startsWith("drover:index:")),
      components: registered.filter(({ type }) => type.startsWith("drover:estate:")).map(({ type, name }) => `${type.slice(14)} ${name}`).sort(),
    };
  }

  it("nothing is nothing, in its own simulated estate", async () => {
    const { provider, declared } = await run(() => undefined);
    assert.deepEqual([provider["platform"], provider["lab"], declared], ["altiris", `.drover/lab/lab/estate-${number}`, { entities: [], waits: {} }]);
  });

  it("a server is itself and its database; children before parents, links after both", async () => {
    const { declared, components } = await run((estate) => {
      const hou = new NotificationServer("hou", { ...common, estate, version: "7.1" });
      new NotificationServer("bea", { ...common, parent: hou, version: "7.1", products: ["patch", "inventory"] });
    });
    assert.deepEqual(components, [`Estate estate-${number}`, "NotificationServer bea", "NotificationServer hou"]);
    assert.deepEqual(declared.entities.map(({ ref }) => ref), ["database/bea", "database/hou", "link/hou--bea", "server/bea", "server/hou"]);
    assert.deepEqual(declared.entities.find(({ ref }) => ref === "server/bea"), {
      ref: "server/bea", phase: "joined", host: "x.example", os: "windows-server-2008-r2-x64", version: "7.1", name: "bea",
      products: ["inventory", "patch"], database: "database/bea", replication: "on",
    });
    assert.deepEqual(declared.waits, {
      "link/hou--bea": ["server/bea", "server/hou"], "server/bea": ["database/bea"], "server/hou": ["database/hou", "server/bea"],
    });
  });

  it("each resource is what was declared, and a reason is not made up", async () => {
    const { declared, resources } = await run((estate) => {
      const hou = new NotificationServer("hou", { ...common, estate, version: "7.0" });
      new Boundaries("houston", { server: hou, addresses: ["10.12.0.0/16", "10.10.0.0/16"] });
      new SiteServer("hou-ps1", { server: hou, sites: ["houston"] });
      new License("hou", { server: hou, products: { patch: 2, inventory: 1 } });
      new AgentSettings("hou", { server: hou, targets: [new Wave("houston", { server: hou, site: "houston", agents: 12 })] });
    });
    const kindOf = (type: string): string => `${type.charAt(13).toLowerCase()}${type.slice(14)}`;
    const made = resources.map(({ type, name, inputs }) => ({ ref: `${kindOf(type)}/${name}`, ...inputs }));
    assert.deepEqual(made.sort((a, b) => (a.ref < b.ref ? -1 : 1)), declared.entities);
    const of = (ref: string) => declared.entities.find((entity) => entity["ref"] === ref);
    assert.deepEqual([of("boundaries/houston")?.["addresses"], of("siteServer/hou-ps1")?.["on"], of("licence/hou")?.["products"], of("settings/hou")?.["targets"]], [
      ["10.10.0.0/16", "10.12.0.0/16"], ["server/hou"], ["inventory=1", "patch=2"], ["wave/houston"],
    ]);
  });

  it("a link with its own details; a site with its addresses and agents", async () => {
    const { declared } = await run((estate) => {
      const hou = new NotificationServer("hou", { ...common, estate, version: "7.1" });
      const bea = new NotificationServer("bea", { ...common, estate, version: "7.1" });
      new HierarchyLink("between", { parent: hou, child: bea, replicates: ["policies"], schedule: "daily 02:00" });
      new Site("houston", { server: hou, boundaries: ["10.10.0.0/16"], agents: 12 });
    });
    assert.deepEqual(declared.entities.filter(({ ref }) => /^(link|boundaries|wave)/.test(String(ref))), [
      { ref: "boundaries/houston", phase: "held", server: "server/hou", site: "houston", addresses: ["10.10.0.0/16"] },
      { ref: "link/between", phase: "linked", version: "7.1", ends: ["server/hou", "server/bea"], replicates: ["policies"], schedule: "daily 02:00" },
      { ref: "wave/houston", phase: "waiting", site: "houston", agents: 12, from: "server/hou", at: ["server/hou"] },
    ]);
    assert.deepEqual(declared.waits["server/hou"], ["database/hou", "server/bea"]);
  });

  it("a hierarchy from the top, each use of addresses in its realm", async () => {
    const { declared } = await run((estate) => {
      const cen = new Site("CEN", { estate, role: "central", version: "2007-sp1", server: "cen-cm1" });
      const dal = new Site("DAL", { parent: cen, role: "primary", version: "2007-sp1", server: "dal-cm1", boundaries: { fast: ["10.20.0.0/20"] } });
      new Boundaries("Dallas, assigned", { site: dal, use: "assignment", addresses: ["10.20.0.0/20"] });
    }, "configmgr");
    const shown = declared.entities.map(({ ref, phase, realm, reports }) => [ref, phase, realm ?? reports]);
    assert.deepEqual(shown, [
      ["boundaries/DAL.assignment", "held", `estate-${number} for assignment`], ["boundaries/DAL.fast", "held", `estate-${number} for roaming`],
      ["site/CEN", "installed", ""], ["site/DAL", "attached", "site/CEN"],
    ]);
    assert.deepEqual(declared.waits, { "boundaries/DAL.assignment": ["site/DAL"], "boundaries/DAL.fast": ["site/DAL"], "site/DAL": ["site/CEN"] });
  });

  it("`dependsOn` between components is order for the judge as well", async () => {
    const { declared } = await run((estate) => {
      const hou = new NotificationServer("hou", { ...common, estate, version: "7.1" });
      const gives = new Boundaries("houston", { server: hou, addresses: [] });
      new Boundaries("dallas", { server: hou, addresses: [] }, { dependsOn: [gives] });
    });
    assert.deepEqual(declared.waits["boundaries/dallas"], ["boundaries/houston", "server/hou"]);
  });

  it("a component that comes after the judgement, or twice, is a mistake of the program", async () => {
    let late: Estate | undefined;
    await run((estate) => {
      late = estate;
      new NotificationServer("hou", { ...common, estate, version: "7.1" });
      assert.throws(() => new NotificationServer("hou", { ...common, estate, version: "7.1" }), {
        message: `server/hou is declared twice in the estate estate-${number}: give one of the two another name`,
      });
    });
    assert.throws(() => new NotificationServer("bea", { ...common, ...(late ? { estate: late } : {}), version: "7.1" }), {
      message:
        `server/bea comes too late: the estate estate-${number} was judged without it. ` +
        "Construct its components before the program awaits anything.",
    });
  });
});
