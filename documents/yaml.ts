import { Alias, Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, Pair, parseAllDocuments, YAMLMap } from "yaml";
import type { YAMLError } from "yaml";
import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import type { Text } from "./text";
import { Entry, leaf, MapNode, Node, written } from "./tree";

/** No document of ours nests deeper than eight. */
const DEEPEST = 32;
/** How many values may come in through aliases: a bomb multiplies, a person repeats. */
const MOST_ALIASED = 1000;
/** What YAML 1.1 took for yes and no. Other tools still do, so such a key needs quotes. */
const YES_OR_NO = /^(?:y|yes|n|no|true|false|on|off|null|~)$/i;

const PLAIN_TAGS = new Set(["!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq", "!"]);

export type Parsed = Readonly<{ tree?: Node; findings: readonly Finding[] }>;

/** Reads YAML into a tree of plain values with places. All findings at once; a tree is there whenever the syntax holds. */
export function parseYaml(read: Text): Parsed {
  const { file, text } = read;
  const lines = new LineCounter();
  const documents = documentsOf(text, lines);
  if (documents === "too deep") {
    return { findings: [problem("DOC-018", `${file} is nested too deep to be read`, { at: { file, line: 1, column: 1 } })] };
  }
  const [first, second] = documents;
  if (!first || first.contents === null) {
    return { findings: [...(first ? syntax(read, lines, first) : []), ...emptyUnless(first, file)] };
  }
  const reader = new Reader(file, lines, first);
  const findings: Finding[] = [...syntax(read, lines, first)];
  const { version } = first.directives.yaml;
  if (version !== "1.2") {
    const say = `this document calls itself YAML ${version}, which reads words and dates otherwise; YAML 1.2 is read`;
    return { findings: [problem("DOC-010", say, { at: { file, line: 1, column: 1 }, fix: "remove the line with %YAML" })] };
  }
  if (second) {
    const at = placeAt(file, lines, second.range?.[0] ?? text.length);
    findings.push(problem("DOC-013", "a second document begins here; only one is read from a file", { at }));
  }
  const hollow = second !== undefined && isScalar(first.contents) && first.contents.value === null;
  const tree = first.errors.length === 0 && !hollow ? reader.read(first.contents) : undefined;
  return { ...(tree && !reader.stopped ? { tree } : {}), findings: [...findings, ...reader.findings] };
}

const emptyUnless = (document: Document.Parsed | undefined, file: string): readonly Finding[] =>
  document && document.errors.length > 0 ? [] : [problem("DOC-006", `${file} is empty`, { at: { file, line: 1, column: 1 } })];

function documentsOf(text: string, lineCounter: LineCounter): readonly Document.Parsed[] | "too deep" {
  try {
    const parsed = parseAllDocuments(text, { lineCounter, prettyErrors: false, uniqueKeys: false, version: "1.2" });
    return "empty" in parsed ? [] : parsed;
  } catch (error) {
    if (error instanceof RangeError) return "too deep"; // the parser recurses: its stack ends first
    throw error;
  }
}

function placeAt(file: string, lines: LineCounter, offset: number): Source {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

/**
 * A tab or one wrong line makes the parser stumble over what follows: a line is named once, and nothing behind a tab, or behind a
 * line that is not indented as those beside it.
 */
function syntax({ file, text }: Text, lines: LineCounter, document: Document.Parsed): readonly Finding[] {
  const all = document.errors.map((error) => syntaxFinding(error, placeAt(file, lines, error.pos[0])));
  const tabs = all.filter(({ rule }) => rule === "DOC-012");
  if (tabs.length > 0) return tabs;
  const [first] = document.errors;
  if (first !== undefined && /^All (?:mapping|sequence) items/.test(first.message)) {
    const { line } = placeAt(file, lines, first.pos[0]);
    return [misindented(file, text.split("\n"), line) ?? syntaxFinding(first, placeAt(file, lines, first.pos[0]))];
  }
  if (first?.code === "BLOCK_AS_IMPLICIT_KEY") return [colonInValue(file, text.split("\n"), placeAt(file, lines, first.pos[0]))];
  return all.filter((finding, index) => !all.slice(0, index).some((before) => before.at?.line === finding.at?.line));
}

/** A second colon in a value: its own, or that of a line that is indented as if it went on with the value. */
function colonInValue(file: string, lines: readonly string[], at: Source): Finding {
  const indentOf = (line: number): number => (lines[line - 1] ?? "").search(/\S/);
  const next = lines.findIndex((text, index) => index >= at.line && !/^\s*(?:#|$)/.test(text)) + 1;
  const wrong = next > 0 && indentOf(next) > indentOf(at.line) ? misindented(file, lines, next) : undefined;
  const say = "YAML takes this value for a key, since a colon and a space follow in it";
  return wrong ?? problem("DOC-010", say, { at, fix: "put the value in quotes" });
}

/** Beside which line, and below which, a line does not stand as it should. */
function misindented(file: string, lines: readonly string[], line: number): Finding | undefined {
  const indentOf = (one: number): number => (lines[one - 1] ?? "").search(/\S/);
  const before = lines
    .slice(0, line - 1)
    .flatMap((text, index) => (/^\s*(?:#|$)/.test(text) ? [] : [index + 1]))
    .reverse();
  const here = indentOf(line);
  const above = before.find((one) => indentOf(one) < here);
  if (above === undefined) return undefined;
  const beside = before.filter((one) => one > above).at(-1);
  const place = { at: { file, line, column: here + 1 } };
  const by = (one: number): string => `${indentOf(one)} ${indentOf(one) === 1 ? "space" : "spaces"}`;
  if (beside === undefined) {
    const say = `this line is indented by ${by(line)} as if it belonged to line ${above}, which has a value already`;
    return problem("DOC-010", say, { ...place, fix: `indent both alike: by ${by(above)}, or by ${by(line)}` });
  }
  const say = `this line is indented by ${by(line)}, and line ${beside} by ${by(beside)}, though both are below line ${above}`;
  return problem("DOC-010", say, {
    ...place,
    fix: `indent the two alike; or line ${above}, where it does not stand right itself`,
  });
}

function syntaxFinding({ code, message }: YAMLError, at: Source): Finding {
  if (code === "TAB_AS_INDENT") return problem("DOC-012", "a tab indents this line", { at });
  return problem("DOC-010", `YAML cannot be read here: ${message}`, { at });
}

/** 2,500 in a flow map is the value 2, and a key 500 without one. */
const isThousands = (scalar: unknown): boolean => /^\d{1,3}$/.test(String((scalar as { source?: string }).source));

/** Walks one parsed document. Kept as a class for what all steps share: place, findings, and what aliases have cost so far. */
class Reader {
  readonly findings: Finding[] = [];
  private aliased = 0;
  private readonly open = new Set<unknown>();
  private readonly anchors = new Map<string, unknown>();
  stopped = false;

  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
    private readonly document: Document.Parsed,
  ) {}

  read(node: unknown, depth = 1, alias?: Source): Node | undefined {
    if (this.stopped) return undefined;
    const at = this.place(node);
    this.remember(node);
    if (this.tagged(node, at)) return undefined;
    if (depth > DEEPEST) return this.stop("DOC-018", `more than ${DEEPEST} levels are nested here`, at);
    if (alias && ++this.aliased > MOST_ALIASED)
      return this.stop("DOC-017", `aliases bring in more than ${MOST_ALIASED} values`, alias);
    if (isAlias(node)) return this.readAlias(node, depth, alias ?? at);
    if (isScalar(node)) {
      const { value, source } = node as { value: unknown; source?: string };
      const known = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
      return {
        is: "leaf",
        value: known,
        ...(typeof known === "string" || source === undefined ? {} : { raw: source }),
        origin: written(at),
      };
    }
    if (!isMap(node) && !isSeq(node)) return leaf(null, written(at));
    if (this.open.has(node)) return this.stop("DOC-017", "an alias holds itself here", at);
    this.open.add(node);
    const result = isMap(node) ? this.readMap(node, depth, alias, at) : this.readList(node.items, depth, alias, at);
    this.open.delete(node);
    return result;
  }

  /** Anchors as they come by: an alias means the last one before it. */
  private remember(node: unknown): void {
    if (isNode(node) && !isAlias(node) && node.anchor !== undefined) this.anchors.set(node.anchor, node);
  }

  /** Tags make other things of plain text: dates, bytes, sets. None of that is in a document of ours. */
  private tagged(node: unknown, at: Source): boolean {
    const tag = isNode(node) ? node.tag?.replace(/^tag:yaml\.org,2002:/, "!!") : undefined;
    if (tag === undefined || PLAIN_TAGS.has(tag)) return false;
    this.findings.push(problem("DOC-019", `the tag ${tag} is not read`, { at }));
    return true;
  }

  private readAlias(node: Alias, depth: number, at: Source): Node | undefined {
    const target = this.anchors.get(node.source);
    if (target) return this.read(target, depth, at);
    this.findings.push(problem("DOC-017", `no anchor &${node.source} stands before this alias`, { at }));
    return undefined;
  }

  private readList(items: readonly unknown[], depth: number, alias: Source | undefined, at: Source): Node {
    const nodes = items.map((item) => this.read(item, depth + 1, alias));
    return { is: "list", items: nodes.filter((node) => node !== undefined), origin: written(at) };
  }

  private readMap(map: YAMLMap, depth: number, alias: Source | undefined, at: Source): MapNode {
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      const name = this.keyOf(pair, map);
      if (name === undefined) continue;
      const key = this.place(pair.key);
      const first = entries.get(name);
      if (first) {
        const related = [{ at: first.key, say: `${name} stands here first` }];
        this.findings.push(problem("DOC-011", `${name} stands here for the second time`, { at: key, related }));
        continue;
      }
      const node = pair.value === null ? leaf(null, written(key)) : this.read(pair.value, depth + 1, alias);
      if (node) entries.set(name, { key, node });
    }
    return { is: "map", entries, origin: written(at) };
  }

  private keyOf(pair: Pair, map: YAMLMap): string | undefined {
    const { key } = pair;
    const at = this.place(key);
    const no = (finding: Finding): undefined => void this.findings.push(finding);
    const before = map.items[map.items.indexOf(pair) - 1]?.value;
    if (map.flow && pair.value === null && isScalar(before) && isScalar(key) && [before, key].every(isThousands)) {
      const whole = `${String(before.value)}${String((key as { source?: string }).source)}`;
      return no(problem("DOC-022", `a comma parts two entries here, and no number`, { at, fix: `write ${whole}` }));
    }
    if (!isScalar(key)) return no(problem("DOC-014", "a key must be text, not a list or a map", { at }));
    const shown = String((key as { source?: string }).source ?? key.value);
    if (typeof key.value !== "string" || (key.type === "PLAIN" && YES_OR_NO.test(shown))) {
      const why = typeof key.value === "string" ? "many YAML tools read it as yes or no" : "YAML does not read it as text";
      this.findings.push(problem("DOC-014", `the key ${shown} must be quoted: ${why}`, { at, fix: `write "${shown}":` }));
      return shown; // as it will be called, so that who names it so is not wrong as well
    }
    if (shown === "<<") return no(problem("DOC-016", "merge keys are not read", { at }));
    if (key.value in Object.prototype || key.value === "prototype") {
      return no(problem("DOC-015", `the key ${shown} is a reserved word`, { at }));
    }
    return key.value;
  }

  private stop(rule: "DOC-017" | "DOC-018", say: string, at: Source): undefined {
    this.stopped = true;
    this.findings.push(problem(rule, say, { at }));
  }

  private place(node: unknown): Source {
    const range = (node as { range?: readonly number[] | null } | null)?.range;
    return placeAt(this.file, this.lines, range?.[0] ?? 0);
  }
}
