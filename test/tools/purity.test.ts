import assert from "node:assert/strict";
import * as path from "node:path";
import { ESLint } from "eslint";
import { configs } from "typescript-eslint";

const root = path.join(__dirname, "..", "..");
/** The project's own rules; without those that need types, as the samples are no files. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ ...configs.disableTypeChecked, files: ["**/*.ts"] }],
});

async function refused(folder: string, text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(`export {};\n${text}\n`, { filePath: path.join(root, folder, "sample.ts") });
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? "error"}: ${message}`);
}

const PURE = "engine/ and platforms/ are pure: pass it in";
const globalOf = (name: string): string => `no-restricted-globals: Unexpected use of '${name}'. ${PURE}`;
const importOf = (name: string): string =>
  `no-restricted-imports: '${name}' import is restricted from being used by a pattern. ${PURE}`;
const nameOf = (name: string, from: string, allowed: string): string =>
  `no-restricted-imports: '${name}' import from '${from}' is restricted because only '${allowed}' import(s) is/are allowed. ${PURE}`;
const LOCALE = "must not depend on the machine's locale";

describe("purity of engine/ and platforms/", function () {
  this.timeout(20_000);
  this.slow(2000);

  const cases: Record<string, { text: string; refused: readonly string[] }> = {
    "hashes and addresses are allowed": {
      text: 'import { createHash } from "node:crypto";\nimport { isIP } from "node:net";\nexport const a = [createHash, isIP, Math.max];',
      refused: [],
    },
    "no clock": {
      text: "export const a = [Date.now(), new Date(0), performance.now()];",
      refused: [globalOf("Date"), globalOf("Date"), globalOf("performance")],
    },
    "no timers": { text: "setTimeout(() => undefined, 1);", refused: [globalOf("setTimeout")] },
    "no randomness": {
      text: 'import { randomUUID } from "node:crypto";\nexport const a = [Math.random(), randomUUID(), crypto.randomUUID()];',
      refused: [
        nameOf("randomUUID", "node:crypto", "createHash"),
        `no-restricted-properties: 'Math.random' is restricted from being used. ${PURE}`,
        globalOf("crypto"),
      ],
    },
    "no environment": { text: "export const a = process.env.HOME;", refused: [globalOf("process")] },
    "no files, programs or network": {
      text: [
        'import "node:fs";',
        'import * as a from "node:child_process";',
        'import b from "fs/promises";',
        'import { connect } from "node:net";',
        'export const c = [a, b, connect, fetch("x")];',
      ].join("\n"),
      refused: [
        importOf("node:fs"),
        importOf("node:child_process"),
        importOf("fs/promises"),
        nameOf("connect", "node:net", "isIP,isIPv4,isIPv6"),
        globalOf("fetch"),
      ],
    },
    "no console": { text: "console.log(1);", refused: [globalOf("console")] },
    "no locale": {
      text: 'export const a = ["b".localeCompare("c"), (1).toLocaleString(), Intl];',
      refused: [
        `no-restricted-properties: 'localeCompare' is restricted from being used. sorting ${LOCALE}: compare by code units`,
        `no-restricted-properties: 'toLocaleString' is restricted from being used. text ${LOCALE}`,
        globalOf("Intl"),
      ],
    },
  };
  for (const folder of ["engine/model", "platforms/altiris"])
    for (const [name, { text, refused: wanted }] of Object.entries(cases))
      it(`${folder}: ${name}`, async () => assert.deepEqual(await refused(folder, text), wanted));
});
