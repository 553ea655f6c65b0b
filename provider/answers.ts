import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Properties, decode, encode } from "./codec";
import type { Diff } from "./diff";
import type { Failure } from "./intent";

/** What Pulumi has of a resource; the engine of an older Pulumi sends its outputs alone. */
export const oldInputs = (request: messages.DiffRequest): Properties => decode(request.getOldInputs() ?? request.getOlds());

/** What the stack has; the engine sends an empty object for what it does not have yet. */
export const oldsOf = (request: messages.CheckRequest): Properties | undefined => {
  const olds = decode(request.getOlds());
  return Object.keys(olds).length > 0 ? olds : undefined;
};

/** The inputs as they came, but for what is filled in, and everything against them. */
export function checked(
  request: messages.CheckRequest,
  failures: readonly Failure[],
  filled: Properties = {},
): messages.CheckResponse {
  const list = failures.map(({ property, reason }) => new messages.CheckFailure().setProperty(property).setReason(reason));
  const inputs = request.getNews();
  encode(filled)
    .getFieldsMap()
    .forEach((value, key) => inputs?.getFieldsMap().set(key, value));
  return new messages.CheckResponse().setInputs(inputs).setFailuresList(list);
}

const kinds = {
  add: messages.PropertyDiff.Kind.ADD,
  delete: messages.PropertyDiff.Kind.DELETE,
  update: messages.PropertyDiff.Kind.UPDATE,
} as const;

/** A difference with its details, as Pulumi shows it. */
export function diffed({ properties, detail }: Diff): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse().setChanges(properties.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...properties]).setHasdetaileddiff(properties.length > 0);
  for (const [path, change] of Object.entries(detail)) {
    response.getDetaileddiffMap().set(path, new messages.PropertyDiff().setKind(kinds[change]).setInputdiff(true));
  }
  return response;
}

/** A row of Pulumi's display has room for one line. */
export const firstLine = (text: string): string => text.split("\n")[0] ?? "";
