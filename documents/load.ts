import { posix } from "node:path";
import type { ValidateFunction } from "ajv";
import { byPlace, Finding, Source } from "../engine/model/finding";
import { byText } from "../engine/model/entity";
import migrationSchema from "../schemas/validators/migration";
import { problem } from "./codes";
import { APPLIED, ESTATE, migrationOf, notApplied, withoutOptions } from "./dayTwo";
import { Dialect, dialectOf, isPlatform, leadsTo, Trees } from "./dialects";
import { gathered } from "./gather";
import { checkLedger } from "./ledger";
import { sections } from "./like";
import { readMigration } from "./migration";
import type { DocumentFile, Documents, EstateDocument, Loaded } from "./model";
import { elementsIn, joinedOrigins, nearestPlace } from "./origins";
import { checkSchema } from "./schema";
import { Folder, YAML_LIMIT } from "./text";
import { at, entriesOf, MapNode, Node, placeOf, textOf } from "./tree";
import { parseYaml } from "./yaml";

/** `root` is what stands in a file; `tree` the same where it is a map. */
type Document = Readonly<{ root?: Node; tree?: MapNode; sound: boolean }>;

const asDocument = (root: Node): Pick<Document, "root" | "tree"> => ({ root, ...(root.is === "map" ? { tree: root } : {}) });

/** Whether a folder holds what can be planned: a migration, or an estate of one file with its changes. */
export const holdsMigration = (folder: string): boolean => [MIGRATION, ESTATE].some((name) => new Folder(folder).has(name));

const MIGRATION = "migration.yaml";

/**
 * Reads a migration's folder: two estates and how to get from one to the other; or one estate and what of it is applied.
 * There are documents only where no finding is an error; every finding is returned, in the order of their places.
 */
export function loadMigration(shown: string): Loaded {
  const loading = new Loading(new Folder(shown.replace(/(?<=.)[\\/]+$/, "")));
  const documents = loading.load();
  return { ...(documents ? { documents } : {}), findings: [...loading.findings].sort(byPlace) };
}

class Loading {
  readonly findings: Finding[] = [];
  private readonly files: DocumentFile[] = [];

  constructor(private readonly folder: Folder) {}

  load(): Documents | undefined {
    this.add(checkLedger(this.folder));
    return !this.folder.has(MIGRATION) && this.folder.has(ESTATE) ? this.loadEstate() : this.loadMigration();
  }

  private loadMigration(): Documents | undefined {
    const migration = this.against(migrationSchema, this.parsed(MIGRATION));
    if (!migration.tree) return undefined;
    const [oldParsed, youngParsed] = [this.estate(migration.tree, "old"), this.estate(migration.tree, "new")];
    const dialect = dialectOf(youngParsed.tree, oldParsed.tree);
    const old = this.against(dialect.schema, oldParsed);
    const young = this.against(dialect.schema, youngParsed);
    for (const tree of [old.tree, young.tree]) this.noOptions(tree);
    return this.joined("migration", dialect, migration, old, young);
  }

  /** One estate a file, what is applied beside it, and everything else by default. */
  private loadEstate(): Documents | undefined {
    const young = this.parsed(ESTATE);
    const before: Document = this.folder.has(APPLIED) ? this.parsed(APPLIED) : { sound: false };
    const dialect = dialectOf(young.tree, before.tree);
    const wanted = this.against(dialect.schema, young);
    if (!this.folder.has(APPLIED)) {
      this.findings.push(notApplied(this.folder.shown));
      return undefined;
    }
    const applied = this.against(dialect.schema, before);
    if (!wanted.tree || !applied.tree) return undefined;
    const migration = { tree: migrationOf(wanted.tree, this.folder.name), sound: true };
    const bare = (document: Document, tree: MapNode): Document => ({ ...document, tree: withoutOptions(tree) });
    return this.joined("estate", dialect, migration, bare(applied, applied.tree), bare(wanted, wanted.tree));
  }

  private joined(
    form: Documents["form"],
    dialect: Dialect,
    migration: Document,
    old: Document,
    young: Document,
  ): Documents | undefined {
    if (!migration.tree) return undefined;
    if (!old.tree || !young.tree || !this.twoFiles(migration.tree)) return undefined;
    if (this.likeOther(old.tree, migration.tree)) return undefined;
    this.sameEstate(old.tree, young.tree);
    this.likeKnown(old.tree, young.tree, textOf(at(migration.tree, "old")) ?? "");
    const { trees, files, findings } = dialect.effective({ old: old.tree, young: young.tree }, this.folder);
    this.files.push(...files);
    this.add(gathered([...findings, ...dialect.check(trees, migration.tree)]));
    if (!migration.sound || !old.sound || !young.sound) return undefined;
    return this.read(form, dialect, trees, migration.tree);
  }

  private noOptions(tree: MapNode | undefined): void {
    const options = at(tree, "options");
    if (options)
      this.findings.push(problem("DOC-061", "options belong to an estate.yaml without migration", { at: placeOf(options) }));
  }

  /** One by one: a document may have more findings than a call may have arguments. */
  private add(findings: readonly Finding[]): void {
    for (const finding of findings) this.findings.push(finding);
  }

  private read<E extends EstateDocument>(
    form: Documents["form"],
    dialect: Dialect<E>,
    trees: Trees,
    migrationTree: MapNode,
  ): Documents<E> | undefined {
    const old = dialect.read(trees.old);
    const young = dialect.read(trees.young);
    const { migration, origins: migrationOrigins, findings } = readMigration(migrationTree, young.document.platform);
    this.add([...old.findings, ...young.findings, ...findings]);
    if (this.findings.some(({ severity }) => severity === "error")) return undefined;
    const origins = joinedOrigins(
      new Map([
        ["old", old.origins],
        ["new", young.origins],
        ["migration", migrationOrigins],
      ]),
    );
    return {
      name: this.folder.name,
      form,
      folder: this.folder.shown,
      old: { side: "old", platform: old.document.platform, document: old.document },
      new: { side: "new", platform: young.document.platform, document: young.document },
      migration,
      origin: (path) => nearestPlace(origins, path),
      origins,
      elementAt: elementsIn([trees.old, trees.young]),
      files: [...this.files].sort((a, b) => byText(a.file, b.file)),
      normalised: { old: old.document, new: young.document, migration },
    };
  }

  private estate(migration: MapNode, side: "old" | "new"): Document {
    const node = at(migration, side);
    const name = textOf(node);
    return node && name !== undefined ? this.parsed(name, placeOf(node)) : { sound: false };
  }

  private parsed(name: string, asked?: Source): Document {
    const text = this.folder.read(name, { limit: YAML_LIMIT, ...(asked ? { at: asked } : {}) });
    if (!text.ok) {
      this.findings.push(text.finding);
      return { sound: false };
    }
    this.files.push({ file: text.value.file, sha256: text.value.sha256 });
    const { tree, findings } = parseYaml(text.value);
    this.add(findings);
    return { ...(tree ? asDocument(tree) : {}), sound: findings.length === 0 };
  }

  private against(validate: ValidateFunction, document: Document): Document {
    if (!document.root) return document;
    const { tree: root, findings } = checkSchema(validate, document.root);
    this.add(findings);
    return { ...asDocument(root), sound: document.sound && findings.length === 0 };
  }

  private twoFiles(migration: MapNode): boolean {
    const young = at(migration, "new");
    const same = young !== undefined && textOf(young) === textOf(at(migration, "old"));
    if (same)
      this.findings.push(problem("DOC-053", `${textOf(young)} is both the old and the new estate`, { at: placeOf(young) }));
    return !same;
  }

  private sameEstate(old: MapNode, young: MapNode): void {
    for (const property of ["estate", "platform"]) {
      const here = at(young, property);
      const there = at(old, property);
      if (!here || !there || textOf(here) === textOf(there)) continue;
      if (property === "platform") {
        const [from, to] = [textOf(there) ?? "", textOf(here) ?? ""];
        if (leadsTo(from, to) || !isPlatform(from) || !isPlatform(to)) continue; // of a misspelt one the schema speaks
      }
      const say = `${property} is ${textOf(here)} here, and ${textOf(there)} in the old estate`;
      this.findings.push(
        problem("DOC-052", say, { at: placeOf(here), related: [{ at: placeOf(there), say: `${textOf(there)} here` }] }),
      );
    }
  }

  /** Only the new estate can be like another. An old one that is has probably been taken for the new one: all else follows. */
  private likeOther(old: MapNode, migration: MapNode): boolean {
    const like = at(old, "like");
    if (!like) return false;
    const fix = `remove this line; or, where this is the new estate, exchange old: and new: in ${placeOf(migration).file}`;
    const say = `the old estate is like ${textOf(like)}; only the new one can be like another`;
    this.findings.push(problem("DOC-041", say, { at: placeOf(like), fix }));
    return true;
  }

  /** The new estate is like the one that it comes from, and no other. */
  private likeKnown(old: MapNode, young: MapNode, oldName: string): void {
    for (const [name, { node }] of sections.flatMap((section) => [...entriesOf(at(old, section))])) {
      const from = at(node, "from");
      if (!from) continue;
      const say = `${name} is from ${textOf(from)}, but nothing comes before the old estate`;
      this.findings.push(problem("DOC-042", say, { at: placeOf(from), fix: "remove this, or write like:" }));
    }
    const like = at(young, "like");
    if (like && posix.normalize(textOf(like) ?? "") !== posix.normalize(oldName)) {
      this.findings.push(
        problem("DOC-040", `the new estate is like ${textOf(like)}, which is not the old one of this migration`, {
          at: placeOf(like),
          fix: `write like: ${oldName}`,
        }),
      );
    }
  }
}
