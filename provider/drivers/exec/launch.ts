import { accessSync, closeSync, constants, existsSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import type { ExecSettings, Over } from "../../../documents/exec";
import { Folder } from "../../../documents/text";
import { Failed, notBegun } from "./failed";
import type { Launch } from "./process";
import { SHORTEST_SECRET } from "./words";

/** Where a program is started from, and what it may be given. */
export type Surroundings = Readonly<{
  /** The migration's folder. */
  folder: string;
  secrets: ReadonlyMap<string, string>;
  environment: NodeJS.ProcessEnv;
}>;

/** What every program needs to run at all. Nothing else of this process's environment reaches it. */
const ALWAYS = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SystemRoot", "TEMP", "PATHEXT"];
/** How ssh finds its agent. */
const SSH_ALWAYS = [...ALWAYS, "SSH_AUTH_SOCK"];

const inherited = (environment: NodeJS.ProcessEnv, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])));

/** The values of the declared names. All of them are secrets, so what could not be hidden again is refused. */
export function secretsFor(names: readonly string[], secrets: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => {
      const value = secrets.get(name);
      const fix = `run \`pulumi config set --secret --path drover:secrets.${name}\``;
      if (value === undefined) throw notBegun("EXE-003", `the stack's configuration has no secret ${name}`, fix);
      if (value.length < SHORTEST_SECRET)
        throw notBegun(
          "EXE-003",
          `the secret ${name} is too short to be hidden`,
          `${fix} with ${SHORTEST_SECRET} characters or more`,
        );
      if (value.includes("\0")) throw notBegun("EXE-003", `the secret ${name} holds a NUL character`, fix);
      return [name, value];
    }),
  );
}

/** A program in the migration's folder. What Node runs is given to Node, so that it runs on every system. */
export function localLaunch({ words, env }: ExecSettings, { folder, secrets, environment }: Surroundings): Launch {
  const [program = "", ...args] = words;
  const file = fileIn(folder, program);
  const node = /\.[cm]?js$/.test(file);
  if (!node) runnable(file, program);
  return {
    command: node ? process.execPath : file,
    args: node ? [file, ...args] : args,
    cwd: realpathSync(folder),
    env: { ...inherited(environment, ALWAYS), ...secretsFor(env, secrets) },
  };
}

function fileIn(folder: string, name: string): string {
  const found = new Folder(folder).locate(name, { file: `${folder}/migration.yaml`, line: 1, column: 1 });
  if (typeof found !== "string") throw notBegun("EXE-002", found.say, found.fix);
  if (!statSync(found).isFile()) throw notBegun("EXE-002", `${name} in ${folder} is no file`, "name a file");
  return found;
}

/** How programs begin that a system runs by itself: a first line that names its reader, or ELF, Mach-O and Windows programs. */
const BEGINNINGS = ["2321", "7f454c46", "feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe", "4d5a"];

/** What a system cannot run by itself its library would hand to a shell. */
function runnable(file: string, name: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    throw notBegun("EXE-002", `${name} may not be run`, `make it executable: \`chmod +x ${name}\`, and commit that`);
  }
  const first = beginning(file);
  if (!BEGINNINGS.some((bytes) => first.startsWith(bytes)))
    throw notBegun(
      "EXE-002",
      `${name} does not say what reads it`,
      "begin its first line with #! and the program that reads it",
    );
}

function beginning(file: string): string {
  const handle = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(4);
    return bytes.toString("hex", 0, readSync(handle, bytes, 0, 4, 0));
  } finally {
    closeSync(handle);
  }
}

/**
 * A program on another host, by the system's own ssh client. Everything that could ask, forward, run something here, or trust a
 * host that nobody has declared, is switched off; neither the user's settings nor the system's are read.
 */
export function sshLaunch(
  { words }: ExecSettings,
  { user, host, port, knownHosts, key }: Over,
  { folder, environment }: Surroundings,
  log: string,
): Launch {
  fileIn(folder, knownHosts);
  if (key !== undefined && !key.startsWith("~/")) fileIn(folder, key);
  const options = [
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile=${knownHosts}`,
    "GlobalKnownHostsFile=none",
    "UpdateHostKeys=no",
    "IdentitiesOnly=yes",
    ...(key === undefined ? [] : [`IdentityFile=${key}`]),
    "PreferredAuthentications=publickey",
    "ConnectTimeout=15",
    "ConnectionAttempts=1",
    "ServerAliveInterval=15",
    "ServerAliveCountMax=3",
    "ClearAllForwardings=yes",
    "ForwardAgent=no",
    "ForwardX11=no",
    "PermitLocalCommand=no",
    "ProxyCommand=none",
    "ControlMaster=no",
    "ControlPath=none",
    "CanonicalizeHostname=no",
    "EscapeChar=none",
    // says when a session began: before that, nothing was run
    "LogLevel=VERBOSE",
  ];
  return {
    command: "ssh",
    // -E: what ssh itself has to say stays apart from what the program writes
    args: [
      "-F",
      "none",
      "-T",
      "-E",
      log,
      ...options.flatMap((o) => ["-o", o]),
      "-p",
      String(port),
      "-l",
      user,
      "--",
      host,
      ...words,
    ],
    cwd: realpathSync(folder),
    env: inherited(environment, SSH_ALWAYS),
  };
}

/** A process that could not be started, in words. */
export function unstarted({ command, cwd }: Launch, cause: NodeJS.ErrnoException, program: string): Failed {
  if (command === "ssh" && cause.code === "ENOENT" && existsSync(cwd))
    return notBegun("EXE-004", `${program} needs the program ssh, which is not installed here`, "install OpenSSH's client");
  if (cause.code === "ENOENT")
    return notBegun("EXE-004", `${program} cannot be started: what its first line names (#!…) is not installed here`);
  return notBegun("EXE-004", `${program} cannot be started: ${cause.message}`);
}
