/** Lines shorter than this are hard to read, and so are longer ones. */
const [LEAST, MOST] = [60, 120];
/** Where nobody says how wide the terminal is. */
const USUAL = 110;

let columns = USUAL;

type Terminal = Readonly<{ isTTY?: boolean; columns?: number }>;

/** From now on lines are as wide as the terminal: COLUMNS says so, else the terminal itself. */
export function fitTo({ COLUMNS }: NodeJS.ProcessEnv, { isTTY, columns: wide }: Terminal): void {
  const said = /^[1-9]\d{0,4}$/.test(COLUMNS ?? "") ? Number(COLUMNS) : undefined;
  columns = Math.min(MOST, Math.max(LEAST, said ?? (isTTY ? wide : undefined) ?? USUAL));
}

/** How many characters a line may have. */
export const width = (): number => columns;
