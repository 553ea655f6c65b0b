import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Log } from "./status";

/** Lines for Pulumi's display. One that cannot be delivered is lost: progress must never fail an act. */
export function engineLog(address: string): Log {
  const client = new EngineClient(address, grpc.credentials.createInsecure());
  return (urn, message, ephemeral) =>
    new Promise((done) => {
      const request = new LogRequest().setSeverity(LogSeverity.INFO).setUrn(urn).setMessage(message);
      request.setEphemeral(ephemeral);
      client.log(request, () => done());
    });
}
