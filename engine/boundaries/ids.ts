import { AddressBoundary, Boundary } from "./boundary";
import { writeAddress } from "./address";
import { writeRange } from "./write";

/** Subnets that a platform which stores an IP subnet by its address alone cannot tell apart. */
export type IdCollision = Readonly<{
  /** What is stored for each of them. */
  id: string;
  /** Their places in the list, their texts, and for each the range that says the same and does not collide. */
  members: readonly Readonly<{ entry: number; text: string; range: string }>[];
}>;

/**
 * ConfigMgr keeps the id of an IP subnet without its mask: 10.1.0.0/16 and 10.1.0.0/24 are one boundary there. Equal subnets do
 * not collide (they are duplicates, which the sweep finds), and ranges, addresses and IPv6 prefixes are stored whole.
 */
export function collidingIds(boundaries: readonly Boundary[]): readonly IdCollision[] {
  const byId = new Map<bigint, { entry: number; boundary: AddressBoundary & { form: "subnet" } }[]>();
  boundaries.forEach((boundary, entry) => {
    if (!isSubnet(boundary)) return;
    const same = byId.get(boundary.first);
    if (same === undefined) byId.set(boundary.first, [{ entry, boundary }]);
    else same.push({ entry, boundary });
  });
  return [...byId]
    .filter(([, same]) => new Set(same.map(({ boundary }) => boundary.last)).size > 1)
    .sort(([a], [b]) => Number(a > b) - Number(a < b))
    .map(([value, same]) => ({
      id: writeAddress({ family: 4, value }),
      members: same.map(({ entry, boundary }) => ({ entry, text: boundary.text, range: writeRange(boundary) })),
    }));
}

const isSubnet = (boundary: Boundary): boundary is AddressBoundary & { form: "subnet" } => boundary.form === "subnet";
