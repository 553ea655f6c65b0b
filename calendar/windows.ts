import type { Window } from "../engine/model/migration";
import { DAY, MINUTE, dayOf, momentOf, wallAt, weekday } from "./zones";

/** From one moment up to another (milliseconds since 1970, UTC). */
export type Span = Readonly<{ begins: number; ends: number }>;

/** Recurring hours, read: the days on which they begin, and from when to when, counted from that day's midnight. */
type Hours = Readonly<{ days: ReadonlySet<string>; begins: number; ends: number }>;

const WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const FORM = /^(?:(\w{3})(?:-(\w{3}))?|daily) (\d\d):(\d\d)-(?:(\w{3}) )?(\d\d):(\d\d)$/;

/**
 * `Sat 20:00-Sun 06:00`, `Mon-Thu 18:00-23:00`, `daily 22:00-04:00`: an end that is not after its beginning is
 * on the next day.
 */
function hoursOf(every: string): Hours {
  const match = FORM.exec(every);
  if (!match) throw new Error(`no hours: ${every}`);
  const [, first, last = first, fromHour, fromMinute, until, toHour, toMinute] = match;
  const begins = Number(fromHour) * 60 + Number(fromMinute);
  const at = Number(toHour) * 60 + Number(toMinute);
  const later = until === undefined ? (at > begins ? 0 : 1) : daysFrom(first as string, until, at > begins);
  return { days: daysOf(first, last), begins, ends: later * DAY + at };
}

function daysOf(first: string | undefined, last: string | undefined): ReadonlySet<string> {
  if (first === undefined || last === undefined) return new Set(WEEK);
  const count = ((WEEK.indexOf(last) - WEEK.indexOf(first) + 7) % 7) + 1;
  return new Set(Array.from({ length: count }, (_, i) => WEEK[(WEEK.indexOf(first) + i) % 7] as string));
}

const daysFrom = (first: string, until: string, sameDayPossible: boolean): number => {
  const days = (WEEK.indexOf(until) - WEEK.indexOf(first) + 7) % 7;
  return days === 0 && !sameDayPossible ? 7 : days;
};

/** After so many days without an opening there is none: freezes are written by hand. */
const HORIZON_DAYS = 3 * 366;

/** When a window is open, from a moment on, in order; what a freeze cuts off is closed. Openings that touch are one. */
export function* openings({ every, zone, except }: Window, from: number): Generator<Span> {
  const { days, begins, ends } = hoursOf(every);
  const frozen = except.map((text) => freezeOf(text, zone));
  const first = wallAt(zone, from).day - Math.ceil(ends / DAY);
  let held: Span | undefined;
  for (let day = first; day < first + HORIZON_DAYS; day++) {
    if (!days.has(weekday(day))) continue;
    const whole = { begins: at(zone, day, begins), ends: at(zone, day, ends) };
    for (const part of without(whole, frozen)) {
      if (part.ends <= from) continue;
      const open = { begins: Math.max(part.begins, from), ends: part.ends };
      if (held && open.begins <= held.ends) held = { begins: held.begins, ends: Math.max(held.ends, open.ends) };
      else {
        if (held) yield held;
        held = open;
      }
      // hours around the clock never end: a year of them is as good
      if (held.ends - held.begins > 366 * DAY * MINUTE) return void (yield held);
    }
  }
  if (held) yield held;
}

const at = (zone: string, day: number, minutes: number): number =>
  momentOf(zone, { day: day + Math.floor(minutes / DAY), minute: minutes % DAY });

/** `2026-12-19` or `2026-12-19/2027-01-04`: both days are in it, whole. */
export function freezeOf(text: string, zone: string): Span {
  const [first = "", last = first] = text.split("/");
  return {
    begins: momentOf(zone, { day: dayOf(first), minute: 0 }),
    ends: momentOf(zone, { day: dayOf(last) + 1, minute: 0 }),
  };
}

function without(span: Span, taken: readonly Span[]): readonly Span[] {
  let left: readonly Span[] = [span];
  for (const { begins, ends } of taken)
    left = left
      .flatMap((part) => [
        ...(part.begins < begins ? [{ begins: part.begins, ends: Math.min(part.ends, begins) }] : []),
        ...(part.ends > ends ? [{ begins: Math.max(part.begins, ends), ends: part.ends }] : []),
      ])
      .filter((part) => part.begins < part.ends);
  return left;
}
