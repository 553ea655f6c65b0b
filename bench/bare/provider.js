// @ts-check
"use strict";
/**
 * The smallest provider that a program can run against: it takes every input as it is, says whether two are alike, and does
 * nothing. Its address is the first argument, the port the first line of its output.
 */
const grpc = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");

const MOST_BYTES = 400 * 1024 * 1024;
const { DiffChanges } = messages.DiffResponse;

/** @param {Struct} inputs */
const text = (inputs) => {
  const { because: _, ...plain } = inputs.toJavaScript();
  return JSON.stringify(plain, Object.keys(plain).sort());
};

/** Outputs of the size that an estate's resources have: where they stand. @param {Struct} inputs */
const outputs = (inputs) => Struct.fromJavaScript({ phase: inputs.getFieldsMap().get("phase")?.getStringValue() ?? "" });

/** @type {Record<string, (request: any) => unknown>} */
const answers = {
  handshake: () => new messages.ProviderHandshakeResponse().setAcceptResources(true).setAcceptSecrets(true),
  getPluginInfo: () => new PluginInfo().setVersion("0.1.0"),
  getSchema: () => new messages.GetSchemaResponse().setSchema("{}"),
  checkConfig: (request) => new messages.CheckResponse().setInputs(request.getNews()),
  diffConfig: () => new messages.DiffResponse().setChanges(DiffChanges.DIFF_NONE),
  configure: () => new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true).setAcceptresources(true),
  check: (request) => new messages.CheckResponse().setInputs(request.getNews()),
  diff: (request) => {
    const same = text(request.getOldInputs()) === text(request.getNews());
    return new messages.DiffResponse().setChanges(same ? DiffChanges.DIFF_NONE : DiffChanges.DIFF_SOME);
  },
  create: (request) =>
    new messages.CreateResponse().setId(request.getPreview() ? "" : "made").setProperties(outputs(request.getProperties())),
  update: (request) => new messages.UpdateResponse().setProperties(outputs(request.getNews())),
  delete: () => new Empty(),
  cancel: () => new Empty(),
  attach: () => new Empty(),
};

/** @param {string} name @returns {grpc.handleUnaryCall<unknown, unknown>} */
const unary = (name) => (call, answer) =>
  answers[name] ? answer(null, answers[name](call.request)) : answer({ code: grpc.status.UNIMPLEMENTED, details: name });

const server = new grpc.Server({ "grpc.max_receive_message_length": MOST_BYTES, "grpc.max_send_message_length": MOST_BYTES });
server.addService(
  ResourceProviderService,
  Object.fromEntries(Object.keys(ResourceProviderService).map((name) => [name, unary(name)])),
);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
