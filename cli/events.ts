import { refOfUrn } from "../engine/resources";

/**
 * One thing that Pulumi's engine reported as an error; `entity` where it was about one. `refused`: the provider's check said no
 * before anything was done.
 */
export type Failure = Readonly<{ entity?: string; say: string; refused?: true }>;

/** What an update did, from the engine's own event log. */
export type Happened = Readonly<{
  /** Entities whose act ended well. */
  done: readonly string[];
  failures: readonly Failure[];
}>;

type Metadata = Readonly<{ op?: string; urn?: string }>;
type EngineEvent = Readonly<{
  diagnosticEvent?: Readonly<{ urn?: string; message?: string; severity?: string }>;
  resOutputsEvent?: Readonly<{ metadata?: Metadata }>;
}>;

/** Said at the end of every update that failed; they name nothing that was not named before. */
const noise: ReadonlySet<string> = new Set(["update failed", "preview failed", "resource is not finished", "update canceled"]);

/** Reads the lines of an event log. The last one may be cut, when the CLI was killed. */
export function readEvents(log: string): Happened {
  const done: string[] = [];
  const failures = new Map<string, Failure>();
  for (const { diagnosticEvent: said, resOutputsEvent: ended } of log.split("\n").flatMap(eventOf)) {
    const entity = refOfUrn(said?.urn ?? ended?.metadata?.urn ?? "");
    if (entity !== undefined && ended?.metadata?.op === "update") done.push(entity);
    if (said?.severity !== "error") continue;
    const say = plain(said.message ?? "");
    if (say !== "" && !noise.has(say))
      failures.set(`${entity ?? ""} ${say}`, {
        ...(entity === undefined ? {} : { entity }),
        say,
        ...(REFUSAL.test(uncoloured(said.message ?? "")) ? { refused: true } : {}),
      });
  }
  return { done, failures: [...failures.values()] };
}

function eventOf(line: string): readonly EngineEvent[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as EngineEvent];
  } catch {
    return [];
  }
}

/** The engine's words around what a check of the provider says. */
const REFUSAL = /^(?:\S+ resource '[^']*' has a problem|\S+ resource '[^']*': property \S+ value .* has a problem): /;

const uncoloured = (message: string): string => message.replace(/<\{%[^%]*%\}>/g, "");

/** Without the engine's colour marks and its words around the provider's own. */
const plain = (message: string): string => uncoloured(message).replace(REFUSAL, "").trim();
