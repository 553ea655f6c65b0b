import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Declaration, readDeclaration } from "../../engine/declaration";
import { Entity, Ref, Value, byText, kindOf } from "../../engine/model/entity";
import { refOfUrn } from "../../engine/resources";
import { adopt, carryOut, foresee } from "../act";
import type { Task } from "../task";
import { checked, diffed, firstLine, oldInputs, oldsOf } from "../answers";
import { Properties, Unknown, bare, decode, encode, textOf } from "../codec";
import { refusal } from "../codes";
import { diffOf } from "../diff";
import { ABSENT } from "../drivers/driver";
import { inputsOf, outputsOf } from "../entity";
import { Denied, Unfinished } from "../errors";
import type { Failure } from "../intent";
import type { Lifecycle } from "../lifecycle";
import { refreshed } from "../read";
import type { Handlers } from "../server";
import { Log, Status } from "../status";
import { Change, Own, Reaches, changeOf, checkOwn, look, named, ownOf } from "./own";
import { ownSettingsIn } from "./settings";
import { readable } from "../unread";

export type OwnOutside = Readonly<{ reaches: Reaches; now(): number; log: Log; lifecycle: Lifecycle }>;

/** The methods that a declared estate answers otherwise than a migration. */
type OwnMethod = "checkConfig" | "diffConfig" | "configure" | "check" | "create" | "update" | "read";
type OwnHandlers = { readonly [M in OwnMethod]: Exclude<Handlers[M], string> };

/** All that the engine asks about an estate that a program declares. */
export class OwnPlugin {
  private configured: Own | Error = new Error("the engine asked before it configured this provider");
  /** What was checked in this process: an unchanged provider is configured with what it had the last time. */
  private checked: Own | undefined;
  /** What there is to do, as it was when the first resource asked: all of one update is about one change. */
  private change: Promise<Change> | undefined;

  constructor(private readonly outside: OwnOutside) {}

  readonly handlers: OwnHandlers = {
    checkConfig: async (request) => {
      const olds = oldsOf(request);
      const was = olds && textOf(olds, "declares");
      const news = ownSettingsIn(decode(request.getNews()));
      const own = ownOf(news, this.outside.reaches);
      if ("reason" in own) return checked(request, [own]);
      this.checked = own;
      const { failures, open } = await checkOwn(own, declared(was));
      // said when it is new: a line that comes every time is read by nobody
      const say = open.length > 0 && was !== news.declares && failures.length === 0;
      if (say) await this.outside.log(request.getUrn(), unasked(open), false);
      return checked(request, failures);
    },
    diffConfig: (request) =>
      diffed(diffOf(withoutDeclaration(oldInputs(request)), withoutDeclaration(decode(request.getNews())))),
    configure: (request) => {
      const own = this.checked ?? ownOf(ownSettingsIn(decode(request.getArgs())), this.outside.reaches);
      this.configured = "reason" in own ? new Denied(own.reason) : own;
      this.change = undefined;
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true).setAcceptresources(true);
    },
    check: (request) => checked(request, this.check(refOf(request.getUrn()), decode(request.getNews()))),
    create: async (request) => {
      const ref = refOf(request.getUrn());
      const inputs = decode(request.getProperties());
      const outputs = request.getPreview() ? await this.foresee(ref) : await this.reach(request.getUrn(), inputs);
      const response = new messages.CreateResponse().setProperties(encode(outputs));
      return request.getPreview() ? response : response.setId(ref);
    },
    update: async (request) => {
      const ref = refOf(request.getUrn());
      const outputs = request.getPreview()
        ? await this.foresee(ref)
        : await this.reach(request.getUrn(), decode(request.getNews()));
      return new messages.UpdateResponse().setProperties(encode(outputs));
    },
    read: async (request) => {
      const read = await this.read(refOf(request.getUrn()), decode(request.getInputs()));
      // an empty id: there is nothing to import
      if (!read) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(request.getId())
        .setInputs(encode(read.inputs))
        .setProperties(encode(read.outputs));
    },
  };

  private get own(): Own {
    if (this.configured instanceof Error) throw this.configured;
    return this.configured;
  }

  /** What was judged is the declaration: a resource must be what it says, each property of it. */
  private check(ref: Ref, news: Properties): readonly Failure[] {
    const wanted = this.own.declaration.entities.get(ref);
    if (!wanted) return [{ property: "", reason: refusal("PRG-006", `${ref} is not in the program's declaration`) }];
    const inputs = inputsOf(wanted);
    return [...new Set([...Object.keys(inputs), ...Object.keys(news)])]
      .filter((key) => key !== "because")
      .sort(byText)
      .filter((key) => !same(inputs[key] as Value | undefined, Object.hasOwn(news, key) ? bare(news[key]) : undefined))
      .map((key) => ({ property: key, reason: refusal("PRG-006", `${ref} ${key} is not what the program declares`) }));
  }

  private task = async (ref: Ref): Promise<Task> => {
    const { own, outside } = this;
    const change = await named(await (this.change ??= changeNow(own)), ref, own.driver);
    return { ...change, ref, driver: own.driver, now: outside.now() };
  };

  private async foresee(ref: Ref): Promise<Properties> {
    return (await foresee(await this.task(ref))).outputs;
  }

  /** Brings an entity to where it is declared; one that is there already is adopted as it is. */
  private async reach(urn: string, inputs: Properties): Promise<Properties> {
    const { lifecycle, log, now } = this.outside;
    const ref = refOf(urn);
    if (!lifecycle.open) throw new Denied(refusal("ACT-009", `${ref} was not begun: the update was cancelled`));
    return lifecycle.act(async () => {
      const task = await this.task(ref);
      await task.driver.adopt(task.way.target);
      if (!task.way.stage?.operations.some(({ entity }) => entity === ref)) return adopt(task);
      const status = new Status(urn, log, now);
      try {
        const outputs = await carryOut(task, inputs, status.say);
        await status.end(`${ref} is ${textOf(outputs, "phase")}`);
        return outputs;
      } catch (error) {
        if (error instanceof Unfinished || error instanceof Denied) await status.end(firstLine(error.message));
        throw error;
      }
    });
  }

  /** A refresh, or where nothing is known of it yet an import. */
  private async read(ref: Ref, was: Properties): Promise<Readonly<{ inputs: Properties; outputs: Properties }> | undefined> {
    const { declaration, driver, tolerance } = this.own;
    const declaredAs = declaration.entities.get(ref);
    const observed = await readable(ref, () => driver.read(ref));
    if (Object.keys(was).length > 0 || (declaredAs && observed.phase !== ABSENT)) {
      const wanted = declaredAs ?? ({ ...was, ref, kind: kindOf(ref) } as Entity);
      return refreshed(Object.keys(was).length > 0 ? was : inputsOf(wanted), wanted, observed, tolerance);
    }
    if (observed.phase === ABSENT) return undefined;
    const entity = { ...observed, ref, kind: kindOf(ref) } as Entity;
    return { inputs: inputsOf(entity), outputs: outputsOf(entity, entity.phase) };
  }
}

const declared = (text: string | undefined): Declaration | undefined => {
  const declaration = text === undefined ? undefined : readDeclaration(text);
  return declaration && !("say" in declaration) ? declaration : undefined;
};

/** A row of Pulumi's display has room for the first line: it names the rules. */
const unasked = (open: readonly string[]): string =>
  [`not evaluated: ${[...new Set(open.map((say) => say.split(" ")[0] ?? ""))].join(", ")}`, ...open].join("\n  ");

/** What was declared is no difference of the provider's: its resources show theirs. */
const withoutDeclaration = ({ declares: _declares, ...others }: Properties): Properties => others;

const refOf = (urn: string): Ref => {
  const ref = refOfUrn(urn);
  if (!ref) throw new Denied(refusal("PRG-006", `${urn} is no entity`));
  return ref;
};

const same = (wanted: Value | undefined, given: unknown): boolean =>
  !(given instanceof Unknown) && JSON.stringify(wanted) === JSON.stringify(given);

/** What is against it now was not when it was checked: the estate has changed meanwhile. */
async function changeNow(own: Own): Promise<Change> {
  const judged = await readable("the estate", () => look(own, undefined));
  const against = judged.findings.filter(({ severity }) => severity === "error");
  if (against.length > 0) throw new Denied(against.map(({ rule, say, fix }) => `${rule} ${say} — ${fix ?? ""}`).join("\n"));
  return changeOf(own, judged);
}
