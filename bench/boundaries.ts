/** How fast boundaries are read and swept for overlaps, beside the machine's own sort and beside the usual way. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { Benchmark, inTurn, medianMs, mostMegabytes, ratioOf, sample } from "./measure";
import { numbers } from "./works";

/**
 * A document of so many boundaries, one a line: subnets, IPv6 prefixes, and unless only networks are wanted, addresses, ranges
 * and masks.
 */
export function boundaries(size: number, only?: "networks"): string {
  const next = numbers(size);
  return Array.from({ length: size }, () => boundary(next, (next() >>> 8) % (only === "networks" ? 6 : 10))).join("\n");
}

function boundary(next: () => number, sort: number): string {
  const value = next();
  const head = `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}`;
  if (sort < 4) return `${head}.0/24`;
  if (sort < 6) return `2001:db8:${(next() >>> 16).toString(16)}:${(value & 0xffff).toString(16)}::/64`;
  if (sort < 7) return `${head}.${value & 255}`;
  return sort < 8 ? `${head}.10-${head}.99` : `${head}.0/255.255.255.0`;
}

const scales = {
  full: { mixed: 1_000_000, networks: 200_000, rounds: 5 },
  tiny: { mixed: 2_000, networks: 1_000, rounds: 1 },
} as const;

export const boundaryBenchmark: Benchmark = {
  names: ["boundaries", "boundaries-usual"],
  measure(scale, folder) {
    const { mixed, networks, rounds } = scales[scale];
    const [all, nets] = [path.join(folder, "mixed.txt"), path.join(folder, "networks.txt")];
    writeFileSync(all, boundaries(mixed));
    writeFileSync(nets, boundaries(networks, "networks"));
    const { ours, sort, few, usual } = inTurn(rounds, {
      ours: () => sample("sweep", all),
      sort: () => sample("sort", String(mixed)),
      few: () => sample("sweep", nets),
      usual: () => sample("usual-sweep", nets),
    });
    const yardsticks = { [`sort ${mixed} keys`]: medianMs(sort) };
    return [
      {
        name: "boundaries",
        what: `${mixed} mixed boundaries parsed and swept : native sort of as many 64-bit keys`,
        ratio: ratioOf(ours, sort),
        allowed: { atMost: 12 },
        ms: [medianMs(ours), medianMs(sort)],
        memory: { megabytes: mostMegabytes(ours), atMost: 300 },
        yardsticks,
        notes: [],
      },
      {
        name: "boundaries-usual",
        what: `${networks} networks with cidr-tools and a comparator : parsed and swept here`,
        ratio: ratioOf(usual, few),
        allowed: { atLeast: 2 },
        ms: [medianMs(usual), medianMs(few)],
        yardsticks,
        notes: [],
      },
    ];
  },
};
