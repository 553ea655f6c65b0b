import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Declaration, writeDeclaration } from "../../../engine/declaration";
import { Ref, kindOf, nameOf } from "../../../engine/model/entity";
import { typeOf } from "../../../engine/resources";
import { Lab, openLab, physicsOf } from "../../../lab";
import { Properties, decode, encode } from "../../../provider/codec";
import type { Driver } from "../../../provider/drivers/driver";
import { LabDriver } from "../../../provider/drivers/lab";
import { inputsOf } from "../../../provider/entity";
import { handlersOf } from "../../../provider/handlers";
import { Lifecycle } from "../../../provider/lifecycle";
import type { Reaches } from "../../../provider/own/own";
import { serve } from "../../../provider/server";

type Done<T> = (error: grpc.ServiceError | null, answer: T) => void;

export const urnOf = (ref: Ref): string => `urn:pulumi:lab::gulf::${typeOf(kindOf(ref))}::${nameOf(ref)}`;

/** What changes in an answer of Check or Diff. */
type Said = Readonly<{ property: string; reason: string }>;

/** One provider process after another behind its real wire, on one simulated estate. */
export class Served {
  readonly folder = mkdtempSync(join(tmpdir(), "drover-own-"));
  readonly lines: string[] = [];
  /** What stands between the provider and its lab; tests put a driver of their own there. */
  between: (driver: Driver) => Driver = (driver) => driver;
  private server: grpc.Server | undefined;
  private client: ResourceProviderClient | undefined;
  private declaration: Declaration | undefined;
  lifecycle = new Lifecycle();

  constructor(private readonly platform: string) {}

  private readonly reaches: Reaches = (folder, declared, platform) =>
    this.between(new LabDriver(folder, declared, { platform }));

  /** A new process: what was configured before is forgotten. */
  async start(): Promise<void> {
    this.stop();
    this.lifecycle = new Lifecycle();
    const { port, server } = await serve(
      handlersOf({
        open: () => assert.fail("a program has no documents"),
        driver: () => assert.fail("a program has no migration"),
        reaches: this.reaches,
        now: () => 0,
        version: "1.2.3",
        lifecycle: this.lifecycle,
        log: async (_urn, line) => void this.lines.push(line),
      }),
    );
    this.server = server;
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }

  stop(): void {
    this.client?.close();
    this.server?.forceShutdown();
  }

  remove(): void {
    this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  settings = (declaration: Declaration): Properties => ({
    platform: this.platform,
    lab: this.folder,
    declares: writeDeclaration(declaration),
  });

  async call<T>(make: (client: ResourceProviderClient, done: Done<T>) => unknown): Promise<T> {
    if (!this.client) await this.start();
    const client = this.client ?? assert.fail();
    return new Promise((resolve, reject) => make(client, (error, answer) => (error ? reject(error) : resolve(answer))));
  }

  async refusals(news: Properties, olds?: Properties): Promise<readonly string[]> {
    const request = new messages.CheckRequest().setNews(encode(news)).setOlds(encode(olds ?? {}));
    const answer = await this.call<messages.CheckResponse>((client, done) => client.checkConfig(request, done));
    return answer.getFailuresList().map((failure) => failure.getReason());
  }

  /** As the engine does it: checked, then configured, in a process of its own. */
  async configure(declaration: Declaration, was?: Declaration): Promise<readonly string[]> {
    await this.start();
    this.declaration = declaration;
    const refused = await this.refusals(this.settings(declaration), was && this.settings(was));
    // an unchanged provider is configured with what it had before
    const args = new messages.ConfigureRequest().setArgs(encode(this.settings(was ?? declaration)));
    if (refused.length === 0) await this.call<messages.ConfigureResponse>((client, done) => client.configure(args, done));
    return refused;
  }

  inputs = (ref: Ref): Properties => inputsOf(this.declaration?.entities.get(ref) ?? assert.fail(`${ref} is not declared`));

  async check(ref: Ref, news = this.inputs(ref)): Promise<readonly Said[]> {
    const request = new messages.CheckRequest().setUrn(urnOf(ref)).setNews(encode(news));
    const answer = await this.call<messages.CheckResponse>((client, done) => client.check(request, done));
    return answer.getFailuresList().map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
  }

  async create(ref: Ref, preview = false): Promise<Readonly<{ id: string; outputs: Properties }>> {
    const request = new messages.CreateRequest()
      .setUrn(urnOf(ref))
      .setProperties(encode(this.inputs(ref)))
      .setPreview(preview);
    const answer = await this.call<messages.CreateResponse>((client, done) => client.create(request, done));
    return { id: answer.getId(), outputs: decode(answer.getProperties()) };
  }

  async update(ref: Ref, preview = false): Promise<Properties> {
    const request = new messages.UpdateRequest()
      .setId(ref)
      .setUrn(urnOf(ref))
      .setNews(encode(this.inputs(ref)))
      .setPreview(preview);
    return decode((await this.call<messages.UpdateResponse>((client, done) => client.update(request, done))).getProperties());
  }

  async read(ref: Ref, was: Properties): Promise<Readonly<{ id: string; inputs: Properties; outputs: Properties }>> {
    const request = new messages.ReadRequest().setId(ref).setUrn(urnOf(ref)).setInputs(encode(was)).setProperties(encode({}));
    const answer = await this.call<messages.ReadResponse>((client, done) => client.read(request, done));
    return { id: answer.getId(), inputs: decode(answer.getInputs()), outputs: decode(answer.getProperties()) };
  }

  /** Adopts a whole declaration. */
  async adopt(declaration: Declaration): Promise<void> {
    assert.deepEqual(await this.configure(declaration), []);
    for (const ref of declaration.entities.keys()) await this.create(ref);
  }

  look<T>(at: (lab: Lab) => T): T {
    return at(openLab(this.folder, { write: false, physics: physicsOf(this.platform) }));
  }

  change(by: (lab: Lab) => void): void {
    const lab = openLab(this.folder, { write: true, physics: physicsOf(this.platform) });
    try {
      by(lab);
    } finally {
      lab.close();
    }
  }

  /** What was done in the estate, in its order. */
  acts(): readonly string[] {
    return this.look((lab) =>
      lab
        .journal()
        .filter(({ what }) => what === "end")
        .map(({ ref, verb }) => `${ref} ${verb}`),
    );
  }
}

export const denied = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    return (error as grpc.ServiceError).details;
  }
  return assert.fail("it was not denied");
};
