import type { Finding, Source } from "../engine/model/finding";
import { calendarCodes } from "./codes";
import type { Misfit } from "./schedule";

/** What does not fit, as warnings: the plan is as safe as before, but its dates are not to be had. */
export const misfitFindings = (misfits: readonly Misfit[], where: (window: string) => Source | undefined): readonly Finding[] =>
  misfits.map(({ step, work, window, needs, open }) => {
    const rule = work === undefined ? "CAL-002" : "CAL-001";
    const at = where(window);
    const hours = open === 0 ? "never open" : `open for at most ${spelt(open)} at a time`;
    return {
      rule,
      severity: "warning",
      say: `stage ${step}: ${work ?? "all of it"} takes ${spelt(needs)}, and windows.${window} is ${hours}`,
      ...(at ? { at } : {}),
      fix: calendarCodes[rule].remedy,
    };
  });

/** 45 min, 3 h, 2 h 20 min, 5 d 3 h. */
export function spelt(minutes: number): string {
  const whole = Math.round(minutes);
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60];
  const parts = [days > 0 ? `${days} d` : "", hours > 0 ? `${hours} h` : "", days === 0 && rest > 0 ? `${rest} min` : ""];
  return parts.filter(Boolean).join(" ") || "0 min";
}
