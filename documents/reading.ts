import type { Finding, Source } from "../engine/model/finding";
import { problem } from "./codes";
import { isDate } from "./dates";
import { shownPlace } from "./like";
import type { Origin } from "./model";
import { at, Node, numberOf, Path, placeOf, Plain, plain, textOf, textsOf } from "./tree";
import { quantity, spellings, Unit } from "./units";

/** The default of a property, and the rule that gives it where one does. */
export type Default<T> = Readonly<{ value: T; rule?: string }>;

/** What is carried over is read where it was written, too, and said to be wrong there. */
const isOwn = (node: Node): boolean => node.origin.by !== "like";

/**
 * Typed values out of a tree whose schema holds. Every default that is used gets an origin of its own, so that "where does this
 * come from" has an answer for what nobody wrote, too.
 */
export class Reading {
  readonly findings: Finding[] = [];
  private readonly defaults = new Map<string, Origin>();

  constructor(readonly tree: Node) {}

  get origins(): ReadonlyMap<string, Origin> {
    return this.defaults;
  }

  node(path: Path): Node | undefined {
    return at(this.tree, ...path);
  }

  text(path: Path): string | undefined {
    return textOf(this.node(path));
  }

  texts(path: Path): readonly string[] {
    return textsOf(this.node(path));
  }

  number(path: Path): number | undefined {
    return numberOf(this.node(path));
  }

  plain(path: Path): Plain | undefined {
    const node = this.node(path);
    return node && plain(node);
  }

  /** A quantity in the unit's base. The schema's pattern lets through what is none: 130 %, or more than fits. */
  quantity(path: Path, unit: Unit): number | undefined {
    const node = this.node(path);
    const text = textOf(node);
    if (!node || text === undefined) return undefined;
    const value = quantity(text, unit);
    if (value === undefined && isOwn(node)) {
      const say = `${path.join(".")} is ${JSON.stringify(text)}, which is out of range for a number in ${spellings(unit)}`;
      this.findings.push(
        problem("DOC-024", say, {
          at: placeOf(node),
          fix: unit === "percent" ? "write at most 100 %" : "write a smaller number",
        }),
      );
    }
    return value;
  }

  date(path: Path): string | undefined {
    const node = this.node(path);
    const text = textOf(node);
    if (node && text !== undefined && !isDate(text) && isOwn(node)) {
      this.findings.push(
        problem("DOC-027", `${path.join(".")} is ${text}, which is no day of the calendar`, { at: placeOf(node) }),
      );
    }
    return text;
  }

  /** The value, or its default with the origin that it then has. */
  or<T>(path: Path, value: T | undefined, { value: instead, rule }: Default<T>): T {
    if (value !== undefined) return value;
    this.defaults.set(path.join("/"), { by: "default", ...(rule === undefined ? {} : { rule }), at: this.place(path) });
    return instead;
  }

  /** Where a path's value, or what it would be part of, is to be changed. */
  place(path: Path): Source {
    for (let length = path.length; length > 0; length--) {
      const node = at(this.tree, ...path.slice(0, length));
      if (node) return shownPlace(node);
    }
    return shownPlace(this.tree);
  }
}
