import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { toServiceError } from "./errors";

type Service = typeof ResourceProviderService;
type Method = Exclude<keyof Service, symbol | number> & keyof KnownMethods;
/** The service's methods by name: its type has an index signature besides, which would let any name pass. */
type KnownMethods = {
  [K in keyof Service as string extends K ? never : number extends K ? never : symbol extends K ? never : K]: Service[K];
};
type RequestOf<M extends Method> = Service[M] extends grpc.MethodDefinition<infer Request, infer _Response> ? Request : never;
type ResponseOf<M extends Method> = Service[M] extends grpc.MethodDefinition<infer _Request, infer Response> ? Response : never;

export type Handler<M extends Method> = (request: RequestOf<M>) => Promise<ResponseOf<M>> | ResponseOf<M>;

/** A method that this provider has no use for; the engine is told so and does without. */
export const unimplemented = "unimplemented";

/** Every method of the service, by its type: a new one in a later release does not compile until it is decided upon. */
export type Handlers = Readonly<{ [M in Method]: Handler<M> | typeof unimplemented }>;

/** Boundaries of large estates are large messages. */
const MOST_BYTES = 400 * 1024 * 1024;

/** Serves the handlers on a free local port. */
export async function serve(handlers: Handlers): Promise<Readonly<{ port: number; server: grpc.Server }>> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": MOST_BYTES, "grpc.max_send_message_length": MOST_BYTES });
  server.addService(ResourceProviderService, implementation(handlers));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, server };
}

type AnyHandler = (request: unknown) => Promise<unknown> | unknown;

function implementation(handlers: Handlers): grpc.UntypedServiceImplementation {
  const entries = Object.entries(handlers).map(([name, handler]): [string, grpc.UntypedHandleCall] => {
    if (name === "list") return [name, streamRefused];
    return [name, handler === unimplemented ? refused(name) : unary(handler as AnyHandler)];
  });
  return Object.fromEntries(entries);
}

const UNIMPLEMENTED = (name: string) => ({ code: grpc.status.UNIMPLEMENTED, details: `drover has no use for ${name}` });

const refused =
  (name: string): grpc.handleUnaryCall<unknown, unknown> =>
  (_call, answer) =>
    answer(UNIMPLEMENTED(name));

const streamRefused: grpc.handleServerStreamingCall<unknown, unknown> = (call) => {
  call.emit("error", UNIMPLEMENTED("list"));
};

const unary =
  (handler: AnyHandler): grpc.handleUnaryCall<unknown, unknown> =>
  (call, answer) => {
    Promise.resolve()
      .then(() => handler(call.request))
      .then(
        (response) => answer(null, response),
        (error: unknown) => answer(toServiceError(error)),
      );
  };
