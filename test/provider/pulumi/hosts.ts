import { setTimeout as delay } from "node:timers/promises";
import * as grpc from "@grpc/grpc-js";
import * as automation from "@pulumi/pulumi/automation/server";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Lifecycle } from "../../../provider/lifecycle";
import { Plugin } from "../../../provider/plugin";
import { serve } from "../../../provider/server";
import { engineLog } from "../../../provider/engine";
import type { World } from "../../../provider/session";
import type { Log } from "../../../provider/status";

// every command has an engine of its own; one that was killed must not be remembered for its port, which the next may get
Object.assign((settings as unknown as Readonly<{ grpcClientOptions: object }>).grpcClientOptions, {
  "grpc.use_local_subchannel_pool": 1,
});

const RUNS_THE_PROGRAM: ReadonlySet<string> = new Set(["preview", "up", "refresh", "destroy"]);

const HANGS_MS = 3_000;

type Program = () => Promise<unknown>;
/** What the SDK's own automation serves programs with; it keeps the class out of its types. */
const { LanguageServer } = automation as unknown as Readonly<{
  LanguageServer: new (program: Program) => grpc.UntypedServiceImplementation;
}>;

/** What is here, but for the one that something is about to happen to. */
export type Here = Readonly<{ program: Program; world: World; own: "nothing" | "provider" | "program" }>;

/** How a command reaches the two, instead of starting them. */
export type Hosts = Readonly<{
  takes(args: readonly string[]): readonly string[];
  env: Readonly<Record<string, string>>;
  /** Ends when the provider's acts have ended, as a provider's process does; one that hangs is left. */
  stop(): Promise<void>;
}>;

/**
 * The program and the provider inside this process, for the real command line to connect to: a fresh one of each for every
 * command, as there would be without this, but without starting Node twice, which takes longer than all they do. What is about
 * processes (killing, orphans, the start itself) does not go this way.
 */
export async function host({ program, world, own }: Here): Promise<Hosts> {
  const language = new grpc.Server({ "grpc.max_receive_message_length": -1 });
  language.addService(LanguageRuntimeService, new LanguageServer(program));
  const client = await bound(language);
  let log: Log = async () => undefined;
  const lifecycle = new Lifecycle();
  const { handlers } = new Plugin({
    ...world,
    log: (...line) => log(...line),
    version: "0.1.0",
    lifecycle,
  });
  const { port, server } = await serve({
    ...handlers,
    attach: (request) => {
      log = engineLog(request.getAddress());
      return new Empty();
    },
  });
  const traced = untraced();
  return {
    takes: (args) =>
      own !== "program" && RUNS_THE_PROGRAM.has(args[0] ?? "")
        ? [...args, `--client=127.0.0.1:${client}`, "--exec-kind=auto.inline"]
        : args,
    env: own !== "provider" ? { PULUMI_DEBUG_PROVIDERS: `drover:${port}` } : {},
    stop: async () => {
      await Promise.race([lifecycle.leave(), delay(HANGS_MS, undefined, { ref: false })]);
      for (const one of [language, server]) one.forceShutdown();
      traced();
    },
  };
}

let running = 0;
const usual = { limit: Error.stackTraceLimit, prepare: Object.getOwnPropertyDescriptor(Error, "prepareStackTrace") };

/**
 * No stack traces while a program runs here: Pulumi takes one for every promise, a fourth of the time, and to map each back takes
 * longer than all the rest. Answers what has them taken again, when the last one is over.
 */
function untraced(): () => void {
  running += 1;
  Error.stackTraceLimit = 0;
  Reflect.deleteProperty(Error, "prepareStackTrace");
  process.setSourceMapsEnabled(false);
  return () => {
    running -= 1;
    if (running > 0) return;
    Error.stackTraceLimit = usual.limit;
    if (usual.prepare) Object.defineProperty(Error, "prepareStackTrace", usual.prepare);
    process.setSourceMapsEnabled(true);
  };
}

const bound = (server: grpc.Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
