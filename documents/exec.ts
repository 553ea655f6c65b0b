import type { DriverEntry } from "../engine/model/migration";
import { quantity } from "./units";

/** The long form of an entry under `drivers`. */
type ExecEntry = Exclude<DriverEntry, string>;

export type Over = Readonly<{ user: string; host: string; port: number; knownHosts: string; key?: string }>;

/** The same, read: what is left out has its default. */
export type ExecSettings = Readonly<{
  words: readonly string[];
  timeoutMs: number;
  /** Names whose values the program gets; all of them are secrets. */
  env: readonly string[];
  /** So many processes of this driver run beside one another. */
  atOnce: number;
  over?: Over;
}>;

const PREFIX = "exec:";
const TIMEOUT = "10 min";
/** Node's timers go no further. */
const LONGEST_MINUTES = 24 * 60;
const PORT = 22;

/**
 * SSH hands a command over as one text, and a shell at the other end takes it apart: these characters mean nothing to it. The
 * program itself may not begin like an option, a job or an assignment either.
 */
const REMOTE_WORD = /^[A-Za-z0-9._/@%+=:,-]+$/;
const REMOTE_PROGRAM = /^[A-Za-z0-9._/][A-Za-z0-9._/@%+:,-]*$/;
/** Neither can be taken for an option of ssh. */
const USER = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;
const HOST = /^(?:[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\[[0-9A-Fa-f:]{2,45}\])$/;
/** Relative to the folder: ssh gives a meaning to spaces, quotes, %, $ in its settings, and none of these are let through. */
const SSH_FILE = /^[A-Za-z0-9._][A-Za-z0-9._/-]*$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** What decides where programs and libraries come from is no place for a secret. */
const NOT_ENV = /^(?:PATH|HOME|NODE_OPTIONS|LD_.*|DYLD_.*|SSH_.*)$/;

export type ReadSettings = Readonly<{ settings: ExecSettings }> | Readonly<{ faults: readonly string[] }>;

/** An entry under `drivers`, short (`exec:./drivers/dns.py`) or long; or everything that is wrong with it. */
export function execSettings(entry: DriverEntry): ReadSettings {
  const long: ExecEntry = typeof entry === "string" ? { exec: entry.slice(PREFIX.length) } : entry;
  const words = typeof long.exec === "string" ? [long.exec] : long.exec;
  const env = long.env ?? [];
  const atOnce = long.atOnce ?? 1;
  const minutes = quantity(long.timeout ?? TIMEOUT, "minutes") ?? 0;
  const over = long.over === undefined ? undefined : overIn(long, long.over);
  const faults = [
    ...wordFaults(words, over !== undefined),
    ...env.filter((name) => !ENV_NAME.test(name) || NOT_ENV.test(name)).map((name) => `env cannot hold ${quoted(name)}`),
    ...(minutes > 0 && minutes <= LONGEST_MINUTES
      ? []
      : [`timeout is ${quoted(long.timeout ?? "")}; it can be up to 24 h, as in 5 min`]),
    ...(Number.isInteger(atOnce) && atOnce >= 1 && atOnce <= 64 ? [] : [`atOnce is ${atOnce}; it can be 1 to 64`]),
    ...(over !== undefined && "faults" in over ? over.faults : []),
    ...(over === undefined ? strayFaults(long) : []),
  ];
  if (faults.length > 0) return { faults };
  const settings = { words, timeoutMs: Math.ceil(minutes * 60_000), env, atOnce };
  return { settings: over === undefined ? settings : { ...settings, over: over as Over } };
}

function wordFaults(words: readonly string[], remote: boolean): readonly string[] {
  const [program = "", ...rest] = words;
  if (program === "") return ["exec names no program"];
  if (words.some((word) => word.includes("\0"))) return ["exec holds a NUL character"];
  if (!remote) return [];
  return [
    ...(REMOTE_PROGRAM.test(program)
      ? []
      : [`${quoted(program)} cannot be a program over SSH: ${LETTERS}, and no = or hyphen first`]),
    ...rest.filter((word) => !REMOTE_WORD.test(word)).map((word) => `${quoted(word)} cannot be a word over SSH: ${LETTERS}`),
  ];
}

const LETTERS = "letters, digits and . _ / @ % + = : , - alone";

const strayFaults = ({ knownHosts, key }: ExecEntry): readonly string[] => [
  ...(knownHosts === undefined ? [] : ["knownHosts is for a program over SSH: name the host with over"]),
  ...(key === undefined ? [] : ["key is for a program over SSH: name the host with over"]),
];

function overIn({ knownHosts, key }: ExecEntry, over: string): Over | Readonly<{ faults: readonly string[] }> {
  const [, user = "", host = "", port] = /^ssh:\/\/([^@/]*)@(\[[^\]/]*\]|[^:/@[\]]*)(?::([0-9]{1,5}))?$/.exec(over) ?? [];
  const number = port === undefined ? PORT : Number(port);
  const faults = [
    ...(USER.test(user) && HOST.test(host) && number >= 1 && number <= 65_535
      ? []
      : [
          `over is ${quoted(over)}; it should be ssh://user@host or ssh://user@host:port, and neither name can begin with a hyphen`,
        ]),
    ...(knownHosts === undefined
      ? ["over needs knownHosts: a file in the migration's folder with the host's public key"]
      : SSH_FILE.test(knownHosts)
        ? []
        : [`knownHosts is ${quoted(knownHosts)}; it should be a plain path in the migration's folder`]),
    ...(key === undefined || SSH_FILE.test(key.replace(/^~\//, ""))
      ? []
      : [
          `key is ${quoted(key)}; it should be a plain path in the migration's folder, or one in the home folder, such as ~/.ssh/drover`,
        ]),
  ];
  if (faults.length > 0 || knownHosts === undefined) return { faults };
  const plainHost = host.replace(/^\[|\]$/g, "");
  return { user, host: plainHost, port: number, knownHosts, ...(key === undefined ? {} : { key }) };
}

const quoted = (text: string): string => JSON.stringify(text);

/** The program as messages name it: its words, and where it runs. */
export const shownProgram = ({ words, over }: ExecSettings): string =>
  `${words.map((word) => (/^[^\s"']+$/.test(word) ? word : quoted(word))).join(" ")}${over ? ` on ${over.user}@${over.host}` : ""}`;
