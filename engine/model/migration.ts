import type { Source } from "./finding";
import type { Hold, OrderWish, Waiver } from "./wish";

export type { Hold, OrderWish, Waiver };

/** Which of the two estates of a migration. */
export type Side = "old" | "new";

/** By name, in code-unit order of the names: nothing downstream depends on the order of writing. */
export type Named<T> = Readonly<Record<string, T>>;

/** What is declared for one side. `platform` tells estates apart: its pack says what else is in one. */
export type Estate<E extends Readonly<{ platform: string }>> = Readonly<{ side: Side; platform: E["platform"]; document: E }>;

export type TemporarySiteServer = Readonly<{
  at: readonly string[];
  side: Side;
  host: string;
  services: readonly string[];
  why: string;
}>;

/** Recurring hours. `mustFinish`: a stage that works in them begins only where it fits into one opening. */
export type Window = Readonly<{ every: string; zone: string; except: readonly string[]; mustFinish: boolean }>;

/** Who carries something out, as it is declared: a name, `exec:` and a program, or a program with how it is run. */
export type DriverEntry =
  | string
  | Readonly<{
      exec: string | readonly string[];
      over?: string;
      knownHosts?: string;
      key?: string;
      timeout?: string;
      env?: readonly string[];
      atOnce?: number;
    }>;

/** The migration with all its defaults written out; absent is what nobody asked for. */
export type Migration = Readonly<{
  migration: string;
  strategy: "children-first" | "halves" | "eliminate" | "top-down";
  pace: "careful" | "steady" | "fast";
  pilot?: Readonly<{ site: string; agents?: number; days: number }>;
  waves: Readonly<{ size: number; order: readonly string[]; atOnce: number; chattyPoliciesOff: boolean }>;
  /** SMS and ConfigMgr alone: how boundaries go from the old site to the new one. */
  boundaries?: Readonly<{
    replicationWaitMinutes: number;
    gapMinutes: number;
    advertisements: "download" | "run" | "do not run";
  }>;
  done: Readonly<{
    arrivedPercent: number;
    upgradedPercent: number;
    stable: Readonly<{ readings: number; minutesApart: number }>;
    stragglers: Readonly<{ belowPercent: number; afterDays: number }>;
  }>;
  windows: Named<Window>;
  thresholds: Readonly<{ maxAgeDays: Readonly<{ agents: number; boundaries: number }>; countDriftPercent: number }>;
  teams: Named<Readonly<{ people: readonly string[]; does: readonly string[] }>>;
  approvals?: Readonly<{ approvers: readonly string[]; milestone: number; pointOfNoReturn: number; own: boolean }>;
  drivers: Named<DriverEntry>;
  decisions: Readonly<{
    temporarySiteServers: Named<TemporarySiteServer>;
    products: Named<Readonly<{ choose: "remove" | "side-by-side"; why: string }>>;
    links: Named<Readonly<{ choose: "keep" | "drop"; why: string }>>;
    /** SMS and ConfigMgr alone, by site code. */
    legacyClients?: Named<Readonly<{ choose: "convert" | "stay"; why: string }>>;
  }>;
  wishes?: readonly OrderWish[];
  holds?: readonly Hold[];
  waivers: readonly Waiver[];
}>;

/** What a migration declares, as a pack reads it: both estates, how to get from one to the other, and where each value stands. */
export type Declared<E extends Readonly<{ platform: string }>> = Readonly<{
  old: Estate<E>;
  new: Estate<E>;
  migration: Migration;
  /** Where a value stands, or what it is part of: `new/servers/hou-smp1/products/monitor`, `migration/pilot/site`. */
  origin(path: string): Source | undefined;
}>;
