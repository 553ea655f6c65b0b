import { Kind, kinds } from "../engine/model/entity";

export const PACKAGE = "drover";

const capitalised = (kind: Kind): string => kind.charAt(0).toUpperCase() + kind.slice(1);

/** A kind's resource type: `siteServer` is `drover:index:SiteServer`. */
export const typeOf = (kind: Kind): string => `${PACKAGE}:index:${capitalised(kind)}`;

/** The last resource of every stage: it says which one the stack has completed. */
export const COMPLETION = `${PACKAGE}:index:Completion`;

const byType: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [typeOf(kind), kind]));

export const kindOfType = (type: string): Kind | undefined => byType.get(type);
