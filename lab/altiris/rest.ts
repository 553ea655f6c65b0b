import type { Effect, Scene, Verb } from "../physics";
import { byCodeUnits, text, texts } from "../things";
import { arg, mustOwn, mustRun, propertiesIn, serverCalled } from "./estate";

const nothing = (name: string, minutes: number): Verb["steps"] => [{ name, minutes, does: () => ({}) }];

/** Licences are files: copied to the new server, then applied there (line 966). */
export const licenceVerbs: Readonly<Record<string, Verb>> = {
  copy: { from: ["absent", "missing"], during: "copying", to: "copied", takes: propertiesIn, steps: nothing("copy", 5) },
  uncopy: { from: ["copied"], during: "copying", to: "absent", steps: nothing("remove", 5) },
  apply: {
    from: ["copied"],
    during: "applying",
    to: "applied",
    steps: nothing("apply", 5),
    may: ({ world, ref, thing, args }) => {
      const server = arg(args, "server") ?? text(thing, "server");
      if (server !== "") mustRun(world, serverCalled(world, server), `${ref} cannot be applied`);
    },
  },
  unapply: { from: ["applied"], during: "applying", to: "copied", steps: nothing("withdraw", 5) },
};

/** Whatever an estate calls settings that are there: with targets or without. */
const AIMED = ["ready", "none", "targeted"] as const;

function target({ ref, thing, args }: Scene): Effect {
  const targets = texts(thing, "targets");
  const wanted = args["add"] === undefined ? texts(args, "targets") : texts(args, "add");
  const more = wanted.filter((wave) => !targets.includes(wave));
  return {
    changes: [{ ref, set: { targets: [...targets, ...more] } }],
    evidence: { targets: [...targets, ...more].join(", ") },
  };
}

function untarget({ ref, thing, args }: Scene): Effect {
  const less = [...texts(args, "remove"), ...texts(args, "add")];
  if (less.length === 0) return { changes: [{ ref, set: { targets: texts(args, "targets") } }] };
  return { changes: [{ ref, set: { targets: texts(thing, "targets").filter((wave) => !less.includes(wave)) } }] };
}

/** A filter that a targeted agent settings policy is aimed at (line 785). */
export const settingsVerbs: Readonly<Record<string, Verb>> = {
  target: {
    from: ["absent", ...AIMED],
    during: "targeting",
    to: "ready",
    takes: (args) => {
      const { targets: _targets, ...rest } = propertiesIn(args);
      return rest;
    },
    steps: [{ name: "aim", minutes: 5, does: target }],
  },
  untarget: { from: [...AIMED], during: "targeting", to: "ready", steps: [{ name: "aim", minutes: 5, does: untarget }] },
};

/** What is installed on a server is seen there. */
const products =
  (change: (had: readonly string[], product: string) => readonly string[]) =>
  ({ world, thing }: Scene): Effect => {
    const server = world.get(serverCalled(world, text(thing, "server")));
    const product = text(thing, "product");
    if (!server || product === "") return {};
    return { changes: [{ ref: server.ref, set: { products: change(texts(server, "products"), product) } }] };
  };

const installed: Verb["steps"] = [
  { name: "install", minutes: 30, does: products((had, one) => [...had.filter((other) => other !== one), one].sort(byCodeUnits)) },
];
const removed: Verb["steps"] = [{ name: "remove", minutes: 30, does: products((had, one) => had.filter((other) => other !== one)) }];

export const objectVerbs: Readonly<Record<string, Verb>> = {
  install: {
    from: ["absent"],
    during: "installing",
    to: "installed",
    takes: propertiesIn,
    steps: installed,
    may: ({ world, ref, args }) => {
      const server = arg(args, "server");
      if (server !== undefined) mustRun(world, serverCalled(world, server), `${ref} cannot be installed`);
    },
  },
  uninstall: { from: ["installed"], during: "installing", to: "absent", steps: removed },
};

/** What was inherited and not yet confirmed does not count. */
const confirmed: ReadonlySet<string> = new Set(["held", "confirming", "changing"]);

function mayConfirm(scene: Scene): void {
  const server = text(scene.thing, "server") || (arg(scene.args, "server") ?? "");
  mustRun(scene.world, server, `${scene.ref} cannot be confirmed`);
  mustOwn(scene, server, (held) => text(held, "server") === server && confirmed.has(text(held, "phase")));
}

function confirm({ ref, thing, args }: Scene): Effect {
  const addresses = args["addresses"] === undefined ? texts(thing, "addresses") : texts(args, "addresses");
  const inherited = texts(thing, ".addresses");
  const more = addresses.filter((address) => !inherited.includes(address)).length;
  const less = inherited.filter((address) => !addresses.includes(address)).length;
  return {
    changes: [{ ref, set: { addresses } }],
    evidence: { addresses: String(addresses.length), added: String(more), removed: String(less) },
  };
}

const unconfirm = ({ ref, thing }: Scene): Effect => ({ changes: [{ ref, set: { addresses: texts(thing, ".addresses") } }] });

const beforeConfirmation = ({ thing }: Scene): string => (thing?.[".database"] === undefined ? "absent" : "inherited");

export const boundariesVerbs: Readonly<Record<string, Verb>> = {
  confirm: {
    from: ["absent", "inherited"],
    during: "confirming",
    to: "held",
    may: mayConfirm,
    steps: [{ name: "confirm", minutes: 10, does: confirm }],
    takes: (args) => {
      const { addresses: _addresses, ...rest } = propertiesIn(args);
      return rest;
    },
  },
  change: {
    from: ["held"],
    during: "changing",
    to: "held",
    may: mayConfirm,
    steps: [{ name: "change", minutes: 10, does: confirm }],
  },
  "change-back": {
    from: ["held"],
    during: "changing",
    to: "held",
    may: mayConfirm,
    steps: [{ name: "change", minutes: 10, does: confirm }],
  },
  unconfirm: {
    from: ["held"],
    during: "confirming",
    to: beforeConfirmation,
    steps: [{ name: "reset", minutes: 5, does: unconfirm }],
  },
};
