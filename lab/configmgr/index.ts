import type { Physics, Verb } from "../physics";
import { ask, gateVerbs, taskVerbs } from "./acts";
import { boundariesVerbs, overlaps } from "./boundaries";
import { arrivals, settingsVerbs, waveVerbs } from "./clients";
import { invariants } from "./monitor";
import { dailyBoundaries, dailySites, dailyWaves, systemVerbs } from "./restructure";
import { siteVerbs } from "./sites";

const kinds: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  site: { ...siteVerbs, ...dailySites },
  boundaries: { ...boundariesVerbs, ...dailyBoundaries },
  siteServer: systemVerbs,
  wave: { ...waveVerbs, ...dailyWaves },
  settings: settingsVerbs,
  task: taskVerbs,
  gate: gateVerbs,
};

/** What an SMS 2003 hierarchy does, allows and suffers on the way to ConfigMgr 2007. */
export const configmgr: Physics = {
  verbs: (kind) => (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined),
  standing: overlaps,
  standingKinds: ["boundaries"],
  passes: (world, _from, to) => arrivals(world, to),
  ask,
  invariants,
};
