import { AddressBoundary, Boundary, SiteBoundary, intersect, parseBoundary, union, writeSpans } from "../../engine/boundaries";
import type { Scalar } from "../../engine/model/entity";

/** What two owners both hold, as people would write it; undefined where there is nothing. What cannot be read meets nothing. */
export function meeting(a: readonly Scalar[], b: readonly Scalar[]): string | undefined {
  const [mine, theirs] = [parsed(a), parsed(b)];
  const shared = writeSpans(intersect(union(mine.filter(hasAddresses)), union(theirs.filter(hasAddresses))));
  const sites = new Set(theirs.filter(isSite).map(({ key }) => key));
  const both = [
    ...shared,
    ...mine
      .filter(isSite)
      .filter(({ key }) => sites.has(key))
      .map(({ text }) => text),
  ];
  return both.length > 0 ? both.join(", ") : undefined;
}

const isSite = (boundary: Boundary): boundary is SiteBoundary => boundary.form === "site";
const hasAddresses = (boundary: Boundary): boundary is AddressBoundary => boundary.form !== "site";

const parsed = (texts: readonly Scalar[]): readonly Boundary[] =>
  texts.flatMap((text) => {
    const read = parseBoundary(String(text));
    return read.ok ? [read.value] : [];
  });
