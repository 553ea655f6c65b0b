import { Boundary, containsAll, parseBoundary, union } from "../boundaries";
import { byText } from "../model/entity";
import type { Conflict } from "./owners";

/**
 * Addresses that have two owners already where a plan begins. They may go on so until somebody gives them up, and no further: not
 * one address more, and not again once that is over.
 */
export class Inherited {
  private shares: ReadonlyMap<string, readonly string[]>;

  constructor(found: readonly Conflict[]) {
    this.shares = sharesOf(found);
  }

  get isOver(): boolean {
    return this.shares.size === 0;
  }

  /** Whether two owners share what they did not share before. */
  isWorse(conflict: Conflict): boolean {
    const before = this.shares.get(pairOf(conflict));
    return before === undefined || !isWithin(conflict.shared, before);
  }

  /** After a stage only what is shared still is left of it. */
  after(found: readonly Conflict[]): void {
    this.shares = sharesOf(found.filter((conflict) => !this.isWorse(conflict)));
  }
}

const pairOf = ({ realm, owners }: Conflict): string => `${realm} ${[...owners].sort(byText).join(" ")}`;

function sharesOf(found: readonly Conflict[]): ReadonlyMap<string, readonly string[]> {
  const shares = new Map<string, readonly string[]>();
  for (const conflict of found) shares.set(pairOf(conflict), [...(shares.get(pairOf(conflict)) ?? []), conflict.shared]);
  return shares;
}

/** What is written the same way is the same; of addresses it is enough to be among the others. */
function isWithin(shared: string, all: readonly string[]): boolean {
  if (all.includes(shared)) return true;
  const spans = (texts: readonly string[]) => union(texts.flatMap(parsed).filter((one) => one.form !== "site"));
  const mine = spans([shared]);
  return mine.length > 0 && containsAll(spans(all), mine);
}

const parsed = (text: string): readonly Boundary[] => {
  const read = parseBoundary(text);
  return read.ok ? [read.value] : [];
};
