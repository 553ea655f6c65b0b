import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { registerMigration } from "../../components";
import { Registration, writeRegistration } from "../../engine/registration/registration";

const registration: Registration = {
  stage: "r1/separate",
  components: [
    {
      noun: "NotificationServer", name: "bea", members: [
        { entity: { ref: "server/bea@7.0", kind: "server", phase: "separated" }, because: "r1/separate separate" },
        { entity: { ref: "task/bea/document", kind: "task", phase: "done" }, because: "r1/separate do" },
      ],
    },
  ],
  waits: [["server/bea@7.0", ["task/bea/document"]]],
  closing: ["server/bea@7.0"],
};

describe("the program of a migration", () => {
  it("fails in its own words when its provider answers nothing, so that nobody takes it for one that wants nothing", async () => {
    const lost = Object.assign(new Error("14 UNAVAILABLE: the line is dead"), { code: 14, details: "the line is dead", metadata: {} });
    await pulumi.runtime.setMocks(
      {
        newResource: ({ name }) => ({ id: name, state: {} }),
        call: () => {
          throw lost;
        },
      },
      "drover", "lab",
    );
    const { completed } = registerMigration({
      migration: "migrations/tiny", plan: "f00", stage: "r1/separate", from: "", lab: ".drover/lab", completed: "r1/adopt",
    });
    const { promise } = completed as unknown as Readonly<{ promise(): Promise<unknown> }>;
    await assert.rejects(promise.call(completed), (error) => {
      assert.ok(error instanceof pulumi.RunError);
      // Pulumi's words for a line that is dead; by itself it lets such an error pass in silence
      assert.equal(error.message, "the provider did not answer what to register: Resource monitor is terminating — run it again");
      return true;
    });
  });

  it("registers what its provider answers, after what it waits for, and says which stage is complete", async () => {
    const said: string[] = [];
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs }) => {
          const shown = type === "pulumi:providers:drover" ? Object.keys(inputs as object).join(" ") : JSON.stringify(inputs);
          said.push(`${type} ${name} ${shown}`);
          return { id: name, state: type.endsWith(":Completion") ? { reached: "r1/separate" } : {} };
        },
        call: ({ token, inputs }) => {
          said.push(`asks ${token} ${JSON.stringify(inputs)}`);
          return { registration: writeRegistration(registration) };
        },
      },
      "drover", "lab",
    );
    const { completed } = registerMigration({
      migration: "migrations/tiny", plan: "f00", stage: "r1/separate", from: "", lab: ".drover/lab", completed: "r1/adopt",
    });
    const reached = await new Promise((resolve) => completed.apply(resolve));
    assert.equal(reached, "r1/separate");
    assert.deepEqual(said, [
      "pulumi:providers:drover estate completed from lab migration plan to",
      'asks drover:index:registration {"from":"","migration":"migrations/tiny","to":"r1/separate"}',
      "drover:estate:NotificationServer bea {}",
      'drover:index:Task bea/document {"because":"r1/separate do","phase":"done"}',
      'drover:index:Server bea@7.0 {"because":"r1/separate separate","phase":"separated"}',
      'drover:index:Completion completed {"stage":"r1/separate"}',
    ]);
  });
});
