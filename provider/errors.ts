import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Properties, encode } from "./codec";

/** Nothing was done, and why: Pulumi keeps the resource's state as it was. */
export class Denied extends Error {
  override readonly name = "Denied";
}

/** Something was done, or is waited for: Pulumi keeps what was reached, shows the reasons, and its next `up` goes on. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";

  constructor(
    readonly id: string,
    readonly reached: Properties,
    readonly inputs: Properties,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("\n"));
  }
}

const TYPE = "type.googleapis.com/pulumirpc.ErrorResourceInitFailed";

/** An error as gRPC carries it. A bug keeps its stack, since that is what its reader needs. */
export function toServiceError(error: unknown): Partial<grpc.StatusObject> & Pick<grpc.StatusObject, "code" | "details"> {
  if (error instanceof Unfinished)
    return { code: grpc.status.UNKNOWN, details: "resource is not finished", metadata: detailsOf(error) };
  if (error instanceof Denied) return { code: grpc.status.UNKNOWN, details: error.message };
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: grpc.status.INTERNAL, details: `this is a bug in drover: ${details}` };
}

function detailsOf({ id, reached, inputs, reasons }: Unfinished): grpc.Metadata {
  const failed = new ErrorResourceInitFailed().setId(id).setReasonsList([...reasons]);
  failed.setProperties(encode(reached)).setInputs(encode(inputs));
  const detail = new Any();
  detail.setTypeUrl(TYPE);
  detail.setValue(failed.serializeBinary());
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage("resource is not finished").setDetailsList([detail]);
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}
