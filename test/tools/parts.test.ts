import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { ensure, find, neededBy, needs } from "../../tools/parts";
import { newMachine, removeMachines, temporaryFolder } from "./fakes";

describe("the parts that a suite needs", () => {
  const cases: Record<string, { text: string; want: readonly string[] }> = {
    none: { text: 'import assert from "node:assert/strict";\n', want: [] },
    one: { text: "// needs: chromium\nimport …", want: ["chromium"] },
    several: { text: "/** A suite. */\n// needs: sshd, slapd\n", want: ["sshd", "slapd"] },
    "not those named further down": { text: `${"\n".repeat(6)}// needs: sshd\n`, want: [] },
  };
  for (const [name, { text, want }] of Object.entries(cases))
    it(`are read: ${name}`, () => assert.deepEqual(neededBy(text), want));

  it("are gathered by part", () => {
    const folder = temporaryFolder();
    fs.mkdirSync(path.join(folder, "deep"));
    const files = {
      "b.test.ts": "// needs: sshd",
      "deep/a.test.ts": "// needs: sshd, bind",
      "c.test.ts": "",
      "d.ts": "// needs: slapd",
    };
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
    assert.deepEqual(
      [...needs(folder)],
      [
        ["sshd", [path.join(folder, "b.test.ts"), path.join(folder, "deep", "a.test.ts")]],
        ["bind", [path.join(folder, "deep", "a.test.ts")]],
      ],
    );
  });

  it("nobody knows are a mistake of the suite", () => {
    assert.throws(() => find("floppy"), {
      message:
        'tools/parts.js knows no part "floppy", only bind, chromium, python, slapd, sshd: correct the suite\'s "// needs:" line or add it there',
    });
  });
});

describe("a part that is needed", () => {
  if (process.platform === "win32") return;
  afterEach(removeMachines);

  it("is left alone where it is there", async () => {
    const { env, log, said, program } = newMachine();
    const file = program("chromium", "exit 0");
    assert.deepEqual(await ensure(["chromium"], { env, log }), { missing: [] });
    assert.equal(find("chromium", env), file);
    assert.deepEqual(said, []);
  });

  it("is missing, with the command that helps, where there is no apt-get", async () => {
    const { env, log, said } = newMachine();
    assert.deepEqual(await ensure(["chromium"], { env, log }), {
      missing: [{ name: "chromium", why: "is not installed", command: "apt-get install -y --no-install-recommends chromium" }],
    });
    assert.deepEqual(said, []);
  });

  it("is installed where root has apt-get", async function () {
    if (process.getuid?.() !== 0) return this.skip();
    const { env, log, said, program, bin } = newMachine();
    program("apt-get", `[ "$1" = update ] || { echo '#!/bin/sh' > ${bin}/chromium; /bin/chmod 755 ${bin}/chromium; }`);
    assert.deepEqual(await ensure(["chromium"], { env, log }), { missing: [] });
    assert.deepEqual(said, [
      "… installing what suites need: apt-get install -y --no-install-recommends chromium",
      "✔ installed chromium in N s",
    ]);
  });

  it("that apt-get cannot install is missing, with what it said", async function () {
    if (process.getuid?.() !== 0) return this.skip();
    const { env, log, program } = newMachine();
    program("apt-get", "echo 'E: Unable to locate package'; exit 100");
    assert.deepEqual(await ensure(["chromium"], { env, log }), {
      missing: [
        {
          name: "chromium",
          why: "could not be installed: apt-get ended with status 100: E: Unable to locate package",
          command: "apt-get install -y --no-install-recommends chromium",
        },
      ],
    });
  });
});
