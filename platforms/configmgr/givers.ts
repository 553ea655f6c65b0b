import { knownSubnets, meantBy } from "../shared/directory";
import { BoundaryUse, boundaryUses } from "./estate";
import { meeting } from "./overlap";
import type { Reading } from "./reading";

/** A use of an old site's boundaries. */
export type Giver = Readonly<{ code: string; use: BoundaryUse }>;

/** The boundaries of old sites that go or shrink and now hold a part of what is claimed: none of them may any more (CM-161). */
export function giversOf(reading: Reading, use: BoundaryUse, claimed: readonly string[]): readonly Giver[] {
  const { old, new: wanted } = reading;
  const uses = use === "assignment" ? (["assignment"] as const) : (["fast", "slow"] as const);
  const means = (addresses: readonly string[]) => meantBy(addresses, knownSubnets(reading.directory, addresses));
  return Object.entries(old.sites).flatMap(([code, { boundaries }]) =>
    uses
      .filter((one) => boundaries[one].join() !== wanted.sites[code]?.boundaries[one].join())
      .filter((one) => meeting(means(boundaries[one]), means(claimed)) !== undefined)
      .map((one) => ({ code, use: one })),
  );
}

/** The old sites that give any of a new site's boundaries. */
export function sitesGiving(reading: Reading, code: string): readonly string[] {
  const claimed = (use: BoundaryUse): readonly string[] => reading.new.sites[code]?.boundaries[use] ?? [];
  return [...new Set(boundaryUses.flatMap((use) => giversOf(reading, use, claimed(use)).map((giver) => giver.code)))];
}
