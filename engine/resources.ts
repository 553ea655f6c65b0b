import { Kind, Ref, isRef, kinds } from "./model/entity";

/** The package of Drover's resources. Program, provider and commands must name them alike, or a stack would lose its own. */
export const PACKAGE = "drover";

const capitalised = (kind: Kind): string => kind.charAt(0).toUpperCase() + kind.slice(1);

/** A kind's resource type: `siteServer` is `drover:index:SiteServer`. */
export const typeOf = (kind: Kind): string => `${PACKAGE}:index:${capitalised(kind)}`;

/** The last resource of every stage: it says which one the stack has completed. */
export const COMPLETION = `${PACKAGE}:index:Completion`;

/** What a program asks the provider: all that there is to register in a stage. */
export const REGISTRATION = `${PACKAGE}:index:registration`;

const byType: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [typeOf(kind), kind]));

/** The stack that a resource is in. */
export const stackOfUrn = (urn: string): string | undefined => /^urn:pulumi:([^:]+)::/.exec(urn)?.[1];

/** The entity that a resource stands for: its type and its name, and nothing else, say which. */
export function refOfUrn(urn: string): Ref | undefined {
  const [, , types = "", ...name] = urn.split("::");
  const kind = byType.get(types.slice(types.lastIndexOf("$") + 1));
  const ref = `${kind ?? ""}/${name.join("::")}`;
  return kind !== undefined && isRef(ref) ? ref : undefined;
}
