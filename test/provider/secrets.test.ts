import assert from "node:assert/strict";
import { secretsIn } from "../../provider/secrets";

describe("the secrets of a stack", () => {
  const cases: Readonly<Record<string, Readonly<{ setting: string; want: readonly (readonly [string, string])[] }>>> = {
    none: { setting: "", want: [] },
    "by their names": { setting: '{"DNS_TOKEN":"hunter2","__proto__":"x"}', want: [["DNS_TOKEN", "hunter2"], ["__proto__", "x"]] },
    "that are no text are not there": { setting: '{"A":1,"B":null,"C":["x"],"D":"x"}', want: [["D", "x"]] },
    "that are no object are not there": { setting: '"hunter2"', want: [] },
    "that cannot be read are not there, nor in a message": { setting: "{hunter2", want: [] },
  };
  for (const [name, { setting, want }] of Object.entries(cases)) it(name, () => assert.deepEqual([...secretsIn(setting)], want));
});
