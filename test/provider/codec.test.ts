import assert from "node:assert/strict";
import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Output, Properties, Secret, Unknown, Wire, bare, decode, encode, textOf } from "../../provider/codec";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const key = fc.oneof(fc.string(), fc.constantFrom("constructor", "value", "phase"))
  // google-protobuf itself loses a field called __proto__; documents refuse such names
  .filter((text) => text !== SIGNATURE && text !== "__proto__");

const { wire } = fc.letrec<{ wire: Wire }>((tie) => ({
  wire: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.string(),
    fc.constant(Unknown.value),
    fc.array(tie("wire"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("wire")), { maxLength: 4 }).map((entries): Wire => Object.fromEntries(entries)),
    tie("wire").map((value) => new Secret(value)),
    fc.tuple(fc.option(tie("wire"), { nil: undefined }), fc.boolean(), fc.array(fc.string(), { maxLength: 2 })).map((all) => new Output(...all)),
  ),
}));

const properties = fc.array(fc.tuple(key, wire), { maxLength: 5 }).map((entries): Properties => Object.fromEntries(entries));

describe("values on Pulumi's wire", () => {
  it("nothing is nothing", () => assert.deepEqual([decode(undefined), decode(encode({}))], [{}, {}]));

  it("come back as they went, through bytes", () => {
    const sentAndReceived = (sent: Properties) => decode(Struct.deserializeBinary(encode(sent).serializeBinary()));
    fc.assert(fc.property(properties, (sent) => assert.deepEqual(sentAndReceived(sent), sent)));
  });

  it("say what the engine says: secret, unknown, output", () => {
    const struct = Struct.fromJavaScript({
      secret: { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value: "hush" },
      unknown: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      unknownNumber: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      output: { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 1, secret: true, dependencies: ["urn:a"] },
    });
    assert.deepEqual(decode(struct), {
      secret: new Secret("hush"), unknown: Unknown.value, unknownNumber: Unknown.value, output: new Output(1, true, ["urn:a"]),
    });
  });

  it("are bare for judging; what holds something unknown is unknown", () => {
    assert.deepEqual(bare({ a: new Secret(["x", new Output("y", true, [])]) }), { a: ["x", "y"] });
    assert.equal(bare({ a: [1, new Output(undefined, false, [])] }), Unknown.value);
    assert.equal(bare(undefined), undefined);
  });

  it("are texts where a text is asked for", () => {
    const given: Properties = { text: "a", number: 7, secret: new Secret("s"), unknown: Unknown.value, list: ["a"] };
    assert.deepEqual(["text", "number", "secret", "unknown", "list", "absent", "__proto__"].map((name) => textOf(given, name)), ["a", "7", "s", "", "", "", ""]);
  });
});
