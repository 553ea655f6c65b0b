import assert from "node:assert/strict";
import { execSettings } from "../../documents/exec";
import type { DriverEntry } from "../../engine/model/migration";

const over = { over: "ssh://drover@dns1.gulf.example:2222", knownHosts: "known_hosts" };
const plain = { timeoutMs: 600_000, env: [], atOnce: 1 };
const OVER = "it should be ssh://user@host or ssh://user@host:port, and neither name can begin with a hyphen";
const LETTERS = "letters, digits and . _ / @ % + = : , - alone";

const good: Readonly<Record<string, Readonly<{ entry: DriverEntry; want: object }>>> = {
  "a program": { entry: "exec:./drivers/dns.py", want: { ...plain, words: ["./drivers/dns.py"] } },
  "a program with a space in its name": { entry: { exec: "./my driver" }, want: { ...plain, words: ["./my driver"] } },
  "a program and its arguments, whatever they are": { entry: { exec: ["./d", "$(x)", ""] }, want: { ...plain, words: ["./d", "$(x)", ""] } },
  "how it is run": {
    entry: { exec: "./d", timeout: "1.5 h", env: ["DNS_TOKEN"], atOnce: 4 }, want: { words: ["./d"], timeoutMs: 5_400_000, env: ["DNS_TOKEN"], atOnce: 4 },
  },
  "another host": {
    entry: { exec: ["/opt/dns.py", "--zone=gulf"], ...over, key: "~/.ssh/drover" },
    want: { ...plain, words: ["/opt/dns.py", "--zone=gulf"], over: { user: "drover", host: "dns1.gulf.example", port: 2222, knownHosts: "known_hosts", key: "~/.ssh/drover" } },
  },
  "another host by its address": {
    entry: { exec: "d", ...over, over: "ssh://drover@[2001:db8::1]" },
    want: { ...plain, words: ["d"], over: { user: "drover", host: "2001:db8::1", port: 22, knownHosts: "known_hosts" } },
  },
};

const host = (text: string): Readonly<{ entry: DriverEntry; faults: readonly string[] }> => ({
  entry: { exec: "d", ...over, over: text }, faults: [`over is ${JSON.stringify(text)}; ${OVER}`],
});

const bad: Readonly<Record<string, Readonly<{ entry: DriverEntry; faults: readonly string[] }>>> = {
  "no program": { entry: { exec: "" }, faults: ["exec names no program"] },
  "no words": { entry: { exec: [] }, faults: ["exec names no program"] },
  "a NUL character": { entry: { exec: ["./d", "a\0b"] }, faults: ["exec holds a NUL character"] },
  "what decides where programs come from": {
    entry: { exec: "./d", env: ["PATH", "LD_PRELOAD", "a b", "NODE_OPTIONS", "SSH_AUTH_SOCK"] },
    faults: ['env cannot hold "PATH"', 'env cannot hold "LD_PRELOAD"', 'env cannot hold "a b"', 'env cannot hold "NODE_OPTIONS"', 'env cannot hold "SSH_AUTH_SOCK"'],
  },
  "no time": { entry: { exec: "./d", timeout: "0 min" }, faults: ['timeout is "0 min"; it can be up to 24 h, as in 5 min'] },
  "too much time": { entry: { exec: "./d", timeout: "25 h" }, faults: ['timeout is "25 h"; it can be up to 24 h, as in 5 min'] },
  "nobody's turn": { entry: { exec: "./d", atOnce: 0 }, faults: ["atOnce is 0; it can be 1 to 64"] },
  "another host without its key": {
    entry: { exec: "d", over: over.over }, faults: ["over needs knownHosts: a file in the migration's folder with the host's public key"],
  },
  "no host with a key": {
    entry: { exec: "./d", knownHosts: "known_hosts", key: "key" },
    faults: ["knownHosts is for a program over SSH: name the host with over", "key is for a program over SSH: name the host with over"],
  },
  "a host that is an option": host("ssh://drover@-oProxyCommand=x"),
  "a user who is an option": host("ssh://-oProxyCommand=x@dns1"),
  "a user with a password": host("ssh://drover:secret@dns1"),
  "nobody": host("ssh://dns1"),
  "a path": host("ssh://drover@dns1/etc"),
  "a port that there is not": host("ssh://drover@dns1:65536"),
  "a host with a variable": host("ssh://drover@%h"),
  "a file of hosts with a meaning to ssh": {
    entry: { exec: "d", ...over, knownHosts: "a%h b" }, faults: ['knownHosts is "a%h b"; it should be a plain path in the migration\'s folder'],
  },
  "a key from anywhere": {
    entry: { exec: "d", ...over, key: "/etc/key" },
    faults: ['key is "/etc/key"; it should be a plain path in the migration\'s folder, or one in the home folder, such as ~/.ssh/drover'],
  },
  "words for a shell": {
    entry: { exec: ["d", "a b", "$(x)", "~", "*", ""], ...over },
    faults: ["a b", "$(x)", "~", "*", ""].map((word) => `${JSON.stringify(word)} cannot be a word over SSH: ${LETTERS}`),
  },
  "a program that a shell would take for something else": {
    entry: { exec: ["LD_PRELOAD=x", "d"], ...over }, faults: [`"LD_PRELOAD=x" cannot be a program over SSH: ${LETTERS}, and no = or hyphen first`],
  },
  "a program that is an option": { entry: { exec: ["-x"], ...over }, faults: [`"-x" cannot be a program over SSH: ${LETTERS}, and no = or hyphen first`] },
};

describe("a program among the drivers", () => {
  for (const [name, { entry, want }] of Object.entries(good))
    it(name, () => assert.deepEqual(execSettings(entry), { settings: want }));
});

describe("a program that is described wrongly", () => {
  for (const [name, { entry, faults }] of Object.entries(bad)) it(name, () => assert.deepEqual(execSettings(entry), { faults }));
});
