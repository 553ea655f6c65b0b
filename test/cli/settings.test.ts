import assert from "node:assert/strict";
import { Settings, readSettings, withSettings } from "../../cli/settings";

const file = `# Production: the pilot is stage 4.
encryptionsalt: v1:abc=:v1:def

config:
  aws:region: us-east-1   # not ours
  drover:migration: migrations/gulf

  # the commit of these two is the change
  drover:plan: "0123"     # reviewed by author-1
  drover:stage: 'r1/adopt' # first
policies: {}
`;

describe("a stack's settings file", () => {
  const edits: Record<string, { text: string; changes: Settings; want: string }> = {
    "no change leaves every byte": { text: file, changes: {}, want: file },
    "the values that are there leave every byte but the quotes that are not needed": {
      text: "config:\n  drover:stage: r1/adopt # first\n", changes: { stage: "r1/adopt" }, want: "config:\n  drover:stage: r1/adopt # first\n",
    },
    "a value changes alone; comments, order and blank lines stay": {
      text: file, changes: { stage: "r1/separate" }, want: file.replace("'r1/adopt'", "r1/separate"),
    },
    "a new setting stands after the last of Drover's": {
      text: file, changes: { from: "r1/adopt" }, want: file.replace("# first\n", "# first\n  drover:from: r1/adopt\n"),
    },
    "a plan's hash that looks like a number is quoted": {
      text: "config:\n  drover:plan: aa\n", changes: { plan: "12345678" }, want: 'config:\n  drover:plan: "12345678"\n',
    },
    "a hash that looks like a power of ten is quoted": {
      text: "config:\n  drover:plan: aa\n", changes: { plan: "1e5" }, want: 'config:\n  drover:plan: "1e5"\n',
    },
    "an empty value is filled in": { text: "config:\n  drover:stage:\n", changes: { stage: "r1/adopt" }, want: "config:\n  drover:stage: r1/adopt\n" },
    "a file that ends without a line break": {
      text: "config:\n  drover:plan: aa", changes: { stage: "r1/adopt" }, want: "config:\n  drover:plan: aa\n  drover:stage: r1/adopt\n",
    },
    "a map of secrets after Drover's own settings stays the last": {
      text: "config:\n  drover:plan: aa\n  drover:secrets:\n    DNS_TOKEN:\n      secure: v1:abc\n", changes: { from: "r1/adopt" },
      want: "config:\n  drover:plan: aa\n  drover:from: r1/adopt\n  drover:secrets:\n    DNS_TOKEN:\n      secure: v1:abc\n",
    },
    "settings of others only": {
      text: "config:\n    aws:region: us-east-1\n", changes: { plan: "aa" }, want: "config:\n    drover:plan: aa\n    aws:region: us-east-1\n",
    },
    "no settings yet, and a comment that stays": {
      text: "# lab\nconfig: {}\n", changes: { plan: "aa", stage: "r1/adopt" }, want: "# lab\nconfig:\n  drover:plan: aa\n  drover:stage: r1/adopt\n",
    },
    "settings on one line become a line each": {
      text: "config: { drover:plan: aa }\n", changes: { stage: "r1/adopt" }, want: "config:\n  drover:plan: aa\n  drover:stage: r1/adopt\n",
    },
    "a salt alone, as `pulumi stack init` leaves it": {
      text: "encryptionsalt: v1:abc=:v1:def\n", changes: { stage: "r1/adopt" }, want: "encryptionsalt: v1:abc=:v1:def\nconfig:\n  drover:stage: r1/adopt\n",
    },
    "Windows line ends stay": {
      text: "config:\r\n  drover:plan: aa\r\n  drover:stage: bb\r\n", changes: { plan: "cc", from: "dd" },
      want: "config:\r\n  drover:plan: cc\r\n  drover:stage: bb\r\n  drover:from: dd\r\n",
    },
  };
  for (const [name, { text, changes, want }] of Object.entries(edits))
    it(name, () => assert.equal(withSettings(text, changes), want));

  it("says what was written", () => {
    const written = withSettings(file, { plan: "99", from: "r1/adopt", stage: "r1/separate" });
    assert.deepEqual(readSettings(written), { settings: { migration: "migrations/gulf", plan: "99", from: "r1/adopt", stage: "r1/separate" } });
  });

  const reads: Record<string, { text: string; want: ReturnType<typeof readSettings> }> = {
    "an empty file tells nothing": { text: "", want: { settings: {} } },
    "a salt alone tells nothing": { text: "encryptionsalt: v1:a:b\n", want: { settings: {} } },
    "a number is no plan": { text: "config:\n  drover:plan: 12\n", want: { say: "drover:plan must be text" } },
    "a secret is no stage": { text: "config:\n  drover:stage:\n    secure: AAA\n", want: { say: "drover:stage must be text" } },
    "a misspelt setting tells nothing, so it is said": {
      text: "config:\n  drover:migratoin: migrations/gulf\n", want: { say: "drover:migratoin is no setting — did you mean drover:migration?" },
    },
    "settings of others are not Drover's": { text: "config:\n  aws:region: x\n  drover:colour: red\n", want: { settings: {} } },
    "a merge that is not finished": {
      text: "config:\n<<<<<<< HEAD\n  drover:stage: r1/adopt\n=======\n  drover:stage: r1/separate\n>>>>>>> other\n",
      want: { say: "line 2: both sides of a merge stand here — keep one of them, and delete the lines with <<<<<<<, ======= and >>>>>>>" },
    },
    "what is not YAML is said with its place": {
      text: "config:\n  drover:plan: plan: aa\n", want: { say: "Nested mappings are not allowed in compact mappings at line 2, column 16:" },
    },
  };
  for (const [name, { text, want }] of Object.entries(reads)) it(name, () => assert.deepEqual(readSettings(text), want));
});
