import type { Physics, Verb } from "../physics";
import { arrivals, standing, standingKinds } from "./agents";
import { databaseVerbs } from "./databases";
import { linkVerbs } from "./links";
import { invariants } from "./monitor";
import { ask } from "./questions";
import { dailyBoundaries, dailySettings, dailySiteServers } from "./restructure";
import { boundariesVerbs, licenceVerbs, objectVerbs, settingsVerbs } from "./rest";
import { serverVerbs } from "./servers";
import { siteServerVerbs } from "./site-servers";
import { gateVerbs, taskVerbs } from "./tasks";
import { stragglersVerbs } from "./stragglers";
import { waveVerbs } from "./waves";

const kinds: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  server: serverVerbs,
  database: databaseVerbs,
  link: linkVerbs,
  boundaries: { ...boundariesVerbs, ...dailyBoundaries },
  siteServer: { ...siteServerVerbs, ...dailySiteServers },
  wave: waveVerbs,
  stragglers: stragglersVerbs,
  licence: licenceVerbs,
  settings: { ...settingsVerbs, ...dailySettings },
  object: objectVerbs,
  task: taskVerbs,
  gate: gateVerbs,
};

/** What a Symantec Management Platform does, allows and suffers on the way from 7.0 to 7.1, and through its days. */
export const altiris: Physics = {
  verbs: (kind) => (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined),
  standing,
  standingKinds,
  passes: (world, _from, to) => arrivals(world, to),
  ask,
  invariants,
};
