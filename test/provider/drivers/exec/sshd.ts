import assert from "node:assert/strict";
import { ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { find } from "../../../../tools/parts";

/** A real SSH server of one's own: with its key, on a free port of this machine, for the user who runs the tests. */
export class SshServer {
  private readonly folder = mkdtempSync(join(tmpdir(), "drover-sshd-"));
  private server: ChildProcess | undefined;
  port = 0;
  readonly user = userInfo().username;

  async start(): Promise<void> {
    for (const name of ["host", "user", "stranger"])
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", this.path(name)]);
    copyFileSync(this.path("user.pub"), this.path("authorized_keys"));
    this.port = await freePort();
    writeFileSync(this.path("sshd_config"), this.settings());
    // a privileged sshd locks itself in there
    if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    const program = find("sshd") ?? assert.fail("there is no sshd");
    this.server = spawn(program, ["-D", "-e", "-f", this.path("sshd_config")], { stdio: "ignore" });
    for (let tries = 0; !(await answers(this.port)); tries++) {
      assert.ok(tries < 200 && this.server.exitCode === null, "sshd does not answer");
      await wait(25);
    }
  }

  private settings = (): string =>
    [
      `Port ${this.port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${this.path("host")}`,
      `AuthorizedKeysFile ${this.path("authorized_keys")}`,
      "PidFile none",
      // the folder for temporary files is everybody's
      "StrictModes no",
      "UsePAM no",
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication no",
      "MaxStartups 100",
      // the ones that resist quantum computers take half of a test's time
      "KexAlgorithms curve25519-sha256",
      // what the user's shell does at every login is the user's own, and may take longer than all the rest
      `SetEnv HOME=${this.folder}`,
      "",
    ].join("\n");

  get over(): string {
    return `ssh://${this.user}@127.0.0.1:${this.port}`;
  }

  /** Puts into a migration's folder what an entry names: known_hosts (this server's key, or another), and a private key. */
  introduce(folder: string, { known = "host", key = "user" } = {}): void {
    const line = `[127.0.0.1]:${this.port} ${readFileSync(this.path(`${known}.pub`), "utf8")}`;
    writeFileSync(join(folder, "known_hosts"), line);
    writeFileSync(join(folder, "key"), readFileSync(this.path(key)), { mode: 0o600 });
  }

  /** The fingerprint of the server's key, as ssh writes it. */
  fingerprint = (): string =>
    execFileSync("ssh-keygen", ["-lf", this.path("host.pub")], { encoding: "utf8" }).split(" ")[1] ?? assert.fail();

  private path = (name: string): string => join(this.folder, name);

  async stop(): Promise<void> {
    const server = this.server;
    if (server && server.exitCode === null) {
      const ended = new Promise((done) => server.once("exit", done));
      server.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (is: boolean) => (): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once("connect", end(true));
    socket.once("error", end(false));
  });
