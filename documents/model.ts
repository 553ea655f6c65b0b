import type { Finding, Source } from "../engine/model/finding";
import type { Declared, Migration } from "../engine/model/migration";
import type { AltirisEstate } from "../platforms/altiris/estate";
import type { ConfigMgrEstate } from "../platforms/configmgr/estate";

/** An estate of any platform; `platform` tells them apart. */
export type EstateDocument = AltirisEstate | ConfigMgrEstate;

/**
 * Where an effective value comes from: written there; carried over from there by a `like` or a `from` that stands at `through`;
 * or the default that a rule gives, for the entry at `at`.
 */
export type Origin =
  | Readonly<{ by: "written"; at: Source }>
  | Readonly<{ by: "like"; at: Source; through: Source }>
  | Readonly<{ by: "default"; rule?: string; at: Source }>;

/** Origins by path: `servers/hou-ns1/database/size`, with the documents' own words. */
export type Origins = Iterable<readonly [string, Origin]> & Readonly<{ get(path: string): Origin | undefined }>;

export type DocumentFile = Readonly<{ file: string; sha256: string }>;

/** Everything that a migration's folder declares. */
export type Documents<E extends EstateDocument = EstateDocument> = Declared<E> &
  Readonly<{
    /** The folder's own name. */
    name: string;
    /** Two estates and a migration; or one estate, against what of it is applied. */
    form: "migration" | "estate";
    folder: string;
    /** How each value came to be. */
    origins: Origins;
    /** Where an element of a list stands, the list being at `list`. */
    elementAt(list: Source, element: string): Source | undefined;
    /** Every file that was read, by name. */
    files: readonly DocumentFile[];
    /** Plain and sorted, for hashing: what means the same is the same. */
    normalised: Readonly<{ old: E; new: E; migration: Migration }>;
  }>;

export type Loaded = Readonly<{ documents?: Documents; findings: readonly Finding[] }>;
