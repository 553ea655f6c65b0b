import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { codeRecords, registries } from "../../cli/codes";
import { every } from "../../platforms";

const ROOT = join(__dirname, "..", "..");
const folders = ["bin", "calendar", "cli", "components", "documents", "engine", "platforms", "provider", "report"];

/** What is registered: each platform's demands, and what Drover itself says. */
const ruleIds = new Set(
  Object.values(every).flatMap(({ rules }) => rules.flatMap(({ id, covers }) => [id, ...(covers ?? [])])),
);
const registered = codeRecords().map(({ id }) => id);

/** The ids that stand in code, without its comments, by file. A registry alone uses nothing. */
const used = new Map(
  folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith(".ts") && !file.endsWith(`${sep}codes.ts`))
    .map((file) => [file, idsIn(readFileSync(join(ROOT, file), "utf8"))] as const),
);

function idsIn(text: string): readonly string[] {
  const code = text.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  return [...new Set(code.match(/(?<=["'`])[A-Z][A-Z0-9]*-\d{3}\b(?=["' `])/g))];
}

/** Demands that defaults of documents cite and that no pack settles yet. Whoever writes such a rule takes it out here. */
const unwritten = new Set(["ALT-067", "ALT-079", "ALT-131", "ALT-175", "ALT-190", "ALT-226"]);

describe("the codes of what Drover says", () => {
  it("are looked for in all of its code", () => {
    const ids = new Set([...used.values()].flat());
    for (const id of ["DOC-001", "PLAN-001", "INT-001"]) assert.ok(ids.has(id), id);
  });

  it("stand in one registry each", () => {
    const all = Object.values(registries).flatMap((codes) => Object.keys(codes));
    assert.deepEqual(
      all.filter((id, i) => all.indexOf(id) !== i),
      [],
    );
  });

  it("are no rule of a platform", () =>
    assert.deepEqual(
      registered.filter((id) => ruleIds.has(id)),
      [],
    ));

  it("are registered, all that the code uses", () => {
    const known = new Set([...registered, ...ruleIds, ...unwritten]);
    const unknown = [...used].flatMap(([file, ids]) => ids.filter((id) => !known.has(id)).map((id) => `${file} ${id}`));
    assert.deepEqual(unknown, []);
  });

  it("are used, all that are registered", () => {
    const ids = new Set([...used.values()].flat());
    assert.deepEqual(
      registered.filter((id) => !ids.has(id)),
      [],
    );
  });

  it("say what helps", () => {
    const mute = codeRecords().filter(({ title, remedy }) => title === "" || remedy === "");
    assert.deepEqual(mute, []);
  });
});
