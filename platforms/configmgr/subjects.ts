import type { Ref } from "../../engine/model/entity";
import type { Subject } from "../../engine/model/procedure";
import { ConfigMgrSite, boundaryUses } from "./estate";
import { sitesGiving } from "./givers";
import { Reading, boundariesOf, newSite, ref, wayOf } from "./reading";

/** What each procedure is run for, with the names that its templates stand for. */
export function subjectsOf(reading: Reading): readonly Subject[] {
  return [
    ...inPlace(reading),
    ...beside(reading),
    ...handOvers(reading),
    ...restructured(reading),
    ...perWave(reading),
    ...leaving(reading),
  ];
}

/** The only versions from which Setup upgrades (CM-011). */
export const upgradable: readonly string[] = ["2003-sp2", "2003-sp3"];

const entries = (sites: Readonly<Record<string, ConfigMgrSite>>): readonly (readonly [string, ConfigMgrSite])[] =>
  Object.entries(sites);

/** Both procedures that sign a primary site's life in the new product, whichever of them its parent goes through. */
const under = (parent: string | undefined): Readonly<Record<string, readonly string[]>> => {
  const named = parent === undefined ? [] : [parent];
  return { upgrade: named, build: named };
};

function inPlace(reading: Reading): readonly Subject[] {
  const { old, new: wanted } = reading;
  return entries(wanted.sites).flatMap(([code, after]): readonly Subject[] => {
    const site = old.sites[code];
    if (!site || after.way !== "in-place") return [];
    const itself = ref("site", code);
    const held = boundaryUses.filter((use) => site.boundaries[use].length + after.boundaries[use].length > 0);
    const is = {
      site: itself,
      code,
      server: site.server,
      boundaries: held.map((use) => boundariesOf(itself, use)),
      changed: held
        .filter((use) => site.boundaries[use].join() !== after.boundaries[use].join())
        .map((use) => boundariesOf(itself, use)),
      needsServicePack: old.platform === "sms" && !upgradable.includes(site.version),
      database: site.database,
      testDatabase: after.testDatabase,
      hasLegacy: site.clients.legacy > 0,
      detaches: after.detach,
    };
    if (site.role === "secondary")
      return [
        {
          procedure: "secondary",
          name: code,
          is: { ...is, ...under(after.parent), check: after.parent === undefined ? [] : [after.parent] },
        },
      ];
    const secondaries = entries(wanted.sites)
      .filter(([, one]) => one.role === "secondary" && one.way === "in-place" && one.parent === code)
      .map(([secondary]) => secondary);
    return [
      { procedure: "upgrade", name: code, is: { ...is, ...(after.detach ? under(undefined) : under(after.parent)) } },
      ...(after.detach
        ? [
            {
              procedure: "attach",
              name: code,
              is: { site: itself, upgrade: [code, ...(after.parent === undefined ? [] : [after.parent])] },
            },
          ]
        : []),
      ...(secondaries.length > 0
        ? [{ procedure: "check", name: code, is: { code, server: site.server, upgrade: [code], secondary: secondaries } }]
        : []),
    ];
  });
}

function beside(reading: Reading): readonly Subject[] {
  return entries(reading.new.sites).flatMap(([code, site]): readonly Subject[] => {
    if (site.way !== "side-by-side") return [];
    const is = {
      site: newSite(reading, code),
      code,
      server: site.server,
      hasParent: site.parent !== undefined,
      ...under(site.parent),
    };
    return [{ procedure: site.role === "secondary" ? "build-secondary" : "build", name: code, is }];
  });
}

/** Boundaries of an old site that end, and those that go on with less. */
function givenUp({ old, new: wanted }: Reading, code: string): Readonly<{ released: readonly Ref[]; narrowed: readonly Ref[] }> {
  const before = old.sites[code];
  const after = wanted.sites[code];
  const uses = boundaryUses.filter((use) => (before?.boundaries[use].length ?? 0) > 0);
  const left = (use: (typeof uses)[number]): readonly string[] => after?.boundaries[use] ?? [];
  return {
    released: uses.filter((use) => left(use).length === 0).map((use) => boundariesOf(ref("site", code), use)),
    narrowed: uses
      .filter((use) => left(use).length > 0 && left(use).join() !== before?.boundaries[use].join())
      .map((use) => boundariesOf(ref("site", code), use)),
  };
}

function handOvers(reading: Reading): readonly Subject[] {
  const { old, new: wanted } = reading;
  return entries(wanted.sites).flatMap(([code, site]): readonly Subject[] => {
    const from = site.from;
    const before = from === undefined ? undefined : old.sites[from];
    if (site.way !== "side-by-side" || from === undefined || !before) return [];
    const itself = newSite(reading, code);
    const others = sitesGiving(reading, code).filter((giver) => giver !== from);
    return [
      {
        procedure: "hand-over",
        name: `${from}-${code}`,
        is: {
          old: ref("site", from),
          new: itself,
          oldCode: from,
          newCode: code,
          settings: before.role === "secondary" ? [] : [ref("settings", from)],
          ...givenUp(reading, from),
          claimed: boundaryUses.filter((use) => site.boundaries[use].length > 0).map((use) => boundariesOf(itself, use)),
          build: [code],
          "build-secondary": [code],
          // what other sites give has to be known everywhere, too, however they give it up
          "hand-over": others.flatMap((giver) => heirsOf(wanted, giver).map((heir) => `${giver}-${heir}`)),
          upgrade: others,
          secondary: others,
          restructure: others,
        },
      },
    ];
  });
}

const heirsOf = (wanted: Reading["new"], code: string): readonly string[] =>
  entries(wanted.sites)
    .filter(([, site]) => site.way === "side-by-side" && site.from === code)
    .map(([heir]) => heir);

/** Sites that stay and whose boundaries change, with nobody built beside them. */
function restructured(reading: Reading): readonly Subject[] {
  const { old, new: wanted, heirs } = reading;
  return entries(wanted.sites).flatMap(([code, site]): readonly Subject[] => {
    if (heirs.has(code) || wayOf(old, wanted, code, site) !== "stays") return [];
    const { narrowed } = givenUp(reading, code);
    return narrowed.length > 0 ? [{ procedure: "restructure", name: code, is: { narrowed } }] : [];
  });
}

const perWave = (reading: Reading): readonly Subject[] =>
  reading.waves.map((wave) => ({
    procedure: "wave",
    name: wave.name,
    is: {
      itself: ref("wave", wave.name),
      toCode: wave.to,
      stays: wave.from === wave.to,
      moves: wave.from !== wave.to,
      upgrade: [wave.to],
      build: [wave.to],
      leave: [wave.from],
      "hand-over": [`${wave.from}-${wave.to}`],
      wave: wave.after === undefined ? [] : [wave.after],
    },
  }));

/** Old sites that somebody else takes over from, and that the new estate does not keep. */
function leaving(reading: Reading): readonly Subject[] {
  const { old, new: wanted, heirs, waves } = reading;
  return entries(old.sites).flatMap(([code, site]): readonly Subject[] => {
    const heir = heirs.get(code);
    if (heir === undefined || code in wanted.sites) return [];
    return [
      {
        procedure: "leave",
        name: code,
        is: {
          site: ref("site", code),
          server: site.server,
          hasLegacy: site.clients.legacy > 0,
          build: [heir],
          "build-secondary": [heir],
          "hand-over": [`${code}-${heir}`],
          wave: waves.filter((wave) => wave.from === code).map((wave) => wave.name),
          leave: entries(old.sites)
            .filter(([child, one]) => one.parent === code && !(child in wanted.sites))
            .map(([child]) => child),
        },
      },
    ];
  });
}
