// needs: sshd
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { DriverEntry } from "../../../../engine/model/migration";
import type { Ref } from "../../../../engine/model/entity";
import { execDriver } from "../../../../provider/drivers/exec/driver";
import type { Driver, Progress } from "../../../../provider/drivers/driver";
import { Sort, Trouble, actOf, declared, perform } from "../contract";
import { FileEstate } from "./estate";
import { HostileFolder, failure } from "./folder";
import { SshServer, freePort } from "./sshd";

const server: Ref = "server/bea-ns1@7.0";

describe("over SSH, with a real server", function () {
  // each question is a handshake and a process at the other end
  this.timeout(60_000);
  const sshd = new SshServer();
  before(() => sshd.start());
  after(() => sshd.stop());

  describe("a program on another host is asked and heard as it is here", () => {
    const [here, there] = [new FileEstate("json-file.js"), new FileEstate("json-file.js")];
    after(() => [here, there].forEach((estate) => estate.remove()));
    const local = (): DriverEntry => ({ exec: ["./drivers/json-file.js", here.file] });
    const distant = (): DriverEntry => ({
      exec: [process.execPath, `${there.folder}/drivers/json-file.js`, there.file], over: sshd.over, knownHosts: "known_hosts", key: "key",
    });
    before(() => sshd.introduce(there.folder));

    type Asked = Readonly<{ driver: Driver; heard: Progress; amid: (trouble: Trouble, sort: Sort) => Promise<void> }>;
    type Case = Readonly<{ ask: (asked: Asked) => Promise<unknown>; comes: RegExp }>;

    /** What a question comes to: its value or its error, and what was heard meanwhile, as if it had been asked here. */
    const told = async (estate: FileEstate, entry: DriverEntry, ask: Case["ask"]): Promise<readonly unknown[]> => {
      const lines: string[] = [];
      const driver = execDriver(entry, { folder: estate.folder, secrets: new Map() });
      const heard: Progress = (line) => void lines.push(line);
      const amid = async (trouble: Trouble, sort: Sort): Promise<void> => {
        const begin = estate.subject(() => driver).trouble[trouble];
        const end = "never" in begin ? assert.fail(begin.never) : await begin(actOf(sort));
        await driver[sort](actOf(sort), heard).finally(end);
      };
      const said = await ask({ driver, heard, amid }).catch(({ name, message }: Error) => `${name}: ${message}`);
      return JSON.parse(
        JSON.stringify([said, lines, estate.load()])
          .replaceAll(estate.folder, "M").replaceAll(`${process.execPath} M/drivers`, "./drivers").replaceAll(` on ${sshd.user}@127.0.0.1`, ""),
      ) as readonly unknown[];
    };

    const cases: Readonly<Record<string, Case>> = {
      "one thing": { ask: ({ driver }) => driver.read(server), comes: /^{"phase":"running","name":"bea-ns1"/ },
      "what is not there": { ask: ({ driver }) => driver.read("server/nobody@7.0"), comes: /^{"phase":"absent"}$/ },
      "all at once": { ask: async ({ driver }) => [...(await driver.readAll([...declared.keys()]))], comes: /^(\[*"\S+?\/\S+?",{.*?}\],?){4}\]$/ },
      "a task, with evidence": { ask: ({ driver, heard }) => driver.run(actOf("run"), heard), comes: /"evidence":{"schedule":"schedule of / },
      "the same again": { ask: ({ driver, heard }) => driver.run(actOf("run"), heard), comes: /"evidence":{"schedule":"schedule of / },
      "whether it was done": { ask: ({ driver }) => driver.did(actOf("run").id), comes: /^"yes"$/ },
      "a gate that waits": { ask: ({ amid }) => amid("notYet", "ask"), comes: /^"NotYet: .* says: two jobs are still running"$/ },
      "a gate": { ask: ({ driver, heard }) => driver.ask(actOf("ask"), heard), comes: /^{"observed":{"phase":"open"}/ },
      "an act that is refused": { ask: ({ amid }) => amid("refused", "apply"), comes: /^"Refused: .* is kept; separate needs it to be running"$/ },
      "an act beside another one's": { ask: ({ amid }) => amid("busy", "apply"), comes: /^"Busy: .* is changing / },
      "an act that ends half-way": { ask: ({ amid }) => amid("cut", "apply"), comes: /^"Failed: EXE-011 .*, ended with status \d+; .* fell over\\n ; it does not know either / },
      "what has become of it": { ask: ({ driver }) => driver.did(actOf("apply").id), comes: /^"unknown"$/ },
      "the act, which goes on": { ask: ({ driver, heard }) => driver.apply(actOf("apply"), heard), comes: /^{"observed":{"phase":"separated"/ },
      "an estate that cannot be read": { ask: ({ amid }) => amid("unreachable", "apply"), comes: /^"Unreachable: EXE-012 .* cannot be used: / },
    };
    for (const [name, { ask, comes }] of Object.entries(cases))
      it(name, async () => {
        const over = await told(there, distant(), ask);
        assert.match(JSON.stringify(over[0]), comes);
        assert.deepEqual(over, await told(here, local(), ask));
      });
  });

  let folder: HostileFolder;
  beforeEach(() => {
    folder = new HostileFolder();
    sshd.introduce(folder.folder);
  });
  afterEach(() => folder.remove());

  const remote = (args: readonly string[], more: Partial<Exclude<DriverEntry, string>> = {}) => ({
    exec: [process.execPath, folder.path("hostile.js"), ...args], over: sshd.over, knownHosts: "known_hosts", key: "key", ...more,
  });
  const act = async (entry: DriverEntry): Promise<string> =>
    (await failure(perform(folder.driver(entry), "apply")))
      .replaceAll(folder.folder, "M").replaceAll(process.execPath, "node").replaceAll(`127.0.0.1 port ${sshd.port}`, "HOST")
      .replaceAll(`${sshd.user}@127.0.0.1`, "US").replaceAll(` for ${sshd.user}`, " for OURSELVES");
  const asked = `, asked to separate ${server}`;

  describe("before anything is run, it says why nothing is", () => {
    const known = "get its key with ssh-keyscan, compare the fingerprint with the host's own (`ssh-keygen -lf` there), and add the line to the file that knownHosts names";
    type Case = Readonly<{ made?: () => void; entry?: () => Partial<Exclude<DriverEntry, string>>; says: () => string }>;
    const cases: Readonly<Record<string, Case>> = {
      "a host that nobody knows": {
        made: () => writeFileSync(folder.path("known_hosts"), ""),
        says: () => `EXE-014 WHO: known_hosts has no key for HOST — ${known}`,
      },
      "a host with another key than the known one": {
        made: () => sshd.introduce(folder.folder, { known: "stranger" }),
        says: () =>
          `EXE-015 WHO: HOST shows another key than known_hosts has, with the fingerprint ${sshd.fingerprint()} — find out why before anything else: ` +
          "if the host was set up anew, replace its line in the file that knownHosts names; if nobody did, somebody else is answering",
      },
      "a key that the host does not accept": {
        made: () => sshd.introduce(folder.folder, { key: "stranger" }),
        says: () => "EXE-016 WHO: HOST accepts no key of ours for OURSELVES — put the public key into that account's authorized_keys, and name the private one as key: in migration.yaml",
      },
      "a private key that others may read": {
        made: () => chmodSync(folder.path("key"), 0o644),
        says: () => "EXE-016 WHO: ssh does not use key, which others may read — `chmod 600 key`",
      },
      "a private key that is not there": {
        made: () => rmSync(folder.path("key")),
        says: () => "EXE-002 M/key does not exist — did you mean keys?",
      },
      "a private key of the home folder that is not there": {
        entry: () => ({ key: "~/.ssh/no-such-key-of-drover" }),
        says: () => "EXE-016 WHO: there is no private key ~/.ssh/no-such-key-of-drover — correct key: in migration.yaml, or put the key there",
      },
      "known hosts from elsewhere": {
        made: () => {
          rmSync(folder.path("known_hosts"));
          symlinkSync("/etc/hosts", folder.path("known_hosts"));
        },
        says: () => 'EXE-002 "known_hosts" lies outside M: a symbolic link leads out — copy it into the folder: what is not in it cannot be reviewed with it',
      },
    };
    for (const [name, { made, entry, says }] of Object.entries(cases))
      it(name, async () => {
        mkdirSync(folder.path("keys"));
        made?.();
        const want = says().replace("WHO", `node M/hostile.js args yes on US${asked}`);
        assert.equal(await act(remote(["args", "yes"], entry?.())), `Failed: ${want}`);
        assert.deepEqual(folder.asked(), [], "the program was run");
      });

    it("a port where nobody listens", async () => {
      const port = await freePort();
      assert.equal(
        await act(remote(["args", "yes"], { over: `ssh://${sshd.user}@127.0.0.1:${port}` })),
        `Failed: EXE-013 node M/hostile.js args yes on US${asked}: no session with 127.0.0.1 port ${port} began ` +
          `(ssh: connect to host 127.0.0.1 port ${port}: Connection refused) — check the host's name and port, and that its SSH server answers from here`,
      );
    });

    it("a host that nobody has", async () => {
      assert.equal(
        await act(remote(["args", "yes"], { over: "ssh://drover@no-such-host.invalid" })),
        `Failed: EXE-013 node M/hostile.js args yes on drover@no-such-host.invalid${asked}: no host is called no-such-host.invalid — correct its name in migration.yaml, or in the name service`,
      );
    });
  });

  it("words that a shell could take apart are not sent", async () => {
    assert.equal(
      await act(remote(["args", "yes", "$(touch pwned)", "--zone=gulf"])),
      'Failed: EXE-001 "$(touch pwned)" cannot be a word over SSH: letters, digits and . _ / @ % + = : , - alone — correct its entry under drivers in migration.yaml',
    );
  });

  it("every other word arrives as it is", async () => {
    const words = ["--zone=gulf", "a@b:/c.d_e,f+g%h", "-1"];
    assert.deepEqual(await folder.driver(remote(["args", "yes", ...words])).read(server), { phase: "running", args: words });
  });

  it("secrets go with the question, and none in an environment or on a command line", async () => {
    const driver = folder.driver(remote(["env", "no"], { env: ["DNS_TOKEN"] }), { secrets: new Map([["DNS_TOKEN", "hunter2-hunter2"]]) });
    const { sent, names } = await driver.read(server);
    assert.deepEqual([sent, (names as readonly string[]).includes("DNS_TOKEN")], [["DNS_TOKEN"], false]);
  });

  it("neither the environment nor an agent of ours reaches the host", async () => {
    const environment = { ...process.env, SSH_AUTH_SOCK: "/no/such/agent", LC_DROVER: "here" };
    const names = (await folder.driver(remote(["env", "no"]), { environment }).read(server))["names"] as readonly string[];
    assert.deepEqual(names.filter((name) => ["SSH_AUTH_SOCK", "LC_DROVER", "SSH_TTY", "DISPLAY"].includes(name)), []);
  });

  it("what the program writes to standard error is its own, and its status too", async () => {
    const fix = "correct the program, or what it complains of, and run `pulumi up` again";
    assert.equal(
      await act(remote(["exit", "no"])),
      `Failed: EXE-005 node M/hostile.js exit no on US${asked}, ended with status 3; the last lines of its standard error:\n    | one\n    | two\n ; it says that the act was not done — ${fix}`,
    );
    assert.equal(
      await act(remote(["exit-255", "no"])),
      `Failed: EXE-005 node M/hostile.js exit-255 no on US${asked}, ended with status 255; it says that the act was not done — ${fix}`,
    );
  });

  it("a program that is not there is looked for nowhere else", async () => {
    assert.match(
      await act({ ...remote([]), exec: ["/no/such/program"] }),
      /^Failed: EXE-011 .* EXE-005 \/no\/such\/program on US, asked to separate .*, ended with status 127; .* — put the program where the host finds it, or write its whole path — look /s,
    );
  });

  it("a connection that breaks leaves an act unknown: it is asked what has become of it", async () => {
    const driver = folder.driver(remote(["cut", "yes"]));
    await assert.rejects(perform(driver, "apply"), { name: "Unreachable" });
    assert.deepEqual(folder.asked(), ["apply", "did", "read"]);
    assert.equal(
      await act(remote(["cut", "no"])),
      `Failed: EXE-017 node M/hostile.js cut no on US${asked}: the connection to HOST broke while it ran; it says that the act was not done — ` +
        "see why it broke, and run `pulumi up` again: the estate is read first",
    );
  });

  it("a program that does not end is left, and asked what has become of the act", async () => {
    const driver = folder.driver(remote(["hang", "no"], { timeout: "0.05 min" }));
    assert.match(await failure(driver.apply(actOf("apply"), () => undefined)), /^Failed: EXE-006 .* did not end in 3 s and was ended; it says that the act was not done — /);
    assert.deepEqual(folder.asked(), ["apply", "did"]);
  });
});
