import { Family, Span } from "./boundary";
import { Words } from "./quick";
import { gather } from "./radix";

/**
 * Spans of one family in columns: a word of an address each for IPv4, four words (the most significant first) for IPv6. A million
 * rows are a few arrays, not a million objects.
 */
export type Rows = Readonly<{
  family: Family;
  size: number;
  first: readonly Uint32Array[];
  last: readonly Uint32Array[];
  /** Index into the set's owners. */
  owner: Uint32Array;
  /** The entry that the row comes from; a directory site's entry has as many rows as it has ranges. */
  entry: Uint32Array;
}>;

/** Columns that grow: how many rows each family has is known only after reading. */
export class RowsBuilder {
  private size = 0;
  private columns: Uint32Array[];
  private readonly words: number;

  constructor(
    private readonly family: Family,
    expected: number,
  ) {
    this.words = family === 4 ? 1 : 4;
    this.columns = Array.from({ length: 2 * this.words + 2 }, () => new Uint32Array(Math.max(16, expected)));
  }

  /** Takes a span over from the reader's words. */
  add(words: Words, owner: number, entry: number): void {
    if (this.size === this.columns[0]!.length) this.grow();
    const { columns, words: width } = this;
    const row = this.size++;
    columns[0]![row] = words[0]!;
    columns[width]![row] = words[4]!;
    for (let word = 1; word < width; word++) {
      columns[word]![row] = words[word]!;
      columns[width + word]![row] = words[4 + word]!;
    }
    columns[2 * width]![row] = owner;
    columns[2 * width + 1]![row] = entry;
  }

  /** The rows so far. `rank` says which number each owner has in the end. */
  rows(rank: Uint32Array): Rows {
    const { family, size, words } = this;
    const own = this.columns.map((column) => column.subarray(0, size));
    const owner = gather(rank, own[2 * words]!);
    return { family, size, first: own.slice(0, words), last: own.slice(words, 2 * words), owner, entry: own[2 * words + 1]! };
  }

  private grow(): void {
    this.columns = this.columns.map((column) => {
      const larger = new Uint32Array(2 * column.length);
      larger.set(column);
      return larger;
    });
  }
}

/** A span as the reader's words, for the few that do not come from a text. */
export function wordsOf({ family, first, last }: Span): Words {
  const words = new Uint32Array(8);
  [first, last].forEach((value, end) => {
    if (family === 4) words[4 * end] = Number(value);
    else for (let word = 0; word < 4; word++) words[4 * end + word] = Number((value >> BigInt(96 - 32 * word)) & 0xffff_ffffn);
  });
  return words;
}

/** The address that these columns hold in a row. */
export function addressAt(columns: readonly Uint32Array[], row: number): bigint {
  return columns.reduce((value, column) => (value << 32n) | BigInt(column[row]!), 0n);
}

/** The span of a row. */
export function spanAt(rows: Rows, row: number): Span {
  return { family: rows.family, first: addressAt(rows.first, row), last: addressAt(rows.last, row) };
}
