import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lease: enough to tell whether that process still lives. */
export type Holder = Readonly<{
  pid: number;
  host: string;
  /** When the process began, by its kernel; empty where the system does not say. A pid alone may be somebody else's by now. */
  started: string;
  /** For people: since when the lease is held. */
  since: string;
}>;

export const thisProcess = (now: Date): Holder => ({
  pid: process.pid,
  host: hostname(),
  started: startOf(process.pid)?.started ?? "",
  since: now.toISOString(),
});

/** Of a process on another host nothing is known, so it counts as alive. */
export function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  if (!answersSignal(holder.pid)) return false;
  const found = startOf(holder.pid);
  if (found === undefined) return true;
  return !found.ended && (holder.started === "" || found.started === holder.started);
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of /proc/PID/stat with the boot it counts from; the name in field 2 may hold blanks and brackets. */
function startOf(pid: number): Readonly<{ started: string; ended: boolean }> | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return { started: `${boot}:${fields[19] ?? ""}`, ended: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return undefined; // no /proc here, or the process ended just now: the signal has the word
  }
}
