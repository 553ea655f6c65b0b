import { strongComponents } from "../../../engine/graph";
import { groupBy } from "../../../engine/groups";
import { Ref, byText, nameOf } from "../../../engine/model/entity";
import type { Subject } from "../../../engine/model/procedure";
import { handed } from "../../../engine/passes/compare";
import { boundaryUses } from "../estate";
import { boundariesOf, ref } from "../reading";
import { servedBy } from "./clients";
import { Restructuring, System, isGone, isNew, usesOf } from "./reading";

/** What each procedure is run for, with the names that its templates stand for. */
export function subjectsOf(reading: Restructuring): readonly Subject[] {
  return [
    ...building(reading),
    ...homes(reading),
    ...parents(reading),
    ...boundaries(reading),
    ...clients(reading),
    ...machines(reading),
    ...leaving(reading),
  ];
}

/** The procedure that ends with a new site in service, if this one is new; both names, whichever of them it goes through. */
const built = (reading: Restructuring, codes: readonly string[]): Readonly<Record<string, readonly string[]>> => {
  const fresh = codes.filter((code) => isNew(reading, code) && code in reading.new.sites);
  return { build: fresh, "build-secondary": fresh };
};

const named = (code: string | undefined): readonly string[] => (code === undefined ? [] : [code]);

function building(reading: Restructuring): readonly Subject[] {
  return Object.entries(reading.new.sites).flatMap(([code, site]): readonly Subject[] => {
    if (!isNew(reading, code)) return [];
    const below = site.parent !== undefined;
    const is = {
      site: ref("site", code),
      code,
      server: site.server,
      alone: !below,
      below,
      ...built(reading, named(site.parent)),
      ...leavingServer(reading, code),
    };
    return [{ procedure: site.role === "secondary" ? "build-secondary" : "build", name: code, is }];
  });
}

const homes = (reading: Restructuring): readonly Subject[] =>
  Object.entries(reading.new.sites).flatMap(([code, { server }]): readonly Subject[] => {
    const oldServer = reading.old.sites[code]?.server;
    return oldServer === undefined || oldServer === server
      ? []
      : [{ procedure: "re-home", name: code, is: { site: ref("site", code), server, oldServer, ...leavingServer(reading, code) } }];
  });

/** Who leaves a server that is to be another site's, by going or by moving to another one. */
export const leaversTo = ({ old, new: wanted }: Pick<Restructuring, "old" | "new">, code: string): readonly string[] => {
  const server = wanted.sites[code]?.server;
  return Object.keys(old.sites).filter(
    (other) => other !== code && old.sites[other]?.server === server && wanted.sites[other]?.server !== server,
  );
};

const leavingServer = (reading: Restructuring, code: string): Readonly<Record<"re-home" | "leave", readonly string[]>> => {
  const leavers = leaversTo(reading, code);
  return { "re-home": leavers, leave: leavers };
};

const parents = (reading: Restructuring): readonly Subject[] =>
  Object.entries(reading.new.sites).flatMap(([code, { parent }]): readonly Subject[] =>
    isNew(reading, code) || reading.old.sites[code]?.parent === parent
      ? []
      : [
          {
            procedure: "hierarchy",
            name: code,
            is: {
              site: ref("site", code),
              parent: parent ?? "nobody",
              hierarchy: above(reading, code),
              ...built(reading, named(parent)),
            },
          },
        ],
  );

/** All that a site is to report to, directly or through others. */
function above({ new: { sites } }: Restructuring, code: string): readonly string[] {
  const found = new Set<string>();
  for (let one = sites[code]?.parent; one !== undefined && !found.has(one); one = sites[one]?.parent) found.add(one);
  return [...found];
}

function boundaries(reading: Restructuring): readonly Subject[] {
  const { old, new: wanted, flows } = reading;
  const codes = [...new Set([...Object.keys(old.sites), ...Object.keys(wanted.sites)])].sort(byText);
  return codes.flatMap((code): readonly Subject[] => {
    const uses = usesOf(reading, code);
    const of = (some: readonly (typeof boundaryUses)[number][]): readonly Ref[] =>
      some.map((use) => boundariesOf(ref("site", code), use));
    // in a secondary site's boundaries live clients of its primary, and the advertisements are that one's
    const owner = servedBy(old, code);
    const takers = takersOf(reading, code).map((taker) => servedBy(wanted, taker));
    const waves = flows.waves
      .filter(({ from, to }) => from === owner && (owner === code || takers.includes(to)))
      .map(({ name }) => name);
    const settings = waves.length > 0 ? [ref("settings", owner)] : [];
    const gives: readonly Subject[] =
      uses.released.length + uses.narrowed.length > 0
        ? [
            {
              procedure: "give",
              name: code,
              is: {
                code,
                settings,
                restored: isGone(reading, owner) ? [] : settings,
                released: of(uses.released),
                narrowed: of(uses.narrowed),
                wave: waves,
                ...built(reading, takersOf(reading, code)),
              },
            },
          ]
        : [];
    const takes: readonly Subject[] =
      uses.claimed.length > 0
        ? [{ procedure: "take", name: code, is: { claimed: of(uses.claimed), ...built(reading, [code]) } }]
        : [];
    return [...gives, ...takes];
  });
}

/** To whom a site gives addresses, whatever for. */
export const takersOf = ({ old, new: wanted }: Restructuring, code: string): readonly string[] => {
  const parts = (estate: typeof old) =>
    Object.entries(estate.sites).map(([name, site]) => ({ ref: ref("site", name), props: {}, holds: site.boundaries }));
  return [
    ...new Set(
      handed(parts(old), parts(wanted))
        .filter(({ from }) => from === ref("site", code))
        .map(({ to }) => nameOf(to)),
    ),
  ].sort(byText);
};

const clients = (reading: Restructuring): readonly Subject[] =>
  reading.flows.waves.map(({ name, from, to, after }) => ({
    procedure: "wave",
    name,
    is: {
      itself: ref("wave", name),
      toCode: to,
      give: [from, to, ...secondariesOf(reading, from), ...secondariesOf(reading, to)],
      take: [to, ...secondariesOf(reading, to)],
      system: systemsAt(reading, "new", [to]),
      ...built(reading, [to]),
      wave: after === undefined ? [] : [after],
    },
  }));

/** Secondary sites that report to this one, before or after: their boundaries lead to its clients. */
const secondariesOf = ({ old, new: wanted }: Restructuring, code: string): readonly string[] =>
  [...Object.entries(old.sites), ...Object.entries(wanted.sites)]
    .filter(([, site]) => site.role === "secondary" && site.parent === code)
    .map(([name]) => name);

const systemsAt = ({ systems }: Restructuring, side: "old" | "new", codes: readonly string[]): readonly string[] =>
  [...systems[side]].filter(([, { sites }]) => sites.some((code) => codes.includes(code))).map(([host]) => host);

/** What a machine does where: `HOU dp`. */
const duties = (system: System | undefined): readonly string[] =>
  (system?.sites ?? []).flatMap((site) => (system?.services ?? []).map((service) => `${site} ${service}`));

function machines(reading: Restructuring): readonly Subject[] {
  const { systems, flows } = reading;
  const hosts = [...new Set([...systems.old.keys(), ...systems.new.keys()])].sort(byText);
  const of = (host: string) => [duties(systems.old.get(host)), duties(systems.new.get(host))] as const;
  const gained = new Map(hosts.map((host) => [host, of(host)[1].filter((duty) => !of(host)[0].includes(duty))]));
  const successors = successorsOf(hosts, of);
  return hosts.flatMap((host): readonly Subject[] => {
    const [had, has] = of(host);
    const lost = had.filter((duty) => !has.includes(duty));
    if (lost.length + (gained.get(host) ?? []).length === 0) return [];
    const left = lost.map((duty) => duty.slice(0, duty.indexOf(" ")));
    return [
      {
        procedure: "system",
        name: host,
        is: {
          host: ref("siteServer", host),
          system: successors(host),
          new: had.length === 0,
          changed: had.length > 0 && has.length > 0,
          gone: has.length === 0,
          wave: flows.waves.filter(({ from }) => left.includes(from)).map(({ name }) => name),
          ...built(reading, systems.new.get(host)?.sites ?? []),
        },
      },
    ];
  });
}

/**
 * Who takes over what a site system leaves: they are there before it goes. Where they wait for each other in a ring, only those
 * are waited for whose duty nobody does all the while.
 */
function successorsOf(
  hosts: readonly string[],
  of: (host: string) => readonly [had: readonly string[], has: readonly string[]],
): (host: string) => readonly string[] {
  const lost = hosts.map((host) => of(host)[0].filter((duty) => !of(host)[1].includes(duty)));
  const gained = hosts.map((host) => of(host)[1].filter((duty) => !of(host)[0].includes(duty)));
  const kept = new Set(hosts.flatMap((host) => of(host)[0].filter((duty) => of(host)[1].includes(duty))));
  const takers = gained.flatMap((duties, taker) => (duties.length > 0 ? [taker] : []));
  const waits = lost.flatMap((duties, giver) =>
    takers.flatMap((taker) => {
      const handed = giver === taker ? [] : duties.filter((duty) => gained[taker]?.includes(duty));
      return handed.length > 0 ? [{ giver, taker, needed: handed.some((duty) => !kept.has(duty)) }] : [];
    }),
  );
  const ringOf = new Map<number, number>();
  const arcs = waits.map(({ giver, taker }) => [giver, taker] as const);
  strongComponents(hosts.length, arcs).forEach((ring, i) => ring.forEach((one) => ringOf.set(one, i)));
  const successors = groupBy(
    waits.filter(({ giver, taker, needed }) => needed || ringOf.get(giver) !== ringOf.get(taker)),
    ({ giver }) => hosts[giver] as string,
  );
  return (host) => (successors.get(host) ?? []).map(({ taker }) => hosts[taker] as string);
}

/** Sites that the new estate does not have. */
function leaving(reading: Restructuring): readonly Subject[] {
  const { old, flows } = reading;
  return Object.entries(old.sites).flatMap(([code, { server }]): readonly Subject[] => {
    if (!isGone(reading, code)) return [];
    const children = Object.entries(old.sites).filter(([, one]) => one.parent === code);
    return [
      {
        procedure: "leave",
        name: code,
        is: {
          site: ref("site", code),
          server,
          wave: flows.waves.filter(({ from }) => from === code).map(({ name }) => name),
          take: takersOf(reading, code),
          give: [code, ...takersOf(reading, code)],
          hierarchy: children.map(([name]) => name),
          system: systemsAt(reading, "old", [code]),
          leave: children.filter(([name]) => isGone(reading, name)).map(([name]) => name),
        },
      },
    ];
  });
}
