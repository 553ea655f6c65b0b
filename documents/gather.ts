import { Finding, byPlace } from "../engine/model/finding";

/** Names that nothing has, whatever they are wanted for: to be like, to come from, to report to. */
const MISSED: ReadonlySet<string> = new Set(["DOC-040", "DOC-042", "DOC-050"]);

/**
 * One misspelt name is missed wherever it is used: the first of these places is the finding, and shows the others. Findings
 * without an entity are about nothing that could be missed twice.
 */
export function gathered(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of [...findings].sort(byPlace)) {
    const what = MISSED.has(finding.rule) ? "missed" : finding.rule;
    const key = finding.entity === undefined ? `${groups.size}` : `${what} ${finding.entity} ${finding.fix ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap(([first, ...more]) => (first ? [withOthers(first, more)] : []));
}

function withOthers(first: Finding, more: readonly Finding[]): Finding {
  const others = more.flatMap(({ at, say, related = [] }) => (at ? [{ at, say }, ...related] : related));
  return others.length === 0 ? first : { ...first, related: [...(first.related ?? []), ...others] };
}
