import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../../../lab";
import { laws } from "../../../lab/altiris/laws";
import { Estate, gulf, moved, newServer, removeFolders, separated } from "../estate";
import { Broken, hou71, restored, temporary, wave } from "./broken";
import { harmed } from "./harmed";
import { refused } from "./refused";

const stage = async ({ seed, changes, before = [], meddle = {} }: Broken): Promise<Estate> => {
  const estate = await new Estate(seed ?? gulf, changes).do(...before);
  for (const [ref, change] of Object.entries(meddle)) estate.lab.meddle(ref, change);
  return estate;
};

describe("what the platform refuses", () => {
  after(removeFolders);

  for (const [name, broken] of Object.entries(refused))
    it(`${name} (${broken.law})`, async () => {
      const estate = await stage(broken);
      const before = estate.lab.damages().length;
      const says = `${broken.says} [${broken.law}]`;
      await assert.rejects(
        estate.do(broken.order),
        (error) => error instanceof Refusal && error.law === broken.law && (assert.equal(error.message, says), true),
      );
      assert.deepEqual(
        { what: estate.lab.journal().at(-1)?.what, say: estate.lab.journal().at(-1)?.say },
        { what: "refused", say: says },
      );
      assert.equal(estate.lab.damages().length, before);
    });
});

describe("what the platform lets happen, and what it costs", () => {
  after(removeFolders);

  for (const [name, broken] of Object.entries(harmed))
    it(`${name} (${broken.law})`, async () => {
      const estate = await stage(broken);
      const before = estate.harm().length;
      await estate.do(broken.order);
      assert.equal(estate.harm()[before], `${broken.says} [${broken.law}]`);
    });

  it("stays for ever: corruption is not mended by trying again", async () => {
    const { before = [], order } = harmed["a missing product"] as Broken;
    const { lab } = await new Estate().do(
      ...before,
      order,
      ["server/bea@7.1", "uninstall"],
      ["server/bea@7.1", "install", newServer("bea")],
    );
    assert.deepEqual(
      [lab.look("server/bea@7.1")?.["contents"], lab.look("database/bea@7.1")?.["contents"]],
      ["corrupt", "corrupt"],
    );
  });

  it("is told once while it lasts, and anew when it comes again", async () => {
    const { lab } = await new Estate().do(
      ["siteServer/bea-ps1", "drop"],
      ["task/bea/accounts", "do"],
      ["siteServer/bea-ps1", "undrop"],
      ["siteServer/bea-ps1", "drop"],
    );
    assert.deepEqual(
      lab.damages().map(({ law, at }) => ({ law, at })),
      [
        { law: "LAW-NO-SITE-SERVER", at: 0 },
        { law: "LAW-NO-SITE-SERVER", at: 30 },
      ],
    );
  });
});

describe("what is exactly allowed", () => {
  after(removeFolders);

  const allowed: Readonly<Record<string, Omit<Broken, "law" | "says">>> = {
    "5,000 agents at once": { before: [...hou71, ...moved("hou", "houston").slice(0, -1)], order: ["wave/houston", "move"] },
    "15,000 to a quiet server": {
      changes: { "wave/houston": { agents: 15_000 } },
      before: [...hou71, ...moved("hou", "houston").slice(0, -1)],
      meddle: { "server/hou@7.1": { quiet: true } },
      order: ["wave/houston", "move"],
    },
    "20,000 on one server": {
      seed: [...gulf, wave("there", 15_000, { phase: "moved", at: ["server/hou@7.1"] })],
      before: [
        ...hou71,
        temporary,
        ...moved("hou", "houston")
          .filter(([ref]) => ref !== "siteServer/hou-tmp")
          .slice(0, -1),
      ],
      order: ["wave/houston", "move"],
    },
    "a site server to another server, where its site keeps one": {
      changes: {
        "siteServer/bea-ps1": { phase: "up", sites: ["beaumont"] },
        "boundaries/beaumont@7.0": { services: ["package"] },
      },
      before: [["siteServer/bea-ps2", "set-up", { sites: ["beaumont"], services: ["package"], on: ["server/bea@7.0"] }]],
      order: ["siteServer/bea-ps1", "change", { side: "server/hou@7.0", sites: ["houston"], services: ["package"] }],
    },
    "more products than before": {
      before: [...separated, ...restored],
      order: ["server/bea@7.1", "install", newServer("bea", { products: ["patch 7.1", "inventory 7.1", "monitor"] })],
    },
  };

  for (const [name, one] of Object.entries(allowed))
    it(name, async () => {
      const estate = await stage({ ...one, law: "", says: "" });
      const before = estate.harm();
      await estate.do(one.order);
      assert.deepEqual(estate.harm(), before);
    });
});

describe("the laws", () => {
  it("are each broken above", () => {
    const broken = new Set([...Object.values(refused), ...Object.values(harmed)].map(({ law }) => law));
    assert.deepEqual([...broken].sort(), Object.keys(laws).sort());
  });

  it("are those of lab/README.md, line by line", () => {
    const readme = readFileSync(join(__dirname, "../../../lab/README.md"), "utf8");
    const rows = readme.split("\n").filter((line) => /^\| (LAW-|not yet)/.test(line));
    const want = Object.entries(laws).map(
      ([id, { then, line, obligation, title }]) =>
        `| ${id} | ${title} | ${then} | ${line === undefined ? "guessed" : `line ${line}`} | ${obligation ?? ""} |`,
    );
    assert.deepEqual(rows, want);
  });
});
