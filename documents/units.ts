import { nearest } from "./near";

/** What a number can be measured in, by the name that the schemas use (`x-unit`), with the base that it is read into. */
export const units = {
  bytes: {
    factors: {
      B: 1,
      kB: 1e3,
      MB: 1e6,
      GB: 1e9,
      TB: 1e12,
      KiB: 2 ** 10,
      MiB: 2 ** 20,
      GiB: 2 ** 30,
      TiB: 2 ** 40,
    },
    both: ["GB", "GiB"],
  },
  minutes: { factors: { min: 1, h: 60, d: 1440 }, both: ["min", "h"] },
  days: { factors: { d: 1, h: 1 / 24 }, both: ["d", "h"] },
  percent: { factors: { "%": 1 }, both: ["%"] },
  "bits per second": { factors: { "kbit/s": 1e3, "Mbit/s": 1e6, "Gbit/s": 1e9 }, both: ["Mbit/s", "kbit/s"] },
} as const satisfies Record<string, Readonly<{ factors: Readonly<Record<string, number>>; both: readonly string[] }>>;

export type Unit = keyof typeof units;

export const isUnit = (name: unknown): name is Unit => typeof name === "string" && Object.hasOwn(units, name);

const QUANTITY = /^(0|[1-9][0-9]*)((?:\.[0-9]+)?) ?([A-Za-z%/]+)$/;

/** A number in the unit's base (bytes, minutes, days, percent, bits per second); nothing where the text is none. */
export function quantity(text: string, unit: Unit): number | undefined {
  const [, whole, fraction, suffix] = QUANTITY.exec(text) ?? [];
  const factors: Readonly<Record<string, number>> = units[unit].factors;
  if (whole === undefined || suffix === undefined || !Object.hasOwn(factors, suffix)) return undefined;
  const value = Number(whole + (fraction ?? "")) * (factors[suffix] ?? NaN);
  const result = unit === "bytes" || unit === "bits per second" ? Math.round(value) : value;
  return Number.isSafeInteger(Math.trunc(result)) && !(unit === "percent" && result > 100) ? result : undefined;
}

/** What a bare number probably means: both likely readings, for a person to choose from. */
export const readings = (value: number, unit: Unit): string =>
  unit === "percent" && value > 0 && value < 1
    ? `${Number((value * 100).toPrecision(12))} % or ${value} %` // a share of one
    : units[unit].both.map((suffix) => `${value} ${suffix}`).join(" or ");

/** What people write instead of a unit, without case. */
const WORDS: Readonly<Record<Unit, Readonly<Record<string, string>>>> = {
  bytes: {
    byte: "B",
    bytes: "B",
    kilobytes: "kB",
    megabytes: "MB",
    gigabytes: "GB",
    gigabyte: "GB",
    terabytes: "TB",
    k: "kB",
    m: "MB",
    g: "GB",
    t: "TB",
  },
  minutes: {
    m: "min",
    mins: "min",
    minute: "min",
    minutes: "min",
    hr: "h",
    hrs: "h",
    hour: "h",
    hours: "h",
    day: "d",
    days: "d",
  },
  days: { day: "d", days: "d", hr: "h", hrs: "h", hour: "h", hours: "h" },
  percent: { percent: "%", pct: "%", prozent: "%" },
  "bits per second": {
    kbps: "kbit/s",
    mbps: "Mbit/s",
    gbps: "Gbit/s",
    "kb/s": "kbit/s",
    mbit: "Mbit/s",
    kbit: "kbit/s",
    gbit: "Gbit/s",
  },
};

/** A quantity as it should have been written, where its unit is a word or misspelt, or its number has a comma. */
export function quantityMeant(text: string, unit: Unit): string | undefined {
  const [, number, fraction = "", suffix = ""] = /^([0-9]+)([.,][0-9]+)? ?([A-Za-z%/]+)$/.exec(text.trim()) ?? [];
  if (number === undefined || /^,[0-9]{3}$/.test(fraction)) return undefined; // thousands, or a fraction
  const spelt = Object.hasOwn(units[unit].factors, suffix)
    ? suffix
    : (WORDS[unit][suffix.toLowerCase()] ?? nearest(suffix, Object.keys(units[unit].factors)));
  return spelt === undefined ? undefined : `${Number(number)}${fraction.replace(",", ".")} ${spelt}`;
}

/** All the spellings of a unit, for messages. */
export const spellings = (unit: Unit): string => Object.keys(units[unit].factors).join(", ");
