import type { Over } from "../../../documents/exec";
import { Failed, notBegun } from "./failed";
import type { Ended } from "./process";
import type { Clean } from "./words";

/** So many of the last lines of standard error are shown. */
export const TAIL = 10;

/** What a process did, and what it and ssh wrote. */
export type Run = Readonly<{
  ended: Exclude<Ended, Readonly<{ how: "unstarted" }>>;
  /** The last lines of standard error, fit to be shown. */
  tail: readonly string[];
  /** What ssh itself had to say; nothing for a program on this machine. */
  log: string;
  timeoutMs: number;
  outputBytes: number;
}>;

/** Why there is no answer; nothing where the process ended as it should. `who`: the program, and what it was asked. */
export function whyFailed(run: Run, who: string, over: Over | undefined, clean: Clean): Failed | undefined {
  const { ended, tail } = run;
  const last =
    tail.length > 0 ? `; the last lines of its standard error:\n${tail.map((line) => `    | ${line}\n`).join("")} ` : "";
  const begun = over === undefined || /^Authenticated to /m.test(run.log);
  switch (ended.how) {
    case "exit":
      if (ended.status === 0) return undefined;
      return (over && overSsh(run, who, over, begun, clean)) ?? ofStatus(ended.status, who, last, over !== undefined);
    case "signal":
      return new Failed("EXE-005", `${who}, was ended by ${ended.signal}${last}`, begun);
    case "tooLong":
      return begun
        ? new Failed("EXE-006", `${who}, did not end in ${seconds(run.timeoutMs)} and was ended${last}`, true)
        : notBegun("EXE-013", `${who}: no session began in ${seconds(run.timeoutMs)}`);
    case "tooMuch":
      return new Failed("EXE-007", `${who}, wrote more than ${run.outputBytes / 1_000_000} MB and was ended${last}`, true);
  }
}

function ofStatus(status: number, who: string, last: string, remote: boolean): Failed {
  const fix =
    remote && status === 127
      ? "put the program where the host finds it, or write its whole path"
      : remote && status === 126
        ? "make the program executable on the host"
        : undefined;
  return new Failed("EXE-005", `${who}, ended with status ${status}${last}`, true, fix);
}

/** How ssh ends when it is ssh that failed. */
const SSH_FAILED = 255;

function overSsh({ ended, tail, log }: Run, who: string, over: Over, begun: boolean, clean: Clean): Failed | undefined {
  if (ended.how !== "exit" || ended.status !== SSH_FAILED) return undefined;
  const where = `${over.host} port ${over.port}`;
  if (begun) {
    // the first says it in its log, the other on standard error
    const broke = /closed by remote host|Broken pipe|not responding|Connection reset/i.exec(`${log}\n${tail.at(-1) ?? ""}`);
    return broke ? new Failed("EXE-017", `${who}: the connection to ${where} broke while it ran`, true) : undefined;
  }
  if (/HOST IDENTIFICATION HAS CHANGED/.test(log)) {
    const shown = /^(SHA256:[A-Za-z0-9+/=]+)/m.exec(log)?.[1];
    return notBegun(
      "EXE-015",
      `${who}: ${where} shows another key than ${over.knownHosts} has${shown ? `, with the fingerprint ${shown}` : ""}`,
    );
  }
  if (/host key is known for|Host key verification failed/.test(log))
    return notBegun("EXE-014", `${who}: ${over.knownHosts} has no key for ${where}`);
  if (/UNPROTECTED PRIVATE KEY|bad permissions/.test(log))
    return notBegun("EXE-016", `${who}: ssh does not use ${over.key}, which others may read`, `\`chmod 600 ${over.key}\``);
  if (/no such identity/.test(log))
    return notBegun(
      "EXE-016",
      `${who}: there is no private key ${over.key}`,
      "correct key: in migration.yaml, or put the key there",
    );
  if (/Permission denied|Too many authentication failures/.test(log))
    return notBegun("EXE-016", `${who}: ${where} accepts no key of ours for ${over.user}`);
  if (/Could not resolve hostname/.test(log))
    return notBegun(
      "EXE-013",
      `${who}: no host is called ${over.host}`,
      "correct its name in migration.yaml, or in the name service",
    );
  const said = clean.line(log.trim().split("\n").at(-1) ?? "");
  return notBegun("EXE-013", `${who}: no session with ${where} began (${said === "" ? "ssh does not say why" : said})`);
}

const seconds = (ms: number): string =>
  ms >= 60_000 ? `${Math.round(ms / 6_000) / 10} min` : `${Math.round(ms / 100) / 10} s`;
