import type { Finding, Source } from "../engine/model/finding";
import { AgentKind, agentKinds } from "../platforms/altiris/estate";
import { problem } from "./codes";
import { Columns, readCsv, Row } from "./csv";
import { dateMeant, isDate } from "./dates";
import type { DocumentFile } from "./model";
import { didYouMean, nearest } from "./near";
import { CSV_LIMIT, Folder, Text } from "./text";
import { at, Entry, entriesOf, leaf, MapNode, Node, placeOf, textOf, withEntries, written } from "./tree";

/** Rows of one file by site; "" where the file has no column for it. */
type BySite<T> = ReadonlyMap<string, T>;
type Counted = Readonly<{ counts: Map<AgentKind, number>; at: Source; seen?: number; countedOn?: string }>;
type Book = Readonly<{ bySite: BySite<readonly Node[]>; firstRow: BySite<Source>; whole: boolean }>;
type Census = Readonly<{ bySite: BySite<Counted>; firstRow: BySite<Source>; whole: boolean }>;

const subnetColumns: Columns<"site" | "boundary" | "use" | "speed" | "comment"> = {
  must: ["boundary"],
  may: ["site", "use", "speed", "comment"],
};
const accountColumns: Columns<"account" | "kind" | "role" | "domain"> = { must: ["account"], may: ["kind", "role", "domain"] };
type AgentColumn = "site" | "os" | "count" | "seen14d" | "counted_on" | "computer" | "server" | "last_seen" | "role";
const countColumns: Columns<AgentColumn> = { must: ["site", "os", "count"], may: ["seen14d", "counted_on"] };
const computerColumns: Columns<AgentColumn> = { must: ["computer", "site", "os"], may: ["server", "last_seen", "role"] };

/** Whether all of a table was read: of a broken one nobody can say what it lacks. */
const isWhole = (table: Readonly<{ findings: readonly Finding[] }> | undefined): boolean =>
  table !== undefined && !table.findings.some(({ severity }) => severity === "error");

/** Reads the tables that an estate names and puts what they say into its tree; each file once, however many sites name it. */
export class Inventory {
  readonly findings: Finding[] = [];
  private readonly texts = new Map<string, Text | undefined>();
  private readonly books = new Map<string, Book>();
  private readonly censuses = new Map<string, Census>();

  constructor(private readonly folder: Folder) {}

  get files(): readonly DocumentFile[] {
    return [...this.texts.values()].flatMap((text) => (text ? [{ file: text.file, sha256: text.sha256 }] : []));
  }

  /** The estate's tree with every `{ file: … }` replaced by what the file says. */
  filled(tree: MapNode): MapNode {
    const servers = this.section(tree, "servers", (_, server) =>
      this.property(server, "accounts", (file) => this.accounts(file)),
    );
    const sites = this.section(servers, "sites", (name, site) => {
      const withBoundaries = this.property(site, "boundaries", (file) => this.boundaries(file, name));
      return this.property(withBoundaries, "agents", (file) => this.agents(file, name));
    });
    return sites;
  }

  private section(tree: MapNode, name: string, change: (name: string, entry: Node) => Node): MapNode {
    const entry = tree.entries.get(name);
    if (entry?.node.is !== "map") return tree;
    const changed = [...entry.node.entries].map(([key, inner]): [string, Entry] => [
      key,
      { ...inner, node: change(key, inner.node) },
    ]);
    return withEntries(tree, [[name, { ...entry, node: withEntries(entry.node, changed) }]]);
  }

  private property(entry: Node, name: string, read: (file: Node) => Node): Node {
    const value = entriesOf(entry).get(name);
    const file = at(value?.node, "file");
    if (entry.is !== "map" || !value || textOf(file) === undefined || !file) return entry;
    for (const [other, { key }] of entriesOf(value.node)) {
      if (other !== "file")
        this.findings.push(problem("DOC-044", `${name} has both file and ${other}`, { at: key, fix: "keep one of them" }));
    }
    return withEntries(entry, [[name, { ...value, node: read(file) }]]);
  }

  private text(file: Node): Text | undefined {
    const name = textOf(file) ?? "";
    if (!this.texts.has(name)) {
      const read = this.folder.read(name, { limit: CSV_LIMIT, at: placeOf(file) });
      if (!read.ok) this.findings.push(read.finding);
      this.texts.set(name, read.ok ? read.value : undefined);
    }
    return this.texts.get(name);
  }

  private accounts(file: Node): Node {
    const text = this.text(file);
    const items: Node[] = [];
    const table =
      text &&
      readCsv(
        text,
        () => accountColumns,
        (row) => {
          const entries = (["account", "kind", "role", "domain"] as const)
            .filter((column) => row.get(column) !== "")
            .map(
              (column) => [column, { key: row.place(column), node: leaf(row.get(column), written(row.place(column))) }] as const,
            );
          items.push({ is: "map", entries: new Map(entries), origin: written(row.place("account")) });
        },
      );
    this.findings.push(...(table?.findings ?? []));
    return { is: "list", items, origin: written(placeOf(file)) };
  }

  private boundaries(file: Node, site: string): Node {
    const book = this.book(file);
    const items = [...(book.bySite.get("") ?? []), ...(book.bySite.get(site) ?? [])];
    if (items.length === 0 && book.whole) this.noRows(file, site);
    return { is: "list", items, origin: written(placeOf(file)) };
  }

  private book(file: Node): Book {
    const name = textOf(file) ?? "";
    const ready = this.books.get(name);
    if (ready) return ready;
    const bySite = new Map<string, Node[]>();
    const firstRow = new Map<string, Source>();
    const text = this.text(file);
    const table =
      text &&
      readCsv(
        text,
        () => subnetColumns,
        (row) => {
          const site = row.get("site");
          if (!firstRow.has(site)) firstRow.set(site, row.place("site"));
          const list = bySite.get(site) ?? [];
          list.push(leaf(row.get("boundary"), written(row.place("boundary"))));
          bySite.set(site, list);
        },
      );
    this.findings.push(...(table?.findings ?? []));
    if (table?.columns.includes("site") && bySite.has("")) {
      this.findings.push(problem("DOC-032", "this row has no site", { at: firstRow.get("") }));
      bySite.delete("");
    }
    const book = { bySite, firstRow, whole: isWhole(table) };
    this.books.set(name, book);
    return book;
  }

  private agents(file: Node, site: string): Node {
    const census = this.census(file);
    const found = census.bySite.get(site);
    const here = written(placeOf(file));
    if (!found) {
      if (census.whole) this.noRows(file, site);
      return { is: "map", entries: new Map(), origin: here };
    }
    const value = (key: string, node: string | number): [string, Entry] => [
      key,
      { key: found.at, node: leaf(node, written(found.at)) },
    ];
    const extra = [
      ...(found.seen === undefined ? [] : [value("seen", found.seen)]),
      ...(found.countedOn === undefined ? [] : [value("countedOn", found.countedOn)]),
    ];
    return {
      is: "map",
      entries: new Map([...[...found.counts].map(([kind, count]) => value(kind, count)), ...extra]),
      origin: written(found.at),
    };
  }

  private census(file: Node): Census {
    const name = textOf(file) ?? "";
    const ready = this.censuses.get(name);
    if (ready) return ready;
    const bySite = new Map<string, Counted>();
    const firstRow = new Map<string, Source>();
    const text = this.text(file);
    const table =
      text &&
      readCsv<AgentColumn>(
        text,
        (header) => (header.includes("computer") ? computerColumns : countColumns),
        (row, findings) => {
          const site = row.get("site");
          if (!firstRow.has(site)) firstRow.set(site, row.place("site"));
          const counted = countedWith(bySite.get(site), row, findings);
          if (counted) bySite.set(site, counted);
        },
      );
    this.findings.push(...(table?.findings ?? []));
    const census = { bySite, firstRow, whole: isWhole(table) };
    this.censuses.set(name, census);
    return census;
  }

  private noRows(file: Node, site: string): void {
    this.findings.push(problem("DOC-034", this.noRow(textOf(file) ?? "", site), { at: placeOf(file) }));
  }

  private noRow(file: string, site: string): string {
    return `${this.folder.path(file)} has no row for ${site}`;
  }

  /**
   * Rows for sites that do not exist, or that take their values from elsewhere: what nobody reads would be lost in silence.
   * `tree` is an estate as written; `known` are the sites that it has in the end.
   */
  strays(tree: MapNode, known: readonly string[]): void {
    const sites = entriesOf(at(tree, "sites"));
    const fileOf = (site: string, property: string): string | undefined => textOf(at(sites.get(site)?.node, property, "file"));
    const check = (tables: ReadonlyMap<string, Book | Census>, property: string): void => {
      const named = new Set([...sites.keys()].map((site) => fileOf(site, property)));
      for (const [file, { firstRow }] of tables) {
        for (const [site, place] of named.has(file) ? firstRow : []) {
          if (site === "" || fileOf(site, property) === file) continue;
          if (!known.includes(site)) this.found(file, nearest(site, known));
          this.findings.push(
            known.includes(site)
              ? this.unread(site, property, file, place)
              : problem("DOC-050", `no site is called ${site}`, { at: place, fix: didYouMean(site, known) }),
          );
        }
      }
    };
    check(this.books, "boundaries");
    check(this.censuses, "agents");
  }

  /** The rows of a site under a misspelt name are there, and said to be misspelt. */
  private found(file: string, site: string | undefined): void {
    const index = this.findings.findIndex(({ rule, say }) => rule === "DOC-034" && say === this.noRow(file, site ?? ""));
    if (index >= 0) this.findings.splice(index, 1);
  }

  private unread(site: string, property: string, file: string, place: Source): Finding {
    return problem("DOC-032", `${site} does not take its ${property} from this file`, {
      at: place,
      fix: `write ${property}: { file: ${file} } at ${site}, or remove the row`,
    });
  }
}

/** A site's numbers with one row more: a count, or one computer. */
function countedWith(before: Counted | undefined, row: Row<AgentColumn>, findings: Finding[]): Counted | undefined {
  const os = row.get("os");
  const kind = agentKinds.find((one) => one === os.toLowerCase());
  if (!kind) {
    findings.push(
      problem("DOC-032", `${JSON.stringify(os)} is no kind of agent`, { at: row.place("os"), fix: didYouMean(os, agentKinds) }),
    );
    return undefined;
  }
  const amount = row.get("computer") === "" ? whole(row, "count", findings) : 1;
  const seen = row.get("seen14d") === "" ? undefined : whole(row, "seen14d", findings);
  const date = row.get("counted_on");
  if (date !== "" && !isDate(date))
    findings.push(
      problem("DOC-032", `${JSON.stringify(date)} is no date`, {
        at: row.place("counted_on"),
        fix: dateMeant(date),
      }),
    );
  const result = before ?? { counts: new Map<AgentKind, number>(), at: row.place("site") };
  result.counts.set(kind, (result.counts.get(kind) ?? 0) + (amount ?? 0));
  const countedOn =
    date === "" ? result.countedOn : result.countedOn === undefined || date < result.countedOn ? date : result.countedOn;
  if (seen === undefined && countedOn === result.countedOn) return result;
  return {
    ...result,
    ...(seen === undefined ? {} : { seen: (result.seen ?? 0) + seen }),
    ...(countedOn === undefined ? {} : { countedOn }),
  };
}

function whole(row: Row<AgentColumn>, column: AgentColumn, findings: Finding[]): number | undefined {
  const text = row.get(column);
  if (/^\d{1,9}$/.test(text)) return Number(text);
  findings.push(
    problem("DOC-032", `${column} is ${JSON.stringify(text)}; it should be a whole number`, {
      at: row.place(column),
      fix: "write digits alone",
    }),
  );
  return undefined;
}
