import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verify } from "../../documents/evidence/model";

/** Signatures made for something else, an e-mail or a commit, are none of ours. */
const NAMESPACE = "drover";
/** In the migration's folder: who may attest, and with which keys (ssh-keygen(1), ALLOWED SIGNERS). */
const SIGNERS = "allowed_signers";
const LIMIT_MS = 20_000;

type Said = Readonly<{ status: number | null; out: string; problem?: string }>;

function sshKeygen(args: readonly string[], input: string): Said {
  const { status, stdout, stderr, error } = spawnSync("ssh-keygen", args, { input, encoding: "utf8", timeout: LIMIT_MS });
  if (error) {
    const missing = "code" in error && error.code === "ENOENT";
    return { status: null, out: "", problem: missing ? "ssh-keygen is not there: install OpenSSH" : error.message };
  }
  const lines = `${stderr}\n${stdout}`.split(/\r?\n/).filter((line) => line.trim() !== "");
  return { status, out: stdout, ...(status === 0 ? {} : { problem: lines[0] ?? `ssh-keygen ended with status ${status}` }) };
}

/** Looks at signatures as a migration's folder asks: where it says who may sign, nothing unsigned counts. */
export function verifierIn(folder: string): Verify {
  const signers = join(folder, SIGNERS);
  /** One and the same claim is looked at again and again while a stage is carried out. */
  const known = new Map<string, string | undefined>();
  return ({ by, payload, signature }) => {
    const asked = existsSync(signers);
    if (signature === undefined) return asked ? `it is not signed, and ${signers} says that evidence must be` : undefined;
    if (!asked) return `it is signed, and there is no ${signers} that says with which keys ${by} signs`;
    const key = [by, payload, signature, readFileSync(signers, "utf8")].join("\0");
    if (!known.has(key)) known.set(key, verified(signers, by, payload, signature));
    return known.get(key);
  };
}

function verified(signers: string, by: string, payload: string, signature: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "drover-signature-"));
  try {
    const file = join(folder, "signature");
    writeFileSync(file, signature);
    const args = ["-Y", "verify", "-f", signers, "-I", by, "-n", NAMESPACE, "-s", file];
    const { problem } = sshKeygen(args, payload);
    return problem === undefined ? undefined : `its signature does not hold (${problem})`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Signs with a private key, or with a public one whose private half an agent has. */
export function sign(key: string, payload: string): Readonly<{ signature: string }> | Readonly<{ say: string }> {
  if (!existsSync(key)) return { say: `there is no key ${key}` };
  const { out, problem } = sshKeygen(["-Y", "sign", "-f", key, "-n", NAMESPACE], payload);
  return problem === undefined ? { signature: out } : { say: `${key} cannot sign: ${problem}` };
}
