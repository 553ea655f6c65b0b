/** What can be wrong with dates: `drover rules CAL-001` prints it. Ids are never given twice. */
export const calendarCodes = {
  "CAL-001": {
    title: "an operation that is longer than its window is ever open",
    remedy: "open the window for longer once, or do this operation outside it",
  },
  "CAL-002": {
    title: "a stage that must finish within one opening of its window and does not fit",
    remedy: "open the window for longer once, or take back mustFinish",
  },
} as const satisfies Record<string, Readonly<{ title: string; remedy: string }>>;
