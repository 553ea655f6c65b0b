import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Ref, kindOf, nameOf } from "../../engine/model/entity";
import { typeOf } from "../../engine/resources";
import { Properties, decode, encode } from "../../provider/codec";
import { inputsOf } from "../../provider/entity";
import { Lifecycle } from "../../provider/lifecycle";
import type { Driver } from "../../provider/drivers/driver";
import { Plugin } from "../../provider/plugin";
import { serve } from "../../provider/server";
import { FakeDriver, carried, planHash, tiny } from "./tiny";

const { states } = carried();
export const urnOf = (ref: Ref): string => `urn:pulumi:lab::drover::${typeOf(kindOf(ref))}::${nameOf(ref)}`;
export const inputs = (index: number, ref: Ref): Properties => ({
  ...inputsOf(states[index]?.get(ref) ?? assert.fail()),
  because: `state ${index}`,
});
export const settings = (from: string, to: string, completed = ""): Properties => ({
  migration: "migrations/tiny",
  plan: planHash,
  from: from && `r1/${from}`,
  to: `r1/${to}`,
  completed,
  lab: "lab",
});

type Done<T> = (error: grpc.ServiceError | null, answer: T) => void;

/** A provider behind its real wire, with a driver that does what the test says. */
export class Served {
  readonly driver = new FakeDriver();
  /** What stands between the provider and that driver. */
  through = (driver: FakeDriver): Driver => driver;
  now = 0;
  readonly lines: string[] = [];
  private server: grpc.Server | undefined;
  private client: ResourceProviderClient | undefined;
  readonly lifecycle = new Lifecycle();

  constructor(private readonly opened = tiny()) {}

  async start(): Promise<void> {
    const { handlers } = new Plugin({
      open: () => this.opened,
      driver: () => this.through(this.driver),
      now: () => this.now,
      version: "1.2.3",
      lifecycle: this.lifecycle,
      log: async (_urn, line) => void this.lines.push(line),
    });
    const { port, server } = await serve(handlers);
    this.server = server;
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }

  stop(): void {
    this.client?.close();
    this.server?.forceShutdown();
  }

  call<T>(make: (client: ResourceProviderClient, done: Done<T>) => unknown): Promise<T> {
    const client = this.client ?? assert.fail();
    return new Promise((resolve, reject) => make(client, (error, answer) => (error ? reject(error) : resolve(answer))));
  }

  async checkConfig(news: Properties, olds?: Properties): Promise<readonly string[]> {
    return (await this.checked(news, olds)).failures;
  }

  /** The settings as the check answers them, and what it has against them. */
  async checked(news: Properties, olds?: Properties): Promise<Readonly<{ inputs: Properties; failures: readonly string[] }>> {
    const request = new messages.CheckRequest()
      .setUrn("urn:pulumi:lab::drover::pulumi:providers:drover::estate")
      .setNews(encode(news))
      .setOlds(encode(olds ?? {}));
    const answer = await this.call<messages.CheckResponse>((client, done) => client.checkConfig(request, done));
    return { inputs: decode(answer.getInputs()), failures: answer.getFailuresList().map((failure) => failure.getReason()) };
  }

  async invoke(token: string, args: Properties): Promise<Readonly<{ answer: Properties; failures: readonly string[] }>> {
    const request = new messages.InvokeRequest().setTok(token).setArgs(encode(args));
    const answer = await this.call<messages.InvokeResponse>((client, done) => client.invoke(request, done));
    return { answer: decode(answer.getReturn()), failures: answer.getFailuresList().map((failure) => failure.getReason()) };
  }

  configure = (args: Properties): Promise<messages.ConfigureResponse> =>
    this.call((client, done) => client.configure(new messages.ConfigureRequest().setArgs(encode(args)), done));

  async create(ref: Ref, preview = false): Promise<Readonly<{ id: string; outputs: Properties }>> {
    const request = new messages.CreateRequest()
      .setUrn(urnOf(ref))
      .setProperties(encode(inputs(0, ref)))
      .setPreview(preview);
    const answer = await this.call<messages.CreateResponse>((client, done) => client.create(request, done));
    return { id: answer.getId(), outputs: decode(answer.getProperties()) };
  }

  async update(ref: Ref, from: number, to: number, preview = false): Promise<Properties> {
    const request = new messages.UpdateRequest().setId(ref).setUrn(urnOf(ref)).setOlds(encode({})).setPreview(preview);
    request.setOldInputs(encode(inputs(from, ref))).setNews(encode(inputs(to, ref)));
    return decode((await this.call<messages.UpdateResponse>((client, done) => client.update(request, done))).getProperties());
  }

  async read(ref: Ref, index: number, reached: Properties = {}): Promise<Readonly<{ inputs: Properties; outputs: Properties }>> {
    const request = new messages.ReadRequest().setId(ref).setUrn(urnOf(ref));
    request.setInputs(encode(inputs(index, ref))).setProperties(encode(reached));
    const answer = await this.call<messages.ReadResponse>((client, done) => client.read(request, done));
    return { inputs: decode(answer.getInputs()), outputs: decode(answer.getProperties()) };
  }
}

/** What Pulumi keeps of an unfinished resource. */
export function unfinished(error: unknown): Readonly<{ outputs: Properties; reasons: readonly string[] }> {
  const [bytes] = (error as grpc.ServiceError).metadata.get("grpc-status-details-bin");
  const [detail] = Status.deserializeBinary(Uint8Array.from(bytes as Buffer)).getDetailsList();
  assert.equal(detail?.getTypeUrl(), "type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return { outputs: decode(failed.getProperties()), reasons: failed.getReasonsList() };
}

export const denied = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    return (error as grpc.ServiceError).details;
  }
  return assert.fail("it was not denied");
};

/** A provider between two stages of the tiny migration, with an estate as the first one leaves it. */
export async function between(served: Served, index: number, from: string, to: string): Promise<void> {
  for (const { ref, kind: _kind, ...seen } of states[index]?.values() ?? []) served.driver.world.set(ref, seen);
  await served.configure(settings(from, to));
}
