import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Script, createContext } from "node:vm";
import { formOf } from "../../cli/form";
import { Todo, todos } from "../../documents/evidence/todo";
import { Book } from "../documents/evidence/book";

const book = new Book();
const all = todos(book.office(), { completed: 0, stage: "separate" });
book.remove();

const hostile: Todo = {
  ...(all[0] as Todo), do: "</script><img src=x onerror=alert(1)>", entity: "task/\"><b>", steps: ["<script>alert(1)</script>"],
  fields: [{ name: "a\" onfocus=\"alert(1)", what: "<i>", wanted: { form: "equals", values: ["\"><u>"] } }],
};

describe("the form to be filled in offline", () => {
  const form = formOf("book: what people do", "migrations/book", all);

  it("asks for everything that people do, and for nothing else", () => {
    assert.deepEqual([...form.matchAll(/data-entity="([^"]*)" data-stage="([^"]*)"/g)].map(([, entity, stage]) => `${stage} ${entity}`), [
      "separate gate/a/idle", "separate server/a", "separate task/a/backup",
    ]);
    assert.deepEqual([...form.matchAll(/data-field="([^"]*)"/g)].map(([, name]) => name), ["running-jobs", "type", "set", "size", "log", "products", "path"]);
  });

  it("reaches for nothing outside itself, and runs nothing but its own script", () => {
    assert.doesNotMatch(form, /https?:|\bsrc=|<link|@import|url\(/);
    const [, script = ""] = /<script>([\s\S]*)<\/script>/.exec(form) ?? [];
    const hash = createHash("sha256").update(script).digest("base64");
    assert.match(form, /Content-Security-Policy" content="default-src &#39;none&#39;;/);
    assert.ok(form.includes(`script-src &#39;sha256-${hash}&#39;`));
  });

  it("shows what it is given as text, whatever it is", () => {
    const shown = formOf("</title><script>alert(1)</script>", "m", [hostile]);
    assert.equal([...shown.matchAll(/<script/g)].length, 1);
    assert.doesNotMatch(shown, /<img|<b>|<i>|<u>|onfocus="/);
    assert.ok(shown.includes("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"));
  });

  it("gives what attest --from reads: what is ticked, with its fields", () => {
    const [, script = ""] = /<script>([\s\S]*)<\/script>/.exec(form) ?? [];
    const section = (entity: string, done: boolean, at: string, fields: Readonly<Record<string, string>>) => ({
      dataset: { entity, stage: "separate" },
      querySelector: (selector: string) => (selector === ".done" ? { checked: done } : { value: at }),
      querySelectorAll: () => Object.entries(fields).map(([field, value]) => ({ dataset: { field }, value })),
    });
    const elements: Record<string, { value: string; addEventListener: () => void }> = {
      by: { value: "dba-1", addEventListener: () => undefined }, json: { value: "", addEventListener: () => undefined }, save: { value: "", addEventListener: () => undefined },
    };
    const sections = [section("task/a/backup", true, "2026-11-20T21:02Z", { type: "Full" }), section("server/a", false, "", {}), section("gate/a/idle", true, "", { "running-jobs": "0" })];
    const document = {
      querySelectorAll: () => sections, getElementById: (id: string) => elements[id],
      addEventListener: (_: string, told: () => void) => void (input = told),
    };
    let input = (): void => assert.fail("nobody listens");
    new Script(script).runInContext(createContext({ document }));
    input();
    assert.deepEqual(JSON.parse(elements["json"]?.value ?? ""), [
      { entity: "task/a/backup", stage: "separate", by: "dba-1", at: "2026-11-20T21:02:00.000Z", fields: { type: "Full" } },
      { entity: "gate/a/idle", stage: "separate", by: "dba-1", fields: { "running-jobs": "0" } },
    ]);
  });
});
