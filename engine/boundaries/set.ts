import { SiteBoundary } from "./boundary";
import { Directory, NO_DIRECTORY } from "./directory";
import { parseBoundary } from "./parse";
import { readQuickly } from "./quick";
import { Rows, RowsBuilder, wordsOf } from "./rows";

/** An entry that is no boundary, with what `parseBoundary` says about it. */
export type Refusal = Readonly<{ entry: number; say: string; fix?: string }>;

/** An entry that names a directory site whose addresses are not known. */
export type SiteEntry = Readonly<{ entry: number; owner: number; site: string; key: string }>;

/** An entry that could not be compared with addresses. */
export type NotEvaluated = Readonly<{ entry: number; owner: string; site: string; why: string }>;

/** The boundaries of one realm and use, by owner, read and ready to be swept. */
export type BoundarySet = Readonly<{
  /** Distinct, sorted by code units; rows name them by index. */
  owners: readonly string[];
  four: Rows;
  six: Rows;
  /** By site and owner. */
  sites: readonly SiteEntry[];
  refused: readonly Refusal[];
  notEvaluated: readonly NotEvaluated[];
}>;

/**
 * Reads many boundaries: `owners[i]` owns `texts[i]`. Nothing is made for an entry but numbers in columns; the few that are odd
 * take the strict reader's way.
 */
export function boundarySet(
  texts: readonly string[],
  owners: readonly string[],
  directory: Directory = NO_DIRECTORY,
): BoundarySet {
  if (texts.length !== owners.length) {
    throw new Error(`${texts.length} boundaries and ${owners.length} owners: each boundary has one`);
  }
  const reader = new Reader(texts.length, directory);
  for (let entry = 0; entry < texts.length; entry++) reader.read(texts[entry]!, owners[entry]!, entry);
  return reader.set();
}

class Reader {
  private readonly words = new Uint32Array(8);
  private readonly four: RowsBuilder;
  private readonly six: RowsBuilder;
  private readonly indices = new Map<string, number>();
  private readonly sites: SiteEntry[] = [];
  private readonly refused: Refusal[] = [];
  private readonly notEvaluated: NotEvaluated[] = [];

  constructor(
    expected: number,
    private readonly directory: Directory,
  ) {
    this.four = new RowsBuilder(4, expected);
    this.six = new RowsBuilder(6, expected >> 3);
  }

  read(text: string, owner: string, entry: number): void {
    const index = this.indexOf(owner);
    const family = readQuickly(text, this.words);
    if (family === 4) this.four.add(this.words, index, entry);
    else if (family === 6) this.six.add(this.words, index, entry);
    else this.readSlowly(text, owner, entry);
  }

  set(): BoundarySet {
    const owners = [...this.indices.keys()].sort();
    const rank = new Uint32Array(owners.length);
    owners.forEach((owner, place) => (rank[this.indices.get(owner)!] = place));
    const ranked = this.sites.map((site) => ({ ...site, owner: rank[site.owner]! }));
    return {
      owners,
      four: this.four.rows(rank),
      six: this.six.rows(rank),
      sites: ranked.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key) || a.owner - b.owner || a.entry - b.entry),
      refused: this.refused,
      notEvaluated: this.notEvaluated,
    };
  }

  private indexOf(owner: string): number {
    const known = this.indices.get(owner);
    if (known !== undefined) return known;
    this.indices.set(owner, this.indices.size);
    return this.indices.size - 1;
  }

  private readSlowly(text: string, owner: string, entry: number): void {
    const parsed = parseBoundary(text);
    if (!parsed.ok) this.refused.push({ entry, say: parsed.say, ...(parsed.fix === undefined ? {} : { fix: parsed.fix }) });
    else if (parsed.value.form === "site") this.resolve(parsed.value, owner, entry);
    else this.builderOf(parsed.value.family).add(wordsOf(parsed.value), this.indexOf(owner), entry);
  }

  private resolve({ name, key }: SiteBoundary, owner: string, entry: number): void {
    const addresses = this.directory.addressesOf(name);
    if (addresses.ok) {
      for (const span of addresses.spans) this.builderOf(span.family).add(wordsOf(span), this.indexOf(owner), entry);
    } else {
      this.sites.push({ entry, owner: this.indexOf(owner), site: name, key });
      this.notEvaluated.push({ entry, owner, site: name, why: addresses.why });
    }
  }

  private builderOf(family: 4 | 6): RowsBuilder {
    return family === 4 ? this.four : this.six;
  }
}
