import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "../package.json";
import { LabDriver } from "./drivers/lab";
import { engineLog } from "./engine";
import { handlersOf } from "./handlers";
import { Lifecycle, watchParent } from "./lifecycle";
import { serve } from "./server";
import { world } from "./world";

/** Starts the plugin as the engine expects it: its own address is the first argument, the port is the first line of output. */
async function main(engineAddress: string | undefined): Promise<void> {
  // Pulumi starts a plugin in the folder of the program's main file; paths in settings start in the project's.
  process.chdir(projectOf(process.cwd()));
  const lifecycle = new Lifecycle();
  const handlers = handlersOf({
    ...world,
    reaches: (folder, declared, platform) => new LabDriver(folder, declared, { platform }),
    log: engineAddress === undefined ? async () => undefined : engineLog(engineAddress),
    version,
    lifecycle,
  });
  const { port, server } = await serve(handlers);
  const leave = (): void => {
    // calls under way are answered first: an act whose answer is lost would be done and unknown
    void lifecycle.leave().then(() => server.tryShutdown(() => process.exit(0)));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, leave);
  watchParent({ parent: () => process.ppid, gone: () => void lifecycle.leave().then(() => process.exit(0)) });
  process.stdout.write(`${port}\n`);
}

/** The nearest folder upwards that holds a project. */
function projectOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "Pulumi.yaml"))) return at;
    if (dirname(at) === at) return folder;
  }
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
