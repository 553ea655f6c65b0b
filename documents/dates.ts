/** Whether a text is a day that exists: `2026-02-30` looks like one and is none. No clock is asked. */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().slice(0, 10) === text;
}

/** The remedy for a text that was meant as a day: year-month-day; both days where nobody can say which number is the month. */
export function dateMeant(text: string): string {
  const [, year, month, day] = /^(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})$/.exec(text) ?? [];
  const [, first, mark, second, last] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text) ?? [];
  const orders =
    mark === "."
      ? [[last, second, first]]
      : [
          [last, first, second],
          [last, second, first],
        ];
  const meant = [[year, month, day], ...orders]
    .map((parts) => parts.map((part = "") => part.padStart(2, "0")).join("-"))
    .filter(isDate);
  return meant.length === 0 ? "write year-month-day, such as 2026-11-02" : `write ${[...new Set(meant)].join(" or ")}`;
}

/** Whether this system knows a time zone of that name. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
