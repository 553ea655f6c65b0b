import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What a stack's settings say of their key: whose it is, and the key itself, which this vault does not lock. */
export const settingsOfKey = {
  secretsprovider: "hashivault://tests",
  encryptedkey: Buffer.from(`vault:v1:${Buffer.alloc(32, "drover").toString("base64")}`).toString("base64"),
};

/** How a new stack is told to keep its key there. */
export const keptInVault = ["--secrets-provider", settingsOfKey.secretsprovider] as const;

let environment: Promise<Readonly<Record<string, string>>> | undefined;

/**
 * Keeps the keys of stacks as HashiCorp's Vault does, as far as Pulumi asks. To make a key of a passphrase takes the command line
 * a third of a second each time, on purpose; a suite that is not about secrets need not pay it.
 */
export const vault = (): Promise<Readonly<Record<string, string>>> => (environment ??= serve());

async function serve(): Promise<Readonly<Record<string, string>>> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { plaintext = "", ciphertext = "" } = JSON.parse(body) as { plaintext?: string; ciphertext?: string };
      const locks = request.url?.startsWith("/v1/transit/encrypt/");
      const data = locks ? { ciphertext: `vault:v1:${plaintext}` } : { plaintext: ciphertext.replace("vault:v1:", "") };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
    });
  });
  server.unref();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "tests" };
}
