import type { Effect, Harm, Scene, Verb } from "../physics";
import { Change, Properties, Thing, count, text, texts } from "../things";
import { arg, databaseOf, jobsOf, mustRun, propertiesIn, replicationOf, runs, successor, userOf, versionAt } from "./estate";
import { harm, refusal } from "./laws";

/** How long jobs that run when replication is switched off still take: guessed. */
const JOBS_END_AFTER = 6;

/** `inventory 7.0` and `inventory` are one product. */
const productsOf = (thing: Thing | undefined): readonly string[] =>
  texts(thing, "products").map((product) => product.split(/[ @=:]/)[0] ?? "");

const replication = (name: string, value: "on" | "off"): Verb["steps"] => [
  {
    name,
    minutes: 2,
    does: ({ ref, at, world }) => {
      const working = value === "off" && jobsOf(world, ref, at) > 0;
      const set: Properties = working ? { replication: value, ".jobsUntil": at + JOBS_END_AFTER } : { replication: value };
      return { changes: [{ ref, set }], evidence: { replication: value } };
    },
  },
];

/** Replication goes on or off, and with it the links that a server is told to replicate over: before a change, or after it. */
const relinked = (name: string, value: "on" | "off"): Verb["steps"] =>
  replication(name, value).map((step) => ({
    ...step,
    does: (scene) => {
      const { changes = [], ...effect } = step.does(scene);
      const links = scene.args["links"];
      return { ...effect, changes: [...changes, ...(links === undefined ? [] : [{ ref: scene.ref, set: { links } }])] };
    },
  }));

const changing: Verb["begins"] = ({ ref }) => ({ changes: [{ ref, set: { replication: "changing" } }] });

const only = (name: string, minutes: number): Verb["steps"] => [{ name, minutes, does: () => ({}) }];

/** The server that is to be followed: the one that the order names. */
const oldOf = (scene: Scene): Thing | undefined => scene.world.get(text(scene.thing, "was") || arg(scene.args, "was") || "");

/** ALT-048 (line 622), ALT-093 (613). */
function prepare(scene: Scene): Effect {
  const os = text(scene.thing, "os");
  if (os !== "" && !/2008.?r2/i.test(os))
    throw refusal(
      "LAW-OS",
      scene.ref,
      `${scene.ref} cannot be installed on ${os}: 7.1 needs Windows Server 2008 R2, 64 bit. Set that up on the host first.`,
    );
  const host = text(scene.thing, "host");
  const other = scene.world
    .of("server")
    .find((server) => server.ref !== scene.ref && host !== "" && text(server, "host") === host && runs(server));
  if (other)
    throw refusal(
      "LAW-HOST",
      scene.ref,
      `${scene.ref} cannot be installed on ${host}: ${other.ref} runs there. Take another host, or retire that server first.`,
    );
  return { evidence: { os, host } };
}

/** ALT-095 (line 616): nothing shows it now; the first agent that is to be upgraded does. */
function installer(scene: Scene): Effect {
  const [was, is] = [text(oldOf(scene), "installPath"), text(scene.thing, "installPath")];
  const moved = was !== "" && is !== was;
  return { changes: [{ ref: scene.ref, set: { ".pathChanged": moved } }], evidence: { installPath: is } };
}

/** The moment that decides: the installer converts the database that it is given. */
function connect(scene: Scene): Effect {
  const ref = databaseOf(scene.world, scene.ref);
  const database = scene.world.get(ref);
  if (!database || !["restored", "attached"].includes(text(database, "phase")))
    throw refusal(
      "LAW-CONNECT",
      scene.ref,
      `${scene.ref} has nothing to connect to: ${ref} ${database ? `is ${text(database, "phase")}` : "is not there"}. ` +
        `Restore it first.`,
    );
  if (database[".needsOwner"] === true && database[".owned"] !== true)
    throw refusal(
      "LAW-OWNER",
      scene.ref,
      `${scene.ref} may not open ${ref}: its account does not own it. Set the permissions on the SQL database first.`,
    );
  const ruined = [...taken(scene, database), ...corruption(scene, database)];
  const spoilt: readonly Change[] =
    ruined.length === 0
      ? []
      : [ref, scene.ref, ...usersBeside(scene, ref)].map((thing) => ({ ref: thing, set: { contents: "corrupt" } }));
  const books = scene.world.of("boundaries").filter((held) => held[".database"] === ref);
  return {
    changes: [
      { ref, set: { schema: versionAt(scene.world, scene.ref) } },
      { ref: scene.ref, set: { replication: "off", contents: "good", version: versionAt(scene.world, scene.ref) } },
      ...books.map((held): Change => ({ ref: held.ref, set: { server: scene.ref } })),
      ...spoilt,
    ],
    harms: [...ruined, ...left(scene)],
    evidence: { database: ref, schema: versionAt(scene.world, scene.ref) },
  };
}

const usersBeside = (scene: Scene, database: string): readonly string[] =>
  scene.world
    .of("server")
    .filter((server) => server.ref !== scene.ref && databaseOf(scene.world, server.ref) === database)
    .map((server) => server.ref);

/** ALT-115 (line 653): the old server's own database is converted under its feet. */
function taken(scene: Scene, database: Thing): readonly Harm[] {
  const user = userOf(scene.world, database.ref);
  const owner = user && user.ref !== scene.ref ? user.ref : usersBeside(scene, database.ref)[0];
  if (owner === undefined) return [];
  return [
    harm(
      "LAW-SHARED-DATABASE",
      database.ref,
      `${scene.ref} converted ${database.ref}, which ${owner} uses: the database and both servers are corrupt for good`,
    ),
  ];
}

/** ALT-088 (line 607), ALT-091 (610). */
function corruption(scene: Scene, database: Thing): readonly Harm[] {
  const harms: Harm[] = [];
  const missing = productsOf(oldOf(scene)).filter((product) => !productsOf(scene.thing).includes(product));
  if (missing.length > 0)
    harms.push(
      harm(
        "LAW-PARITY",
        scene.ref,
        `${scene.ref} was connected to ${database.ref} without ${missing.join(", ")}: the database and the server are ` +
          `corrupt for good`,
      ),
    );
  const [was, is] = [text(database, ".collationWas"), text(database, "collation")];
  if (was !== "" && was !== is)
    harms.push(
      harm(
        "LAW-COLLATION",
        database.ref,
        `${database.ref} has collation ${is} and its data ${was}: the database and the server are corrupt for good`,
      ),
    );
  if (text(database, "contents") === "corrupt")
    harms.push(harm("LAW-CORRUPT", scene.ref, `${scene.ref} was connected to ${database.ref}, which is corrupt`));
  return harms;
}

/** What the old side should have seen to before: ALT-099, ALT-101 (line 648), ALT-193 (845). */
function left(scene: Scene): readonly Harm[] {
  const old = oldOf(scene);
  if (!old) return [];
  const harms: Harm[] = [];
  const outstanding = count(old, "outstanding");
  if (outstanding > 0)
    harms.push(
      harm(
        "LAW-OUTSTANDING",
        scene.ref,
        `${scene.ref} took over while ${outstanding} tasks were outstanding on ${old.ref}: they are lost`,
      ),
    );
  for (const link of scene.world.of("link").filter((one) => texts(one, "ends").includes(old.ref))) {
    if (text(link, "phase") !== "detached")
      harms.push(
        harm(
          "LAW-LINK-LEFT",
          scene.ref,
          `${scene.ref} took over while ${link.ref} was ${text(link, "phase")}: the hierarchy in its database points ` +
            `to servers that it cannot reach`,
        ),
      );
    const child = texts(link, "ends")[1] ?? "";
    if (child === old.ref || runs(successor(scene.world, child)) || !runs(scene.world.get(child))) continue;
    harms.push(
      harm(
        "LAW-CHILD-FIRST",
        scene.ref,
        `${scene.ref} reached ${versionAt(scene.world, scene.ref)} before its child ${child} did: inventory is not forwarded`,
      ),
    );
  }
  return harms;
}

const install: Verb = {
  from: ["absent"],
  during: "installing",
  to: "installed",
  takes: propertiesIn,
  steps: [
    { name: "prepare", minutes: 30, does: prepare },
    { name: "installer", minutes: 20, does: installer },
    { name: "products", minutes: 60, does: (scene) => ({ evidence: { products: texts(scene.thing, "products").join(", ") } }) },
    { name: "connect-database", minutes: 90, does: connect },
  ],
};

/** A kept server replicates with nobody; what it did before comes back with it. */
const quiesce = ({ ref, thing }: Scene): Effect => ({
  changes: [{ ref, set: { replication: "off", ".replicated": text(thing, ".replicated") || replicationOf(thing) } }],
});

const start = ({ ref, thing }: Scene): Effect => ({
  changes: [{ ref, set: { replication: text(thing, ".replicated") || replicationOf(thing) }, unset: [".replicated"] }],
});

const beforeRetiring = ({ thing }: Scene): string => (replicationOf(thing) === "off" ? "separated" : "running");

/**
 * Both generations: what each verb starts from says which one it is for. An undo passes through the same phase as the
 * act it undoes.
 */
export const serverVerbs: Readonly<Record<string, Verb>> = {
  separate: {
    from: ["running"],
    during: "separating",
    to: "separated",
    begins: changing,
    steps: relinked("disable-replication", "off"),
  },
  rejoin: {
    from: ["separated"],
    during: "separating",
    to: "running",
    begins: changing,
    steps: relinked("enable-replication", "on"),
  },
  // the way on of a server whose links have changed, and back: not the way back of separating it
  reconnect: {
    from: ["separated"],
    during: "reconnecting",
    to: "running",
    begins: changing,
    steps: relinked("enable-replication", "on"),
  },
  disconnect: {
    from: ["running"],
    during: "reconnecting",
    to: "separated",
    begins: changing,
    steps: relinked("disable-replication", "off"),
  },
  retire: {
    from: ["running", "separated"],
    during: "retiring",
    to: "kept",
    steps: [{ name: "quiesce", minutes: 10, does: quiesce }],
  },
  recommission: {
    from: ["kept"],
    during: "retiring",
    to: beforeRetiring,
    steps: [{ name: "start", minutes: 10, does: start }],
  },
  install,
  uninstall: { from: ["installed"], during: "installing", to: "absent", steps: only("remove", 30) },
  join: {
    from: ["installed"],
    during: "joining",
    to: "joined",
    begins: changing,
    steps: replication("enable-replication", "on"),
    may: ({ world, ref }) => void mustRun(world, ref, `${ref} cannot replicate`),
  },
  leave: {
    from: ["joined"],
    during: "joining",
    to: "installed",
    begins: changing,
    steps: replication("disable-replication", "off"),
  },
};
