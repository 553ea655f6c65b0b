import { Kind, kinds } from "../engine/model/entity";
import { COMPLETION, PACKAGE, typeOf } from "../engine/resources";
import { ownSettingNames } from "./own/settings";
import { PropertyType, properties, propertyType } from "./properties";
import { settingNames } from "./session";

const settings: Readonly<Record<(typeof settingNames)[number] | (typeof ownSettingNames)[number], string>> = {
  migration: "The migration's folder, relative to the project.",
  plan: "The hash of the plan that the stack follows, as its lock has it.",
  from: "The stage that the stack comes from; the one before `to` where it is not said.",
  to: "The stage whose state the stack is to have: `r1/beaumont-pilot`.",
  completed: "The last stage that this stack has completed; empty where none.",
  lab: "The folder of the simulated estate, relative to the project.",
  secrets: "What drivers' programs are given by name, as a JSON object.",
  platform: "Where a program declares the estate, and no migration does: `altiris` or `configmgr`.",
  declares: "All that the program declares, as Drover's components write it: it is judged as a whole before anything is done.",
};

const described: Readonly<Record<Kind, string>> = {
  server: "A management server of one generation.",
  database: "The database of a server.",
  link: "A link of two servers of a hierarchy.",
  site: "A site.",
  boundaries: "All addresses of one site, as one server holds them.",
  siteServer: "A server that serves the agents of sites.",
  wave: "A batch of one site's agents that moves at once.",
  stragglers: "Agents of a server that have not come over.",
  licence: "The licences of a server.",
  settings: "Settings of agents, and whom they are aimed at.",
  object: "A product, package or other object of a server.",
  task: "An act with evidence.",
  gate: "A condition that is measured or signed.",
};

const string = (description: string) => ({ type: "string", description });
const phase = string("The phase in its kind's table.");
const because = string("Why it is as it is: the rules, and what it waited for. Alone it is no difference.");

/** What is seen of a kind besides its phase. */
const observed: Partial<Record<Kind, Readonly<Record<string, Readonly<{ type: string; description: string }>>>>> = {
  boundaries: {
    hash: string("A hash of the addresses."),
    count: { type: "integer", description: "How many entries they are." },
  },
  wave: {
    arrived: { type: "integer", description: "How many agents were seen to have come." },
    left: { type: "integer", description: "How many were left behind." },
  },
};

const typed = (type: PropertyType, description: string) =>
  type === "strings" ? { type: "array", items: { type: "string" }, description } : { type, description };

const resource = (kind: Kind) => ({
  description: described[kind],
  inputProperties: {
    phase,
    because,
    ...Object.fromEntries(
      Object.entries(properties[kind]).map(([name, description]) => [name, typed(propertyType(kind, name), description)]),
    ),
  },
  requiredInputs: ["phase"],
  properties: { phase: string("The phase as it was observed last."), ...observed[kind] },
  required: ["phase"],
});

const completion = () => ({
  description: "The last resource of every stage: it says which one the stack has completed.",
  inputProperties: { stage: string("The stage.") },
  requiredInputs: ["stage"],
  properties: { stage: string("The stage that is completed."), reached: string("The same, as only an act can answer it.") },
  required: ["stage", "reached"],
});

/** The package as Pulumi's tools see it, made from the kinds themselves. */
export const schema = (version: string) => ({
  name: PACKAGE,
  displayName: "Drover",
  version,
  description: "Moves herds of managed computers from one management platform to the next, a stage at a time.",
  license: "Apache-2.0",
  meta: { moduleFormat: "(.*)(?:/[^/]*)" },
  config: {},
  provider: {
    description:
      "The estate: of a migration (migration, plan, to), which plan the stack follows and which stage it is told to reach; " +
      "of a program of one's own (platform, declares), all that it declares.",
    inputProperties: Object.fromEntries(
      [...new Set([...settingNames, ...ownSettingNames])].map((name) => [
        name,
        name === "secrets" ? { ...string(settings[name]), secret: true } : string(settings[name]),
      ]),
    ),
  },
  resources: {
    ...Object.fromEntries(kinds.map((kind) => [typeOf(kind), resource(kind)])),
    [COMPLETION]: completion(),
  },
  language: {},
});
