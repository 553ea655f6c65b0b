import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { followedIn, revisionOf } from "../documents/revisions";
import type { Ref } from "../engine/model/entity";
import { registrationOf, writeRegistration } from "../engine/registration/registration";
import { Way, wayOf } from "../engine/registration/ways";
import { COMPLETION, REGISTRATION, refOfUrn, stackOfUrn } from "../engine/resources";
import { Transition, neighbouring, stageIndex, startOf } from "../engine/stages";
import { adopt, carryOut, foresee, isAtEnd, refreshable } from "./act";
import { checked, diffed, firstLine, oldInputs, oldsOf } from "./answers";
import { Properties, decode, encode } from "./codec";
import { refusal } from "./codes";
import { keptCounts, resultOf } from "./counts";
import { Diff, diffOf } from "./diff";
import { checkEntity } from "./entity";
import { Denied, Unfinished } from "./errors";
import { checkEstate } from "./estate";
import { Failure, addressed } from "./intent";
import { Lifecycle } from "./lifecycle";
import { refreshed } from "./read";
import { schema } from "./schema";
import { Handlers, unimplemented } from "./server";
import { Carried, Session, Settings, World, carriedIn, settingsIn } from "./session";
import { Log, Status } from "./status";
import type { Task } from "./task";
import { readable } from "./unread";

export type Outside = World & Readonly<{ log: Log; version: string; lifecycle: Lifecycle }>;

/** What a configured provider works on. */
type Configured = Readonly<{ carried: Carried; way: Transition; settings: Settings }>;

const isCompletion = (urn: string): boolean => urn.split("::")[2]?.split("$").at(-1) === COMPLETION;

/** All that the engine asks of this provider. */
export class Plugin {
  private readonly session: Session;
  private configured: Configured | Error = new Error("the engine asked before it configured this provider");
  private toldOfForgetting = false;
  /** What was registered since a program has begun to: without one, as in `pulumi destroy`, there is nothing. */
  private registered: Set<Ref> | undefined;

  constructor(private readonly outside: Outside) {
    this.session = new Session(outside);
  }

  readonly handlers = {
    handshake: () => new messages.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true),
    getSchema: () => new messages.GetSchemaResponse().setSchema(JSON.stringify(schema(this.outside.version))),
    getPluginInfo: () => new PluginInfo().setVersion(this.outside.version),
    checkConfig: async (request) => {
      this.registered = new Set();
      const was = oldsOf(request);
      const wants = settingsIn(decode(request.getNews()));
      const failures = addressed(await checkEstate(this.session, was && settingsIn(was), wants), stackOfUrn(request.getUrn()));
      // the stage that a way begins at, for settings that do not say it
      const from = failures.length > 0 ? undefined : this.wayIn(wants)?.way.told.from;
      return checked(request, failures, from === undefined ? {} : { from });
    },
    diffConfig: (request) => diffed(diffOf(intentIn(oldInputs(request)), intentIn(decode(request.getNews())))),
    configure: (request) => {
      this.configured = this.configure(settingsIn(decode(request.getArgs())));
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true).setAcceptresources(true);
    },
    check: (request) => checked(request, this.check(request)),
    diff: (request) => diffed(this.diff(request)),
    create: async (request) => {
      const urn = request.getUrn();
      const inputs = decode(request.getProperties());
      const outputs = isCompletion(urn) ? reached(inputs) : await this.create(this.task(urn), request.getPreview());
      const response = new messages.CreateResponse().setProperties(encode(outputs));
      return request.getPreview() ? response : response.setId(isCompletion(urn) ? "completed" : this.ref(urn));
    },
    update: async (request) => {
      const inputs = decode(request.getNews());
      const outputs = isCompletion(request.getUrn())
        ? reached(inputs)
        : await this.update(request.getUrn(), inputs, request.getPreview());
      return new messages.UpdateResponse().setProperties(encode(outputs));
    },
    read: async (request) => {
      const response = new messages.ReadResponse().setId(request.getId());
      if (isCompletion(request.getUrn())) return response.setProperties(request.getProperties()).setInputs(request.getInputs());
      const { inputs, outputs } = await this.read(
        request.getUrn(),
        decode(request.getInputs()),
        decode(request.getProperties()),
      );
      return response.setProperties(encode(outputs)).setInputs(encode(inputs));
    },
    delete: async (request) => {
      this.mayForget(request.getUrn());
      const first = !this.toldOfForgetting;
      this.toldOfForgetting = true;
      if (first) await this.outside.log(request.getUrn(), "forgotten by Pulumi; nothing in the estate was changed", false);
      return new Empty();
    },
    cancel: () => {
      this.outside.lifecycle.cancel();
      return new Empty();
    },
    attach: () => new Empty(),
    parameterize: unimplemented,
    invoke: (request) => {
      if (request.getTok() === REGISTRATION)
        return new messages.InvokeResponse().setReturn(encode(this.registration(settingsIn(decode(request.getArgs())))));
      const reason = `drover has no function ${request.getTok()}`;
      return new messages.InvokeResponse().setFailuresList([new messages.CheckFailure().setReason(reason)]);
    },
    call: unimplemented,
    construct: unimplemented,
    list: unimplemented,
    getMapping: unimplemented,
    getMappings: unimplemented,
  } as const satisfies Handlers;

  /** Never refuses: checkConfig has refused what can be refused, and `destroy` must work whatever became of the documents. */
  private configure(settings: Settings): Configured | Error {
    const carried = carriedIn(this.session.open(settings.migration, revisionOf(settings.to)));
    const to = carried && stageIndex(carried, settings.to);
    if (!carried || to === undefined) return new Denied(unheardOf(settings));
    const from = startOf(carried, settings.from, to) ?? to;
    return { carried, settings, way: neighbouring(carried, from, to) };
  }

  /** The plan that a stack follows, and its way there; nothing where the lock has none. */
  private wayIn({ migration, from, to }: Settings): Readonly<{ carried: Carried; way: Way }> | undefined {
    const carried = carriedIn(this.session.open(migration, revisionOf(to)));
    const way = carried && wayOf(carried, { from, to });
    return carried && way && { carried, way };
  }

  /** What the program is to register: only of what can be carried out, which the check of the configuration has seen to. */
  private registration(settings: Settings): Properties {
    const found = this.wayIn(settings);
    const { migration, to } = settings;
    if (!found) throw new Denied(refusal("INT-009", `${migration} has no lock with a way to the stage "${to}"`));
    return { registration: writeRegistration(registrationOf(found.carried, found.way)) };
  }

  private get work(): Configured {
    if (this.configured instanceof Error) throw this.configured;
    return this.configured;
  }

  private ref(urn: string): Ref {
    const ref = refOfUrn(urn);
    if (!ref) throw new Denied(refusal("ACT-001", `${urn} is no entity`));
    return ref;
  }

  private task(urn: string): Task {
    const { carried, way, settings } = this.work;
    const driver = this.session.driver({ carried, settings, upTo: Math.max(way.from, way.to) });
    return { carried, way, ref: this.ref(urn), driver, now: this.outside.now() };
  }

  private check(request: messages.CheckRequest): readonly Failure[] {
    if (isCompletion(request.getUrn())) return [];
    const { carried, way } = this.work;
    const ref = this.ref(request.getUrn());
    this.registered?.add(ref);
    return checkEntity(carried, way, ref, oldsOf(request), decode(request.getNews()));
  }

  /** A killed command may have done more than the stack's state knows: what is not where the stage ends has something to do. */
  private diff(request: messages.DiffRequest): Diff {
    const told = diffOf(oldInputs(request), decode(request.getNews()));
    if (told.properties.length > 0 || isCompletion(request.getUrn())) return told;
    const observed = this.session.found.get(this.ref(request.getUrn()));
    if (!observed || isAtEnd(this.task(request.getUrn()), observed)) return told;
    return { properties: ["phase"], detail: { phase: "update" } };
  }

  /** A program that ends too early registers nothing more, and Pulumi would take that for a wish to forget the rest. */
  private mayForget(urn: string): void {
    const { registered } = this;
    if (!registered || isCompletion(urn)) return;
    const [ref, { way }] = [this.ref(urn), this.work];
    if (way.target.has(ref) && !registered.has(ref))
      throw new Denied(refusal("ACT-014", `${ref} is kept: it was not registered, and the plan has it`));
  }

  private async create(task: Task, preview: boolean): Promise<Properties> {
    const outputs = await adopt(task);
    const { lifecycle } = this.outside;
    if (!preview) await lifecycle.act(() => task.driver.adopt(task.way.target));
    return outputs;
  }

  private async update(urn: string, inputs: Properties, preview: boolean): Promise<Properties> {
    const task = this.task(urn);
    const { lifecycle, log, now } = this.outside;
    if (preview) {
      const { outputs, waits } = await foresee(task);
      for (const wait of waits) await log(urn, `${task.ref} would wait: ${wait}`, false);
      return outputs;
    }
    if (!lifecycle.open) throw new Denied(refusal("ACT-009", `${task.ref} was not begun: the update was cancelled`));
    const status = new Status(urn, log, now);
    return lifecycle.act(async () => {
      try {
        if (task.way.to === 0 && task.way.from === 0) await task.driver.adopt(task.way.target);
        const outputs = await carryOut(task, inputs, status.say);
        await status.end(resultOf(task.ref, task.way.target.get(task.ref), outputs));
        return outputs;
      } catch (error) {
        if (error instanceof Unfinished || error instanceof Denied) await status.end(firstLine(error.message));
        throw error;
      }
    });
  }

  private async read(
    urn: string,
    was: Properties,
    reached: Properties,
  ): Promise<Readonly<{ inputs: Properties; outputs: Properties }>> {
    const task = this.task(urn);
    const { ref, driver, way, carried } = task;
    const declared = way.target.get(ref);
    if (!declared) throw new Denied(refusal("ACT-001", `${ref} is in no state of this plan`));
    return readable(ref, async () => {
      const observed = await driver.read(ref);
      const { inputs, outputs } = refreshed(was, declared, observed, carried.tolerance);
      await refreshable(task, inputs, reached, observed);
      return { inputs, outputs: { ...keptCounts(reached), ...outputs } };
    });
  }
}

/** The completion's outputs: its stage once more, as something that only an act can answer. */
const reached = (inputs: Properties): Properties => ({ ...inputs, reached: inputs["stage"] ?? "" });

/** Why there is no lock with the stage that a stack was told: its plan may be finished. */
const unheardOf = ({ migration, to }: Settings): string =>
  followedIn(migration, to) === undefined
    ? refusal("INT-009", `${to} is of a plan that is finished`, "plan what is wanted next, and adopt: `drover promote`, `pulumi up`")
    : refusal("INT-009", `${migration} has no lock with a stage "${to}"`);

/** What of the settings is an intent: the others may change without anything to do. */
const intentIn = (properties: Properties): Properties => {
  const { plan, from, to } = settingsIn(properties);
  return { plan, from, to };
};
