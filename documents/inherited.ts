import type { Source } from "../engine/model/finding";
import { Ref, called } from "../engine/model/entity";
import type { Origins } from "./model";

type Said = Readonly<{ path: string; like: boolean }>;

const key = ({ file, line, column }: Source): string => `${file}:${line}:${column}`;

/**
 * Answers, for a value's place, where the entity's own entry is if it has the value only because it is like another one. All
 * origins are looked through when somebody asks for the first time: most never do.
 */
export function ownEntries(origins: Origins): (at: Source, ref: Ref) => Source | undefined {
  let places: ReadonlyMap<string, readonly Said[]> | undefined;
  return (at, ref) => {
    places ??= placesIn(origins);
    const name = called(ref);
    const own = (places.get(key(at)) ?? []).filter(({ path }) => path.split("/").includes(name));
    const [first] = own;
    return first && own.every(({ like }) => like) ? writtenAbove(origins, first.path) : undefined;
  };
}

/** The nearest that holds a value and was written itself. */
function writtenAbove(origins: Origins, path: string): Source | undefined {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const found = origins.get(path.slice(0, end));
    if (found?.by === "written") return found.at;
  }
  return undefined;
}

function placesIn(origins: Origins): ReadonlyMap<string, readonly Said[]> {
  const places = new Map<string, Said[]>();
  for (const [path, { at, by }] of origins) {
    const all = places.get(key(at)) ?? [];
    all.push({ path, like: by === "like" });
    places.set(key(at), all);
  }
  return places;
}
