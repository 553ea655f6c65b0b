import type { Dated } from "../documents/ages";
import { refusal } from "./codes";

const DAY_MS = 24 * 60 * 60_000;

/** What time it is on an estate: the world's, or so many minutes after a simulated one came into being as it was declared. */
export type Today = Readonly<{ now: number }> | Readonly<{ minutes: number }>;

export type MaxAge = Readonly<Record<Dated["of"], number>>;

/** Why a wave waits for newer facts, with both dates and what lifts it; nothing where all are young enough. */
export function tooOld(facts: readonly Dated[], maxAgeDays: MaxAge, today: Today): readonly string[] {
  return facts.flatMap(({ of, on, at }) => {
    const counted = Date.parse(on);
    const time = "now" in today ? today.now : counted + today.minutes * 60_000;
    const days = Math.floor((time - counted) / DAY_MS);
    if (!(days > maxAgeDays[of])) return [];
    const place = at ? `${at.file}:${at.line}` : "the documents";
    return [
      refusal(
        "EST-004",
        `its ${of} are those of ${on} (${place}); today is ${new Date(time).toISOString().slice(0, 10)}, ${days} d later, and ` +
          `thresholds.maxAge.${of} allows ${maxAgeDays[of]} d`,
      ),
    ];
  });
}
