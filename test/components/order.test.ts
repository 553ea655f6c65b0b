import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { Order } from "../../components/order";

const resource = (name: string): pulumi.Resource => ({ name }) as unknown as pulumi.Resource;

describe("the order of resources", () => {
  it("what waits for nothing waits for nothing", async () => assert.deepEqual(await new Order(new Map()).after("server/a"), []));

  it("does not depend on which is constructed first", async () => {
    const [a, b] = [resource("a"), resource("b")];
    const order = new Order(new Map([["server/a", ["server/b"]], ["server/b", []], ["server/c", ["server/b", "server/a"]]] as const));
    const early = order.after("server/a");
    const both = order.after("server/c");
    order.registered("server/b", b);
    order.registered("server/a", a);
    assert.deepEqual([await early, await both, await order.after("server/a")], [[b], [b, a], [b]]);
  });
});
