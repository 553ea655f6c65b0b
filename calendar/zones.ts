/** A moment as a clock on the wall of a time zone shows it: `day` counts from 1970-01-01, `minute` from midnight. */
export type Wall = Readonly<{ day: number; minute: number }>;

export const MINUTE = 60_000;
export const DAY = 24 * 60;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  clocks.set(zone, made);
  return made;
}

/** What the wall clock shows at a moment (milliseconds since 1970, UTC). */
export function wallAt(zone: string, moment: number): Wall {
  const parts = new Map(
    clock(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) as number;
  return { day: Date.UTC(of("year"), of("month") - 1, of("day")) / (DAY * MINUTE), minute: of("hour") * 60 + of("minute") };
}

const asUtc = ({ day, minute }: Wall): number => (day * DAY + minute) * MINUTE;

/** How far the zone's clock is ahead of UTC. */
const ahead = (zone: string, moment: number): number => asUtc(wallAt(zone, moment)) - Math.floor(moment / MINUTE) * MINUTE;

/**
 * The moment at which the wall clock shows this. An hour that a change to summer time leaves out is the first moment after it;
 * of one that comes twice it is the first.
 */
export function momentOf(zone: string, wall: Wall): number {
  const shown = asUtc(wall);
  // a zone's offset changes at most once in two days: one of these two is right, unless the hour is left out
  const [first, second] = [shown + DAY * MINUTE, shown - DAY * MINUTE]
    .map((near) => shown - ahead(zone, near))
    .sort((a, b) => a - b) as [number, number];
  for (const moment of [first, second]) if (asUtc(wallAt(zone, moment)) === shown) return moment;
  let moment = first;
  while (asUtc(wallAt(zone, moment)) < shown) moment += MINUTE;
  return moment;
}

/** `2026-12-19` as a day's number. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / (DAY * MINUTE);

const DAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"] as const;

/** A day's name; 1970 began on a Thursday. */
export const weekday = (day: number): string => DAYS[((day % 7) + 7) % 7] as string;

/** `Sat 2026-11-28 20:00`, as it is written in that zone. */
export function shown(zone: string, moment: number): string {
  const { day, minute } = wallAt(zone, moment);
  const date = new Date(day * DAY * MINUTE).toISOString().slice(0, 10);
  return `${weekday(day)} ${date} ${clockTime(minute)}`;
}

export const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
