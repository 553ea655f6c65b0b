import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ensurePulumi } from "../../tools/setup/pulumi";
import { GO, LANGUAGE_HOST, newMachine, NPM_WITHOUT_NETWORK, PULUMI, removeMachines, type Machine } from "./fakes";

const CACHED = `/cache/pulumi-3.245.0-${process.platform}-${process.arch}`;

/** What a set-up of this machine comes to: the CLI it chose, or the error it gave, and all that it said. */
async function outcome(machine: Machine): Promise<{ readonly found: unknown; readonly said: readonly string[] }> {
  const { said } = machine;
  said.splice(0);
  const local = (text: string): string => text.replaceAll(path.dirname(machine.root), "").replace(/(?<![.\d])\d+ s\b/g, "N s");
  try {
    const { file, version, how } = await ensurePulumi({ ...machine, limit: 500 });
    return { found: `${version} ${local(how)}: ${local(file)}`, said };
  } catch (error) {
    assert(error instanceof Error);
    return { found: error.message.split("\n"), said };
  }
}

const NOTHING_WORKS = [
  "Drover needs the Pulumi CLI 3.245.0 or a later 3.x, and there is no way to get it here. Do one of these, then try again:",
  "  - install the official Pulumi CLI, so that pulumi and pulumi-language-nodejs are on PATH; or allow its download",
  "  - install Go 1.25.8 or later, so that go is on PATH and reaches its module proxy: the CLI is then built here",
];
const DOWNLOAD_FAILS = [
  "… getting Pulumi CLI 3.245.0 by the npm package pulumi",
  "… the npm package pulumi ended with status 1: pulumi: fetch failed",
];

describe("the Pulumi CLI that is chosen", function () {
  if (process.platform === "win32") return;
  this.slow(2000);
  afterEach(removeMachines);

  const cases: Record<string, { given: (machine: Machine) => void; found: unknown; said: readonly string[] }> = {
    "the one on PATH, when it is the version needed": {
      given: ({ program }) => void [program("pulumi", PULUMI("3.245.0")), program("pulumi-language-nodejs", LANGUAGE_HOST)],
      found: "3.245.0 on PATH: /bin/pulumi",
      said: [],
    },
    "the one on PATH, when it is a later 3.x": {
      given: ({ program }) => void [program("pulumi", PULUMI("3.301.2")), program("pulumi-language-nodejs", LANGUAGE_HOST)],
      found: "3.301.2 on PATH: /bin/pulumi",
      said: [],
    },
    "not one that is too old": {
      given: ({ program }) => void [program("pulumi", PULUMI("3.244.9")), program("pulumi-language-nodejs", LANGUAGE_HOST)],
      found: NOTHING_WORKS,
      said: [
        "… /bin/pulumi is 3.244.9; needed is 3.245.0 or a later 3.x: not used",
        "… getting Pulumi CLI 3.245.0 by the npm package pulumi",
        "… the npm package pulumi could not be started (spawn npm ENOENT)",
        "… no go on PATH",
      ],
    },
    "not one of the next major version": {
      given: ({ program }) => void [program("pulumi", PULUMI("4.0.0")), program("pulumi-language-nodejs", LANGUAGE_HOST)],
      found: NOTHING_WORKS,
      said: [
        "… /bin/pulumi is 4.0.0; needed is 3.245.0 or a later 3.x: not used",
        "… getting Pulumi CLI 3.245.0 by the npm package pulumi",
        "… the npm package pulumi could not be started (spawn npm ENOENT)",
        "… no go on PATH",
      ],
    },
    "not one without the language host": {
      given: ({ program }) => void [program("pulumi", PULUMI("3.245.0")), program("npm", NPM_WITHOUT_NETWORK)],
      found: NOTHING_WORKS,
      said: [
        "… /bin/pulumi has no pulumi-language-nodejs beside it or on PATH: not used",
        ...DOWNLOAD_FAILS,
        "… no go on PATH",
      ],
    },
    "not one that hangs": {
      given: ({ program }) =>
        void [
          program("pulumi", "/bin/sleep 60"),
          program("pulumi-language-nodejs", LANGUAGE_HOST),
          program("npm", NPM_WITHOUT_NETWORK),
        ],
      found: NOTHING_WORKS,
      said: ['… /bin/pulumi "pulumi version" gave no answer within 0.5 s: not used', ...DOWNLOAD_FAILS, "… no go on PATH"],
    },
    "not one that does not run": {
      given: ({ program }) =>
        void [
          program("pulumi", "echo broken library >&2; exit 127"),
          program("pulumi-language-nodejs", LANGUAGE_HOST),
          program("npm", NPM_WITHOUT_NETWORK),
        ],
      found: NOTHING_WORKS,
      said: [
        '… /bin/pulumi "pulumi version" ended with status 127: broken library: not used',
        ...DOWNLOAD_FAILS,
        "… no go on PATH",
      ],
    },
    "not npm's downloader of the same name": {
      given: ({ program, bin, env }) => {
        const folder = path.join(bin, "node_modules", ".bin");
        env.PATH = `${folder}${path.delimiter}${bin}`;
        program("pulumi", PULUMI("3.245.0"), folder);
        program("npm", NPM_WITHOUT_NETWORK);
      },
      found: NOTHING_WORKS,
      said: [...DOWNLOAD_FAILS, "… no go on PATH"],
    },
    "the one in the cache, without a try at the network": {
      given: ({ program, cache }) => {
        const folder = path.join(path.dirname(cache), CACHED);
        program("pulumi", PULUMI("3.245.0"), folder);
        program("pulumi-language-nodejs", LANGUAGE_HOST, folder);
      },
      found: `3.245.0 in the cache; none on PATH: ${CACHED}/pulumi`,
      said: [],
    },
    "the official one, where its download works": {
      given: ({ program }) => {
        program(
          "npm",
          `for name in pulumi pulumi-language-nodejs; do
          /bin/mkdir -p "$PULUMI_HOME/versions/$PULUMI_VERSION/bin"
          printf '#!/bin/sh\\necho v3.245.0\\n' > "$PULUMI_HOME/versions/$PULUMI_VERSION/bin/$name"
          /bin/chmod 755 "$PULUMI_HOME/versions/$PULUMI_VERSION/bin/$name"
        done`,
        );
      },
      found: `3.245.0 downloaded in N s: ${CACHED}/pulumi`,
      said: ["… getting Pulumi CLI 3.245.0 by the npm package pulumi"],
    },
    "not the official one, where its download brings nothing": {
      given: ({ program }) => void program("npm", "exit 0"),
      found: NOTHING_WORKS,
      said: [
        "… getting Pulumi CLI 3.245.0 by the npm package pulumi",
        "… the npm package pulumi brought no pulumi",
        "… no go on PATH",
      ],
    },
    "one built with Go, where the download fails": {
      given: ({ program, env, root }) => {
        env.GO_LOG = path.join(root, "go.log");
        program("npm", NPM_WITHOUT_NETWORK);
        program("go", GO);
      },
      found: `3.245.0 built with go1.26.8 in N s: ${CACHED}/pulumi`,
      said: [...DOWNLOAD_FAILS, "… building Pulumi CLI 3.245.0 with go1.26.8; this takes minutes, once for this machine"],
    },
    "none with a Go that is too old": {
      given: ({ program }) => void [program("npm", NPM_WITHOUT_NETWORK), program("go", "echo go1.19.8; echo local")],
      found: NOTHING_WORKS,
      said: [...DOWNLOAD_FAILS, "… go1.19.8 is too old; needed is Go 1.25.8"],
    },
    "none where the build fails": {
      given: ({ program }) =>
        void [
          program("npm", NPM_WITHOUT_NETWORK),
          program("go", 'if [ "$1" = env ]; then echo go1.26.8; else echo "dial tcp: no route to host"; exit 1; fi'),
        ],
      found: NOTHING_WORKS,
      said: [
        ...DOWNLOAD_FAILS,
        "… building Pulumi CLI 3.245.0 with go1.26.8; this takes minutes, once for this machine",
        "… go build of pulumi ended with status 1: dial tcp: no route to host",
      ],
    },
  };
  for (const [name, { given, found, said }] of Object.entries(cases)) {
    it(name, async () => {
      const machine = newMachine();
      given(machine);
      assert.deepEqual(await outcome(machine), { found, said });
    });
  }

  it("is checked by running it once, and then known", async () => {
    const machine = newMachine();
    const log = path.join(machine.root, "runs.log");
    machine.program("pulumi", `echo run >> ${log}; ${PULUMI("3.245.0")}`);
    machine.program("pulumi-language-nodejs", LANGUAGE_HOST);
    const first = await outcome(machine);
    assert.deepEqual(await outcome(machine), first);
    assert.equal(fs.readFileSync(log, "utf8"), "run\n");
  });

  it("is not believed to be what it was, once the file has changed", async () => {
    const machine = newMachine();
    machine.program("pulumi", PULUMI("3.245.0"));
    machine.program("pulumi-language-nodejs", LANGUAGE_HOST);
    await outcome(machine);
    machine.program("pulumi", PULUMI("3.99.0"));
    assert.deepEqual((await outcome(machine)).said[0], "… /bin/pulumi is 3.99.0; needed is 3.245.0 or a later 3.x: not used");
  });

  it("is got anew when the cached one is damaged", async () => {
    const machine = newMachine();
    machine.env.GO_LOG = path.join(machine.root, "go.log");
    machine.program("npm", NPM_WITHOUT_NETWORK);
    machine.program("go", GO);
    const folder = path.join(path.dirname(machine.cache), CACHED);
    machine.program("pulumi", "exit 3", folder);
    machine.program("pulumi-language-nodejs", LANGUAGE_HOST, folder);
    const { found, said } = await outcome(machine);
    assert.equal(found, `3.245.0 built with go1.26.8 in N s: ${CACHED}/pulumi`);
    assert.equal(said[0], `… ${CACHED}/pulumi "pulumi version" ended with status 3: not used, got anew`);
  });
});

/** A set-up in a process of its own, so that it can be killed. */
function start(machine: Machine, takes: number): { readonly child: ChildProcess; readonly said: () => string } {
  const script = `require(process.argv[1])
    .ensurePulumi({ root: process.argv[2], env: process.env, log: console.log })
    .then(({ how }) => console.log("got " + how), (error) => console.log(error.message));`;
  const module = path.join(__dirname, "..", "..", "tools", "setup", "pulumi.js");
  const env = { ...machine.env, GO_LOG: path.join(machine.root, "go.log"), GO_TAKES: String(takes) };
  const child = spawn(process.execPath, ["-e", script, module, machine.root], { env, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return { child, said: () => said };
}

/** The pids of the builds that were started. */
const builds = (machine: Machine): readonly number[] => {
  const file = path.join(machine.root, "go.log");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
};

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !what(); i += 1) await pause(10);
  assert(what(), "waited five seconds in vain");
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("a build of the Pulumi CLI", function () {
  if (process.platform === "win32") return;
  this.slow(3000);
  afterEach(removeMachines);

  function machineWithGo(): Machine {
    const machine = newMachine();
    machine.program("npm", NPM_WITHOUT_NETWORK);
    machine.program("go", GO);
    return machine;
  }

  it("is done once by two set-ups at once; the second says whom it waits for", async () => {
    const machine = machineWithGo();
    const first = start(machine, 0.4);
    await until(() => builds(machine).length === 2);
    const second = start(machine, 0.4);
    await Promise.all([once(first.child, "close"), once(second.child, "close")]);
    assert.match(first.said(), /^got built with go1\.26\.8 in \d+ s$/m);
    const [waiting = "", ...rest] = second.said().split("\n");
    assert.match(waiting, new RegExp(`^… waiting: process ${first.child.pid} on \\S+ is getting the Pulumi CLI \\(.*\\.lock\\)$`));
    assert.deepEqual(rest, ["got in the cache, put there by another set-up meanwhile", ""]);
    assert.equal(builds(machine).length, 2, "pulumi and its language host, once each");
    assert.deepEqual(fs.readdirSync(machine.cache).sort(), ["checked", path.basename(CACHED)]);
  });

  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    it(`that was interrupted by ${signal} leaves nothing that is taken for good`, async () => {
      const machine = machineWithGo();
      const interrupted = start(machine, 30);
      await until(() => builds(machine).length === 2);
      interrupted.child.kill(signal);
      await once(interrupted.child, "close");
      // only a killed set-up cannot end what it started
      if (signal === "SIGTERM") await until(() => !builds(machine).some(isAlive));
      else for (const build of builds(machine)) process.kill(-build, "SIGKILL");

      const next = start(machine, 0);
      await once(next.child, "close");
      assert.match(next.said(), /^got built with go1\.26\.8 in \d+ s$/m);
      assert.deepEqual(fs.readdirSync(machine.cache).sort(), ["checked", path.basename(CACHED)]);
    });
  }
});
