import assert from "node:assert/strict";
import { Happened, readEvents } from "../../cli/events";

const urn = (type: string, name: string): string => `urn:pulumi:lab::gulf::drover:estate:NotificationServer$drover:index:${type}::${name}`;
const said = (severity: string, message: string, about?: string): string =>
  JSON.stringify({ diagnosticEvent: { ...(about ? { urn: about } : {}), severity, message } });
const ended = (op: string, about: string): string => JSON.stringify({ resOutputsEvent: { metadata: { op, urn: about } } });

const nothing: Happened = { done: [], failures: [] };

describe("the engine's event log", () => {
  const cases: Record<string, { lines: readonly string[]; want: Happened }> = {
    "nothing happened": { lines: [], want: nothing },
    "what was only registered again is not done": { lines: [ended("same", urn("Server", "hou-ns1@7.0"))], want: nothing },
    "an update that ended is done": { lines: [ended("update", urn("SiteServer", "bea-ps1"))], want: { done: ["siteServer/bea-ps1"], failures: [] } },
    "a component is no entity": { lines: [ended("update", "urn:pulumi:lab::gulf::drover:estate:Site::houston")], want: nothing },
    "warnings and remarks are no failures": { lines: [said("warning", "package.json"), said("info", "x"), said("debug", "y")], want: nothing },
    "the engine's own last words name nothing": { lines: [said("error", "update failed\n"), said("error", "<{%reset%}>resource is not finished<{%reset%}>\n")], want: nothing },
    "a failure is about an entity; colour marks go": {
      lines: [said("error", "<{%reset%}>ACT-006 no — mend it<{%reset%}>\n", urn("Server", "hou-ns1@7.0"))],
      want: { done: [], failures: [{ entity: "server/hou-ns1@7.0", say: "ACT-006 no — mend it" }] },
    },
    "said twice, told once": {
      lines: [said("error", "ACT-006 no", urn("Task", "estate/rehearse")), said("error", "ACT-006 no", urn("Task", "estate/rehearse"))],
      want: { done: [], failures: [{ entity: "task/estate/rehearse", say: "ACT-006 no" }] },
    },
    "a refusal of the estate, without the engine's words around it": {
      lines: [said("error", "pulumi:providers:drover resource 'estate' has a problem: INT-004 r1/b skips r1/a — promote", "urn:pulumi:lab::gulf::pulumi:providers:drover::estate")],
      want: { done: [], failures: [{ say: "INT-004 r1/b skips r1/a — promote", refused: true }] },
    },
    "a refusal that is about a setting": {
      lines: [said("error", "pulumi:providers:drover resource 'estate': property from value {} has a problem: INT-008 drover:from is not set — set it", "urn:pulumi:lab::gulf::pulumi:providers:drover::estate")],
      want: { done: [], failures: [{ say: "INT-008 drover:from is not set — set it", refused: true }] },
    },
    "what broke is no refusal": {
      lines: [said("error", "this is a bug in drover: Error: x", "urn:pulumi:lab::gulf::pulumi:providers:drover::estate")],
      want: { done: [], failures: [{ say: "this is a bug in drover: Error: x" }] },
    },
    "a last line that was cut is left out": { lines: [ended("update", urn("Gate", "pilot/worked")), '{"diagnosticEv'], want: { done: ["gate/pilot/worked"], failures: [] } },
  };
  for (const [name, { lines, want }] of Object.entries(cases)) it(name, () => assert.deepEqual(readEvents(lines.join("\n")), want));
});
