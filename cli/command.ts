import type { Command } from "commander";

/** One command: tells the program about itself, and says how it ended. */
export type CommandModule = Readonly<{ register(program: Command, end: (status: number) => void): void }>;

export const exit = { done: 0, broken: 1, findings: 2, noPlan: 3, stale: 4, usage: 64, waiting: 75, interrupted: 130 } as const;
