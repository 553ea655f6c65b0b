import assert from "node:assert/strict";
import { chmodSync, copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import type { DriverEntry } from "../../../../engine/model/migration";
import type { Ref } from "../../../../engine/model/entity";
import { actOf, perform } from "../contract";
import { HostileFolder, failure } from "./folder";

const server: Ref = "server/bea-ns1@7.0";
const path = process.env["PATH"] ?? "";

describe("a program of the user's", () => {
  let folder: HostileFolder;
  beforeEach(() => (folder = new HostileFolder()));
  afterEach(() => folder.remove());

  it("gets its arguments as they are: no shell reads them", async () => {
    const args = ["$(touch pwned)", "; touch pwned", "a b", "*", "'", '"', "", "--zone=gulf", "ä\n"];
    const { args: got } = await folder.driver({ exec: ["./hostile.js", "args", "no", ...args] }).read(server);
    assert.deepEqual(got, args);
    assert.equal(existsSync(folder.path("pwned")), false);
  });

  it("finds in its environment what every program needs, what is declared, and nothing else", async () => {
    const driver = folder.driver({ exec: ["./hostile.js", "env"], env: ["DNS_TOKEN"] }, {
      environment: { PATH: path, LANG: "C", PULUMI_CONFIG_PASSPHRASE: "open sesame", NODE_OPTIONS: "--no-warnings" },
      secrets: new Map([["DNS_TOKEN", "hunter2-hunter2"], ["OTHER", "not for this one"]]),
    });
    assert.deepEqual(await driver.read(server), { phase: "running", names: ["DNS_TOKEN", "LANG", "PATH"], sent: [] });
  });

  it("is asked one thing after another, unless it may be asked more at once", async () => {
    const driver = folder.driver({ exec: ["./hostile.js", "turns"] });
    await Promise.all([1, 2, 3].map(() => driver.read(server)));
    assert.equal(folder.text("turns"), "()()()");
  });

  it("that is asked more at once is", async () => {
    const driver = folder.driver({ exec: ["./hostile.js", "turns"], atOnce: 3 });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => driver.read(server)));
    assert.equal(folder.text("turns").length, 12);
    assert.notEqual(folder.text("turns"), "()()()()()()");
  });

  describe("whose trouble passes", () => {
    it("is asked again, later each time, and its reader is told", async () => {
      const lines: string[] = [];
      const driver = folder.driver({ exec: ["./hostile.js", "passing", "no", "2", "5"] });
      assert.deepEqual((await driver.apply(actOf("apply"), (line) => lines.push(line))).observed, { phase: "running" });
      assert.deepEqual(folder.slept, [5_000, 10_000]);
      assert.deepEqual(lines, [
        "./hostile.js passing no 2 5 says: the console restarts; asked again in 5 s (2 of 5)",
        "./hostile.js passing no 2 5 says: the console restarts; asked again in 10 s (3 of 5)",
      ]);
    });

    it("is not asked for ever, nor after an hour's pause", async () => {
      const driver = folder.driver({ exec: ["./hostile.js", "passing", "no", "99", "40"] });
      assert.equal(
        await failure(driver.apply(actOf("apply"), () => undefined)),
        "Unreachable: EXE-012 ./hostile.js passing no 99 40 says: the console restarts — make it reachable and run the command again",
      );
      assert.deepEqual(folder.slept, [40_000, 60_000, 60_000, 60_000]);
      assert.deepEqual(folder.asked(), ["apply", "apply", "apply", "apply", "apply"]);
    });

    it("and that does not say so is asked once", async () => {
      const driver = folder.driver({ exec: ["./hostile.js", "say", "no", JSON.stringify({ protocol: 1, id: "$ID", unreachable: "gone" })] });
      assert.match(await failure(driver.read(server)), /^Unreachable: EXE-012 /);
      assert.deepEqual([folder.asked(), folder.slept], [["read"], []]);
    });
  });

  describe("with a secret", () => {
    const secret = 'tökén "7"\nof two lines';
    const told: DriverEntry = { exec: ["./hostile.js", "leak"], env: ["DNS_TOKEN"] };
    const secrets = new Map([["DNS_TOKEN", secret]]);
    const planted = [secret, "of two lines", 'tökén "7"', encodeURIComponent(secret), Buffer.from(secret).toString("base64"), "t\\u00f6k", "tökén"];

    it("that writes it everywhere is not heard with it", async () => {
      const lines: string[] = [];
      const { observed, evidence } = await folder.driver(told, { secrets }).apply(actOf("apply"), (line) => lines.push(line));
      const all = JSON.stringify([observed, evidence, lines]);
      assert.deepEqual(planted.filter((one) => all.includes(one) || all.includes(JSON.stringify(one).slice(1, -1))), []);
      assert.deepEqual([observed["token"], evidence, lines], [
        "[secret DNS_TOKEN]", { "[secret DNS_TOKEN]": "[secret DNS_TOKEN]" },
        ["now [secret DNS_TOKEN]", 'now "[secret DNS_TOKEN]"', "now [secret DNS_TOKEN]", "now [secret DNS_TOKEN]"],
      ]);
    });

    it("that fails is quoted without it", async () => {
      const entry = { ...told, exec: ["./hostile.js", "leak", "no", "fail"] };
      const said = await failure(perform(folder.driver(entry, { secrets }), "apply"));
      assert.deepEqual(planted.filter((one) => said.includes(one)), []);
      assert.match(said, /\| and \[secret DNS_TOKEN\]\n/);
    });

    const refused: Readonly<Record<string, Readonly<{ secrets: ReadonlyMap<string, string>; says: string }>>> = {
      "that nobody has set": {
        secrets: new Map(),
        says: "EXE-003 the stack's configuration has no secret DNS_TOKEN — run `pulumi config set --secret --path drover:secrets.DNS_TOKEN`",
      },
      "that stands in every second word": {
        secrets: new Map([["DNS_TOKEN", "e"]]),
        says: "EXE-003 the secret DNS_TOKEN is too short to be hidden — run `pulumi config set --secret --path drover:secrets.DNS_TOKEN` with 6 characters or more",
      },
      "that no environment can hold": {
        secrets: new Map([["DNS_TOKEN", "hunter2\0hunter2"]]),
        says: "EXE-003 the secret DNS_TOKEN holds a NUL character — run `pulumi config set --secret --path drover:secrets.DNS_TOKEN`",
      },
    };
    for (const [name, { secrets: given, says }] of Object.entries(refused))
      it(`${name} is not started`, async () => {
        assert.equal(await failure(perform(folder.driver(told, { secrets: given }), "apply")), `Failed: ${says}`);
        assert.deepEqual(folder.asked(), []);
      });
  });

  describe("that cannot be used", () => {
    const cases: Readonly<Record<string, Readonly<{ exec: string; made?: () => void; says: string }>>> = {
      "is not there": { exec: "./hostil.js", says: "EXE-002 M/hostil.js does not exist — did you mean hostile.js?" },
      "is outside": {
        exec: "../hostile.js",
        says: 'EXE-002 "../hostile.js" lies outside M: it goes up by .. — copy it into the folder: what is not in it cannot be reviewed with it',
      },
      "is anywhere": {
        exec: "/bin/sh",
        says: 'EXE-002 "/bin/sh" lies outside M: it is an absolute path — copy it into the folder: what is not in it cannot be reviewed with it',
      },
      "is outside by a link": {
        exec: "./link.js",
        made: () => symlinkSync(__filename, folder.path("link.js")),
        says: 'EXE-002 "./link.js" lies outside M: a symbolic link leads out — copy it into the folder: what is not in it cannot be reviewed with it',
      },
      "is a folder": { exec: "./drivers", made: () => mkdirSync(folder.path("drivers")), says: "EXE-002 ./drivers in M is no file — name a file" },
      "may not be run": {
        exec: "./dns.py",
        made: () => writeFileSync(folder.path("dns.py"), "#!/usr/bin/env python3\n"),
        says: "EXE-002 ./dns.py may not be run — make it executable: `chmod +x ./dns.py`, and commit that",
      },
      "has nobody who reads it": {
        exec: "./dns.py",
        made: () => writeFileSync(folder.path("dns.py"), "#!/no/such/python\n", { mode: 0o755 }),
        says: "EXE-004 ./dns.py cannot be started: what its first line names (#!…) is not installed here — correct what the message names and run the command again",
      },
      "does not say who reads it": {
        exec: "./dns.py",
        made: () => writeFileSync(folder.path("dns.py"), "touch pwned", { mode: 0o755 }),
        says: "EXE-002 ./dns.py does not say what reads it — begin its first line with #! and the program that reads it",
      },
    };
    for (const [name, { exec, made, says }] of Object.entries(cases))
      it(`because it ${name} is explained`, async () => {
        made?.();
        const said = await failure(perform(folder.driver({ exec }), "apply"));
        assert.equal(said.replaceAll(folder.folder, "M"), `Failed: ${says}`);
      });

    it("because its entry is wrong is explained", async () => {
      const driver = folder.driver({ exec: "./hostile.js", over: "ssh://-oProxyCommand=x@h" });
      const says =
        'EXE-001 over is "ssh://-oProxyCommand=x@h"; it should be ssh://user@host or ssh://user@host:port, and neither name can begin with a hyphen; ' +
        "over needs knownHosts: a file in the migration's folder with the host's public key — correct its entry under drivers in migration.yaml";
      assert.equal(await failure(perform(driver, "apply")), `Failed: ${says}`);
      assert.equal(await failure(driver.read(server)), `Unreachable: ${says}`);
    });
  });

  it("runs by its first line, whatever it is written in", async () => {
    copyFileSync(folder.path("hostile.js"), folder.path("program"));
    chmodSync(folder.path("program"), 0o755);
    assert.deepEqual(await folder.driver("exec:./program").readAll([]), new Map());
    assert.match(await failure(folder.driver({ exec: ["./program", "nothing"] }).read(server)), /EXE-008 \.\/program nothing, asked to read/);
  });
});
