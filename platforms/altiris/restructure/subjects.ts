import type { Ref } from "../../../engine/model/entity";
import type { Subject } from "../../../engine/model/procedure";
import { Placed, Restructuring, Wave, allOf, differ, held, linkName, movedSites, placed, relinked } from "./reading";

/** What each procedure is run for, with the names that its templates stand for. */
export function subjectsOf(reading: Restructuring): readonly Subject[] {
  return [...hierarchy(reading), ...books(reading), ...siteServers(reading), ...redirections(reading), ...waves(reading)];
}

function hierarchy(reading: Restructuring): readonly Subject[] {
  const { ref, old } = reading;
  const { cut, made } = relinked(reading);
  const touching = (links: typeof cut, ...servers: readonly string[]): readonly string[] =>
    links.filter(({ parent, child }) => servers.includes(parent) || servers.includes(child)).map(linkName);
  return [
    ...Object.keys(old.servers).flatMap((name): readonly Subject[] => {
      const [unlink, link] = [touching(cut, name), touching(made, name)];
      return unlink.length + link.length === 0
        ? []
        : [{ procedure: "separate", name, is: { server: ref("server", name), unlink, link } }];
    }),
    ...cut.map(
      (one): Subject => ({
        procedure: "unlink",
        name: linkName(one),
        is: { link: ref("link", linkName(one)), separate: [one.parent, one.child] },
      }),
    ),
    ...made.map(
      (one): Subject => ({
        procedure: "link",
        name: linkName(one),
        is: {
          link: ref("link", linkName(one)),
          separate: [one.parent, one.child],
          unlink: touching(cut, one.parent, one.child),
        },
      }),
    ),
  ];
}

/** What becomes of each site's record: it comes, changes, goes, or is carried from one server's book to another's. */
function books(reading: Restructuring): readonly Subject[] {
  const { old, new: wanted, ref } = reading;
  const carried = movedSites(old, wanted);
  return allOf(old.sites, wanted.sites).flatMap((name): readonly Subject[] => {
    const { had, has } = held(reading, name);
    const boundaries: readonly Ref[] = [ref("boundaries", name)];
    const [was, is] = [name in old.sites, name in wanted.sites];
    const when = {
      claimed: was ? [] : boundaries,
      released: is ? [] : boundaries,
      carried: carried.includes(name) ? boundaries : [],
      changed: was && is && !carried.includes(name) && differ(had, has) ? boundaries : [],
    };
    if (Object.values(when).every((refs) => refs.length === 0)) return [];
    return [
      {
        procedure: "book",
        name,
        is: {
          ...when,
          ...leaving(reading.waves.filter(({ from }) => from === name)),
          siteServer: servingOf(reading, "old", name).concat(servingOf(reading, "new", name)),
        },
      },
    ];
  });
}

const servingOf = ({ old, new: wanted }: Restructuring, side: "old" | "new", site: string): readonly string[] =>
  Object.entries((side === "old" ? old : wanted).siteServers)
    .filter(([, { sites }]) => sites.includes(site))
    .map(([name]) => name);

/** What a site server does where: `houston package`. */
const duties = (one: Placed | undefined): readonly string[] =>
  (one?.sites ?? []).flatMap((site) => (one?.services ?? []).map((service) => `${site} ${service}`));

function siteServers(reading: Restructuring): readonly Subject[] {
  const { old, new: wanted } = reading;
  const names = allOf(old.siteServers, wanted.siteServers);
  const sides = new Map(names.map((name) => [name, [placed(old, name), placed(wanted, name)] as const]));
  const gained = (name: string): readonly string[] => {
    const [was, is] = sides.get(name) ?? [];
    return was?.server === is?.server ? duties(is).filter((duty) => !duties(was).includes(duty)) : duties(is);
  };
  return names.flatMap((name): readonly Subject[] => {
    const [was, is] = sides.get(name) ?? [];
    const moved = was !== undefined && is !== undefined && was.server !== is.server;
    const lost = moved ? duties(was) : duties(was).filter((duty) => !duties(is).includes(duty));
    if (lost.length + gained(name).length === 0) return [];
    const left = [...new Set(lost.map((duty) => duty.slice(0, duty.lastIndexOf(" "))))];
    /** Who takes over what this one leaves, and who comes to the server that it leaves. */
    const instead = (other: string): boolean =>
      gained(other).some((duty) => lost.includes(duty)) ||
      (was !== undefined &&
        was.server !== is?.server &&
        gained(other).length > 0 &&
        sides.get(other)?.[1]?.server === was.server);
    // a server without any other keeps this one until its agents have left, wherever they come from (ALT-231)
    const last = !names.some((other) => sides.get(other)?.[1]?.server === was?.server);
    const waitsFor = ({ from, fromServer }: Wave): boolean => left.includes(from) || (last && fromServer === was?.server);
    return [
      {
        procedure: "siteServer",
        name,
        is: {
          host: `siteServer/${name}`,
          new: was === undefined,
          changed: was !== undefined && is !== undefined,
          gone: is === undefined,
          siteServer: names.filter((other) => other !== name && instead(other)),
          book: [...(is?.sites ?? []), ...left.filter((site) => releasedAtOnce(reading, site))],
          ...leaving(is === undefined ? reading.waves.filter(waitsFor) : []),
        },
      },
    ];
  });
}

/** Sites that go while their agents stay on the same server: nobody has to be waited for. */
const releasedAtOnce = ({ new: wanted, waves }: Restructuring, site: string): boolean =>
  !(site in wanted.sites) && !waves.some(({ from }) => from === site);

export const redirectionName = ({ fromServer, toServer }: Readonly<{ fromServer: string; toServer: string }>): string =>
  `${fromServer}--${toServer}`;

/** Who has to be gone, and the redirections that send them: who comes late is waited for as well. */
const leaving = (waves: readonly Wave[]): Readonly<Record<"wave" | "redirection", readonly string[]>> => ({
  wave: waves.map(({ name }) => name),
  redirection: [...new Set(waves.map(redirectionName))],
});

function redirections({ waves: all, ref }: Restructuring): readonly Subject[] {
  return [...new Map(all.map((wave) => [redirectionName(wave), wave]))].map(
    ([name]): Subject => ({
      procedure: "redirection",
      name,
      is: {
        settings: ref("settings", name),
        wave: all.filter((wave) => redirectionName(wave) === name).map((wave) => wave.name),
      },
    }),
  );
}

const waves = (reading: Restructuring): readonly Subject[] =>
  reading.waves.map((wave) => ({
    procedure: "wave",
    name: wave.name,
    is: {
      itself: `wave/${wave.name}`,
      settings: reading.ref("settings", redirectionName(wave)),
      redirection: [redirectionName(wave)],
      book: [wave.to],
      siteServer: servingOf(reading, "new", wave.to),
      wave: wave.after === undefined ? [] : [wave.after],
    },
  }));
