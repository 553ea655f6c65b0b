import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { mendAttributes } from "../../cli/backend";

describe("what a killed Pulumi left half-written in the file backend", () => {
  const folder = mkdtempSync(join(tmpdir(), "drover-backend-"));
  const stacks = join(folder, ".pulumi", "stacks", "drover");
  const locks = join(folder, ".pulumi", "locks", "organization", "drover", "lab");
  const url = pathToFileURL(folder).href;
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    for (const one of [stacks, locks]) {
      rmSync(one, { recursive: true, force: true });
      mkdirSync(one, { recursive: true });
    }
    writeFileSync(join(stacks, "lab.json"), "{}");
  });

  const cases: Record<string, { files: Readonly<Record<string, string>>; env: string; gone: readonly string[] }> = {
    "what is whole stays": { files: { [join(stacks, "lab.json.attrs")]: "{}" }, env: url, gone: [] },
    "empty attributes go": { files: { [join(stacks, "lab.json.attrs")]: "" }, env: url, gone: ["lab.json.attrs"] },
    "half of them go": { files: { [join(stacks, "lab.json.attrs")]: '{"user.cache' }, env: url, gone: ["lab.json.attrs"] },
    "a lock's as well": { files: { [join(locks, "1.json.attrs")]: "", [join(locks, "1.json")]: "" }, env: url, gone: ["1.json.attrs"] },
    "another stack's are not looked at": { files: { [join(stacks, "production.json.attrs")]: "" }, env: url, gone: [] },
    "a state is never touched": { files: { [join(stacks, "lab.json")]: "" }, env: url, gone: [] },
    "a backend elsewhere has no such files": { files: { [join(stacks, "lab.json.attrs")]: "" }, env: "s3://states", gone: [] },
  };
  for (const [name, { files, env, gone }] of Object.entries(cases))
    it(name, () => {
      for (const [file, text] of Object.entries(files)) writeFileSync(file, text);
      const all = (): readonly string[] => [...readdirSync(stacks), ...readdirSync(locks)];
      const before = all();
      mendAttributes({ env: { PULUMI_BACKEND_URL: env } }, { name: "drover" }, "lab");
      assert.deepEqual(before.filter((file) => !all().includes(file)), gone);
    });
});
