import { Document, Pair, YAMLMap, isMap, isScalar, parseDocument, stringify } from "yaml";
import { nearest } from "../documents/near";
import { conflictIn } from "../documents/text";

/** What a stack is told, as its settings file says it. */
export type Settings = Readonly<{ migration?: string; plan?: string; from?: string; stage?: string; lab?: string }>;

const names = ["migration", "plan", "from", "stage", "lab"] as const satisfies readonly (keyof Settings)[];

const key = (name: string): string => `drover:${name}`;

/** The settings in a stack's file; or what is wrong with it. */
export function readSettings(text: string): Readonly<{ settings: Settings } | { say: string }> {
  const conflict = conflictIn(text);
  if (conflict !== undefined)
    return {
      say: `line ${conflict}: both sides of a merge stand here — keep one of them, and delete the lines with <<<<<<<, ======= and >>>>>>>`,
    };
  const document = parsed(text);
  if (document === "too deep") return { say: "no settings nest so deep: look for an opening bracket without its closing one" };
  const [error] = document.errors;
  if (error) return { say: error.message.split("\n")[0] ?? "it is not YAML" };
  const content: unknown = document.toJS();
  if (content !== null && !record(content)) return { say: "it is no map of settings" };
  const config = record(content) && record(content.config) ? content.config : {};
  const found = names.flatMap((name) => (config[key(name)] === undefined ? [] : [[name, config[key(name)]] as const]));
  const set = new Set(Object.keys(config));
  const misspelt = [...set].find((one) => one.startsWith("drover:") && !names.some((name) => one === key(name)));
  const meant = misspelt === undefined ? undefined : nearest(misspelt, names.map(key));
  if (misspelt !== undefined && meant !== undefined && !set.has(meant))
    return { say: `${misspelt} is no setting — did you mean ${meant}?` };
  const wrong = found.find(([, value]) => typeof value !== "string");
  if (wrong) return { say: `${key(wrong[0])} must be text` };
  return { settings: Object.fromEntries(found) };
}

function parsed(text: string): Document.Parsed | "too deep" {
  try {
    return parseDocument(text, { logLevel: "error" });
  } catch (error) {
    if (error instanceof RangeError) return "too deep"; // the parser recurses: its stack ends first
    throw error;
  }
}

const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The file with other values for some settings. All else stays as it was typed: comments, order, quotes. */
export function withSettings(text: string, changes: Settings): string {
  return names.reduce((now, name) => (changes[name] === undefined ? now : withSetting(now, name, changes[name])), text);
}

function withSetting(text: string, name: string, value: string): string {
  const document = parseDocument(text);
  const config = document.get("config");
  if (!isMap(config) || config.flow === true || config.items.length === 0) return rewritten(document, name, value);
  const written = stringify(value).trimEnd();
  const pair = config.items.find((item) => isScalar(item.key) && item.key.value === key(name));
  if (!pair) return inserted(text, config, `${key(name)}: ${written}`);
  const [start, end] = valueRange(pair);
  return start === end
    ? `${text.slice(0, start).trimEnd()} ${written}${text.slice(end)}`
    : text.slice(0, start) + written + text.slice(end);
}

function valueRange({ key: name, value }: Pair): readonly [number, number] {
  if (isScalar(value) && value.range) return [value.range[0], value.range[1]];
  throw new Error(`the setting ${String(name)} is no plain value`);
}

/** A new line after the last of Drover's settings, or as the first one; indented as its neighbours are. */
function inserted(text: string, config: YAMLMap, line: string): string {
  // secrets are a map of lines of their own: nothing stands behind them
  const own = config.items.filter(
    ({ key: name, value }) => isScalar(name) && isScalar(value) && String(name.value).startsWith("drover:"),
  );
  const neighbour = own[own.length - 1] ?? config.items[0];
  if (!isScalar(neighbour?.key) || !neighbour.key.range) throw new Error("a setting without a place in its file");
  const start = text.lastIndexOf("\n", neighbour.key.range[0] - 1) + 1;
  const indent = text.slice(start, neighbour.key.range[0]);
  const breaks = text.includes("\r\n") ? "\r\n" : "\n";
  if (own.length === 0) return `${text.slice(0, start)}${indent}${line}${breaks}${text.slice(start)}`;
  const end = text.indexOf("\n", valueRange(neighbour)[1]);
  const whole = end === -1 ? `${text}${breaks}` : text.slice(0, end + 1);
  return `${whole}${indent}${line}${breaks}${end === -1 ? "" : text.slice(end + 1)}`;
}

function rewritten(document: Document, name: string, value: string): string {
  if (!isMap(document.get("config")) || (document.get("config") as YAMLMap).flow)
    document.set("config", document.createNode(configOf(document)));
  document.setIn(["config", key(name)], value);
  return document.toString();
}

const configOf = (document: Document): unknown => {
  const content: unknown = document.toJS();
  return record(content) && record(content.config) ? content.config : {};
};
