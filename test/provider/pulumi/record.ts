import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Entry } from "../../../lab";

/**
 * What the lab wrote down, judged by the documents alone: nothing of the planner, of its rules or of the lab's own monitor is
 * used here. Answers what is wrong, in sentences.
 */
export function judgeRecord(journal: readonly Entry[], folder: string): readonly string[] {
  const estate = (name: string): Estate => parse(readFileSync(join(folder, name), "utf8")) as Estate;
  const [old, wanted] = [estate("old.yaml"), estate("new.yaml")];
  const at = (what: string, ref: string, verb: string): number =>
    journal.findIndex((one) => one.what === what && one.ref === ref && one.verb === verb);
  const successor = (name: string): string =>
    Object.keys(wanted.servers).find((heir) => wanted.servers[heir]?.from === name) ?? "";
  const wrong: string[] = [];

  for (const { parent, child } of old.links) {
    const [below, above] = [`server/${successor(child)}@7.1`, `server/${successor(parent)}@7.1`];
    if (!(at("end", below, "install") < at("begin", above, "install")))
      wrong.push(`${above} was begun before ${below} was installed`);
    const link = `link/${parent}--${child}@7.0`;
    for (const server of [below, above])
      if (!(at("end", link, "detach") < at("begin", server, "install")))
        wrong.push(`${server} was begun while ${link} was there`);
  }
  for (const { parent, child } of wanted.links)
    for (const server of [parent, child])
      if (!(at("end", `server/${server}@7.1`, "install") < at("begin", `link/${parent}--${child}@7.1`, "link")))
        wrong.push(`${server} was linked before it was installed`);

  // A site server serves a side from the end of what brings it there to the beginning of what takes it away.
  const sideOf = new Map(Object.values(old.sites).map(({ server }) => [server, `${server}@7.0`]));
  const serving = new Map<string, Set<string>>();
  const move = (name: string, from: string | undefined, to: string | undefined): void => {
    if (from) serving.get(from)?.delete(name);
    if (to) serving.set(to, (serving.get(to) ?? new Set()).add(name));
  };
  const temporary = (parse(readFileSync(join(folder, "migration.yaml"), "utf8")) as Migration).decisions.temporarySiteServers;
  for (const [name, { sites }] of Object.entries(old.siteServers))
    move(name, undefined, sideOf.get(old.sites[sites[0] ?? ""]?.server ?? ""));
  const moving = new Map<string, number>();
  const left = new Map<string, number>();
  const agents = (wave: string): number => {
    const site = old.sites[wave.replace(/-\d+$/, "")] ?? old.sites[wave];
    const all = Object.values(typeof site?.agents === "number" ? { x: site.agents } : (site?.agents ?? {})).reduce(
      (sum, n) => sum + n,
      0,
    );
    return all > 5_000 ? all / 2 : all;
  };
  for (const [name, site] of Object.entries(old.sites))
    left.set(site.server, (left.get(site.server) ?? 0) + (agents(name) > 0 ? 1 : 0));
  for (const { what, ref, verb } of journal) {
    const [kind = "", name = ""] = [ref?.split("/")[0], ref?.slice(ref.indexOf("/") + 1)];
    if (kind === "siteServer") {
      const server = old.sites[(old.siteServers[name]?.sites ?? [temporary[name]?.at].flat())[0] ?? ""]?.server ?? "";
      const [oldSide, newSide] = [`${server}@7.0`, `${successor(server)}@7.1`];
      const side = temporary[name]?.side === "new" ? newSide : oldSide;
      if (what === "begin" && ["take-over", "drop"].includes(verb ?? "")) move(name, oldSide, undefined);
      if (what === "begin" && verb === "remove") move(name, side, undefined);
      if (what === "end" && ["take-over", "create"].includes(verb ?? "")) move(name, undefined, newSide);
      if (what === "end" && verb === "set-up") move(name, undefined, side);
    }
    if (kind === "wave" && verb === "move" && (what === "begin" || what === "end")) {
      const { server = "" } = old.sites[name] ?? old.sites[name.replace(/-\d+$/, "")] ?? {};
      const now = (moving.get(server) ?? 0) + (what === "begin" ? agents(name) : -agents(name));
      moving.set(server, now);
      if (now > 5_000) wrong.push(`${now} agents moved to ${successor(server)} at once`);
      const newSide = `${successor(server)}@7.1`;
      if (!(serving.get(newSide)?.size ?? 0)) wrong.push(`${ref} moved to ${newSide}, which had no site server`);
    }
    if (kind === "stragglers" && what === "end" && verb === "settle") left.delete(name);
    for (const server of left.keys())
      if (!(serving.get(`${server}@7.0`)?.size ?? 0))
        wrong.push(`${server} had agents and no site server after ${what} ${ref ?? ""} ${verb ?? ""}`);
  }
  return [...new Set(wrong)];
}

type Site = Readonly<{ server: string; agents: number | Readonly<Record<string, number>> }>;
type Estate = Readonly<{
  servers: Readonly<Record<string, Readonly<{ from?: string }>>>;
  links: readonly Readonly<{ parent: string; child: string }>[];
  sites: Readonly<Record<string, Site>>;
  siteServers: Readonly<Record<string, Readonly<{ sites: readonly string[] }>>>;
}>;
type Migration = Readonly<{
  decisions: Readonly<{
    temporarySiteServers: Readonly<Record<string, Readonly<{ at: string | readonly string[]; side: "old" | "new" }>>>;
  }>;
}>;
