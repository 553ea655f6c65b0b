import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readLock } from "../../documents/lock";
import { lineOf } from "./folder";

const AGAIN = "run drover plan, or take the file from git again";

describe("a lock that is none", () => {
  const parent = mkdtempSync(join(tmpdir(), "drover-lock-"));
  const folder = join(parent, "m");
  const file = join(folder, "plan.lock.yaml");
  after(() => rmSync(parent, { recursive: true, force: true }));
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });

  const text = (content: string) => (): void => writeFileSync(file, content);
  const cases: Record<string, { make: () => void; says: string }> = {
    "is empty": { make: text(""), says: `m/plan.lock.yaml:1:1 LOCK-004 not a lock: a header or the stages are missing → ${AGAIN}` },
    "is no YAML": { make: text("lock: [a"), says: `m/plan.lock.yaml:1:9 LOCK-004 no YAML: Flow sequence in block collection must be sufficiently indented and end with a ] → ${AGAIN}` },
    "is nothing but brackets": {
      make: text("[".repeat(20_000)),
      says: `m/plan.lock.yaml:1:1 LOCK-004 no lock nests so deep: look for an opening bracket without its closing one → ${AGAIN}`,
    },
    "has aliases": { make: text("lock: &a x\nrevision: *a\n"), says: `m/plan.lock.yaml:1:1 LOCK-004 not a lock: a header or the stages are missing → ${AGAIN}` },
    "is a folder": { make: () => mkdirSync(file), says: "m/plan.lock.yaml:1:1 DOC-004 m/plan.lock.yaml is a folder → name a file" },
    "is no text": { make: () => writeFileSync(file, Buffer.from([0xff, 0x00, 0x80])), says: "m/plan.lock.yaml:1:1 DOC-005 m/plan.lock.yaml is no text: its bytes are not UTF-8 → save it as UTF-8, or as UTF-16 with a byte order mark" },
    "lies elsewhere": {
      make: () => {
        writeFileSync(join(parent, "other.yaml"), "lock: x");
        symlinkSync("../other.yaml", file);
      },
      says: 'm/plan.lock.yaml:1:1 DOC-002 "plan.lock.yaml" lies outside m: a symbolic link leads out → copy it into the folder: what is not in it cannot be reviewed with it',
    },
  };
  for (const [name, { make, says }] of Object.entries(cases))
    it(name, () => {
      make();
      const { lock, findings } = readLock(file);
      assert.equal(lock, undefined);
      assert.deepEqual(findings.map((finding) => lineOf(finding).replaceAll(folder, "m")), [says]);
    });
});
