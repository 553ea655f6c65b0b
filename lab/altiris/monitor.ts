import { firstDispute } from "../addresses";
import type { Broken, Invariant } from "../monitor";
import { Thing, count, grouped, text, texts } from "../things";
import type { World } from "../world";

/** ALT-231. */
function withoutSiteServer(things: World): readonly Broken[] {
  const served = new Set<string>();
  for (const siteServer of things.of("siteServer"))
    if (["old", "new", "up", "changing"].includes(text(siteServer, "phase")))
      for (const server of texts(siteServer, "on")) served.add(server);
  const needing = new Set(
    things
      .of("wave")
      .filter((wave) => count(wave, "agents") > 0)
      .flatMap((wave) => texts(wave, "at")),
  );
  for (const stragglers of things.of("stragglers")) if (count(stragglers, "left") > 0) needing.add(text(stragglers, "server"));
  return [...needing]
    .filter((server) => !served.has(server))
    .map((server) => ({ invariant: "site server", ref: server, say: `${server} has agents and no site server` }));
}

/** ALT-052. */
function linksAcross(things: World): readonly Broken[] {
  return things
    .of("link")
    .filter((link) => text(link, "phase") !== "detached")
    .flatMap((link) => {
      const versions = texts(link, "ends").map((end) => text(things.get(end), "version"));
      if (versions.every((version) => version !== "" && version === versions[0])) return [];
      return [
        {
          invariant: "link",
          ref: link.ref,
          say: `${link.ref} joins versions ${versions.map((version) => version || "none").join(" and ")}`,
        },
      ];
    });
}

/** ALT-076. */
function crowds(things: World): readonly Broken[] {
  const moving = new Map<string, number>();
  for (const wave of things.of("wave").filter((one) => text(one, "phase") === "moving")) {
    const to = texts(wave, "at").at(-1) ?? "";
    moving.set(to, (moving.get(to) ?? 0) + count(wave, wave["taken"] === undefined ? "agents" : "taken"));
  }
  return [...moving].flatMap(([server, agents]) => {
    const most = things.get(server)?.["quiet"] === true ? 15_000 : 5_000;
    return agents <= most
      ? []
      : [
          {
            invariant: "at once",
            ref: server,
            say: `${grouped(agents)} agents move to ${server}, ${grouped(most)} are the most`,
          },
        ];
  });
}

/**
 * One owner an address in each server's book, the most specific subnet's; what a restored database brought along does not count
 * until it is confirmed.
 */
function twoOwners(things: World): readonly Broken[] {
  const books = new Map<string, Thing[]>();
  for (const held of things.of("boundaries")) {
    if (text(held, "phase") !== "held") continue;
    const book = books.get(text(held, "server"));
    if (book) book.push(held);
    else books.set(text(held, "server"), [held]);
  }
  return [...books].flatMap(([server, book]) => {
    const dispute = firstDispute(
      book.flatMap((held) => texts(held, "addresses").map((address) => ({ owner: held.ref, address }))),
    );
    if (!dispute) return [];
    const [a, b] = dispute;
    return [
      {
        invariant: "owner",
        ref: server,
        say: `${server} has two owners of an address: ${a.address} of ${a.owner} and ${b.address} of ${b.owner}`,
      },
    ];
  });
}

/** ALT-153. */
const registeredTwice = (things: World): readonly Broken[] =>
  things
    .of("siteServer")
    .filter((siteServer) => texts(siteServer, "on").length > 1)
    .map((siteServer) => ({
      invariant: "registration",
      ref: siteServer.ref,
      say: `${siteServer.ref} is registered on ${texts(siteServer, "on").join(" and ")}`,
    }));

/** What must hold in every state of a Symantec Management Platform, whoever acts on it. */
export const invariants: readonly Invariant[] = [
  { over: ["siteServer", "wave", "stragglers"], broken: withoutSiteServer },
  { over: ["link", "server"], broken: linksAcross },
  { over: ["wave", "server"], broken: crowds },
  { over: ["boundaries"], broken: twoOwners },
  { over: ["siteServer"], broken: registeredTwice },
];
