// @ts-check
"use strict";
/** Ends a program whose engine is gone. */
const net = require("node:net");

const EVERY_MS = 2_000;

/**
 * Pulumi's language host lives on when its command line is killed, and so the program would: some of its calls are never
 * answered, others fail for ever and fill the memory with their errors. It asks now and then whether the engine still listens.
 */
function endWithEngine() {
  const { runtime } = require("@pulumi/pulumi");
  // Pulumi keeps the engine's client out of its types
  const engine = /** @type {{ getEngine(): { getChannel(): { getTarget(): string } } | undefined }} */ (
    /** @type {unknown} */ (runtime)
  ).getEngine();
  const [, host, port] = /^dns:(.*):(\d+)$/.exec(engine?.getChannel().getTarget() ?? "") ?? [];
  if (!host) return;
  setInterval(() => {
    const asked = net.connect({ host, port: Number(port) });
    asked.unref();
    asked.on("connect", () => asked.destroy());
    asked.on("error", (error) => {
      if ("code" in error && error.code === "ECONNREFUSED") process.exit(1);
    });
  }, EVERY_MS).unref();
}

module.exports = { endWithEngine };
