// needs: sshd
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sign, verifierIn } from "../../../provider/drivers/signatures";

describe("signatures of evidence", () => {
  let folder: string;
  let migration: string;
  const key = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "drover-keys-"));
    migration = folder;
    for (const name of ["dba-1", "dba-2"]) {
      const made = spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key(name)], { encoding: "utf8" });
      assert.equal(made.status, 0, made.stderr);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const allow = (...names: readonly string[]): void =>
    writeFileSync(
      join(migration, "allowed_signers"),
      names.map((name) => `${name} namespaces="drover" ${readFileSync(`${key(name)}.pub`, "utf8")}`).join(""),
    );
  const signed = (name: string, payload: string): string => {
    const made = sign(key(name), payload);
    return "say" in made ? assert.fail(made.say) : made.signature;
  };

  it("are not asked for where nobody says who may sign", () => {
    assert.equal(verifierIn(migration)({ by: "dba-1", payload: "x" }), undefined);
  });

  it("that nobody can look at do not count", () => {
    assert.match(verifierIn(migration)({ by: "dba-1", payload: "x", signature: "y" }) ?? "", /^it is signed, and there is no .*allowed_signers that says with which keys dba-1 signs$/);
  });

  it("hold for who made them, and for what was signed", () => {
    allow("dba-1", "dba-2");
    const verify = verifierIn(migration);
    const signature = signed("dba-1", "x");
    assert.equal(verify({ by: "dba-1", payload: "x", signature }), undefined);
    assert.match(verify({ by: "dba-1", payload: "y", signature }) ?? "", /^its signature does not hold \(.+\)$/);
    assert.match(verify({ by: "dba-2", payload: "x", signature }) ?? "", /^its signature does not hold \(.+\)$/);
  });

  it("are a must where it is said who may sign", () => {
    allow("dba-1");
    assert.match(verifierIn(migration)({ by: "dba-1", payload: "x" }) ?? "", /^it is not signed, and .*allowed_signers says that evidence must be$/);
  });

  it("of somebody who may not any more do not hold any more", () => {
    allow("dba-1");
    const verify = verifierIn(migration);
    const signature = signed("dba-1", "x");
    assert.equal(verify({ by: "dba-1", payload: "x", signature }), undefined);
    allow("dba-2");
    assert.match(verify({ by: "dba-1", payload: "x", signature }) ?? "", /^its signature does not hold/);
  });

  it("made for something else are none of ours", () => {
    allow("dba-1");
    const made = spawnSync("ssh-keygen", ["-Y", "sign", "-f", key("dba-1"), "-n", "git"], { input: "x", encoding: "utf8" });
    assert.match(verifierIn(migration)({ by: "dba-1", payload: "x", signature: made.stdout }) ?? "", /^its signature does not hold/);
  });

  it("need a key that is there", () => {
    assert.deepEqual(sign(key("nobody"), "x"), { say: `there is no key ${key("nobody")}` });
    writeFileSync(key("broken"), "no key");
    assert.match(JSON.stringify(sign(key("broken"), "x")), /broken cannot sign: /);
  });
});
