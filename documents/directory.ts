import type { Finding } from "../engine/model/finding";
import { problem } from "./codes";
import { Columns, readCsv } from "./csv";
import type { DocumentFile } from "./model";
import { CSV_LIMIT, Folder } from "./text";
import { at, Entry, entriesOf, leaf, MapNode, Node, placeOf, textOf, withEntries, written } from "./tree";

const columns: Columns<"site" | "subnet"> = { must: ["site", "subnet"], may: [] };

/** The estate's tree with `directory: { file: … }` replaced by what the file says: subnets by site of the directory. */
export function withDirectory(tree: MapNode, folder: Folder, files: DocumentFile[], findings: Finding[]): MapNode {
  const directory = tree.entries.get("directory");
  const file = at(directory?.node, "file");
  const name = textOf(file);
  if (!directory || !file || name === undefined) return tree;
  const others = [...entriesOf(directory.node)].filter(([key]) => key !== "file");
  for (const [site, { key }] of others)
    findings.push(problem("DOC-044", `directory has both file and ${site}`, { at: key, fix: "keep one of them" }));
  const text = folder.read(name, { limit: CSV_LIMIT, at: placeOf(file) });
  if (!text.ok) {
    findings.push(text.finding);
    return tree;
  }
  files.push({ file: text.value.file, sha256: text.value.sha256 });
  const sites = new Map<string, Entry>();
  const table = readCsv(
    text.value,
    () => columns,
    (row) => {
      const site = row.get("site");
      const items = sites.get(site)?.node;
      const subnet: Node = leaf(row.get("subnet"), written(row.place("subnet")));
      const before = items?.is === "list" ? items.items : [];
      sites.set(site, {
        key: row.place("site"),
        node: { is: "list", items: [...before, subnet], origin: written(row.place("site")) },
      });
    },
  );
  findings.push(...table.findings);
  return withEntries(tree, [
    ["directory", { ...directory, node: { is: "map", entries: sites, origin: written(placeOf(file)) } }],
  ]);
}
