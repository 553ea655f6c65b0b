/** A machine of our own to set up: a project folder, a PATH with programs that answer as told, and a cache. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const made: string[] = [];

export interface Machine {
  readonly root: string;
  readonly bin: string;
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  /** What the set-up said, this machine's folder left out of the paths. */
  readonly said: string[];
  log(line: string): void;
  /** Puts a shell script on the machine's PATH, or into another of its folders. */
  program(name: string, script: string, folder?: string): string;
}

/** A folder that `removeMachines` takes away again. */
export function temporaryFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "drover-tools-")));
  made.push(folder);
  return folder;
}

export function removeMachines(): void {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

export function newMachine(): Machine {
  const folder = temporaryFolder();
  const [root, bin, cache] = [path.join(folder, "project"), path.join(folder, "bin"), path.join(folder, "cache")];
  for (const made of [bin, path.join(root, "tools", "cli", "pulumi"), path.join(root, "tools", "cli", "language-host")])
    fs.mkdirSync(made, { recursive: true });
  fs.writeFileSync(path.join(root, "package.json"), JSON.stringify({ dependencies: { "@pulumi/pulumi": "3.245.0" } }));
  fs.writeFileSync(
    path.join(root, "tools", "cli", "pulumi", "go.mod"),
    "go 1.25.8\nrequire github.com/pulumi/pulumi/pkg/v3 v3.245.0\n",
  );
  fs.writeFileSync(
    path.join(root, "tools", "cli", "language-host", "go.mod"),
    "require github.com/pulumi/pulumi/sdk/v3 v3.68.0\n",
  );
  const said: string[] = [];
  return {
    root,
    bin,
    cache,
    env: { PATH: bin, DROVER_CACHE: cache },
    said,
    log: (line) =>
      void said.push(
        line
          .replaceAll(folder, "")
          .replace(/(?<![.\d])\d+ s\b/g, "N s")
          .replace(/process \d+ on \S+/, "process N"),
      ),
    program: (name, script, into = bin) => {
      fs.mkdirSync(into, { recursive: true });
      const file = path.join(into, name);
      fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return file;
    },
  };
}

/** A Pulumi CLI as far as the set-up looks. */
export const PULUMI = (version: string): string => `echo v${version}`;
export const LANGUAGE_HOST = "exit 0";
/** npm whose download finds no way out. */
export const NPM_WITHOUT_NETWORK = `echo "pulumi: fetch failed" >&2; exit 1`;
/** Go that builds at once: what it makes is a script, too. It notes each build in $GO_LOG, and takes as long as $GO_TAKES. */
export const GO = `
if [ "$1" = env ]; then echo "go1.26.8"; echo local; exit 0; fi
echo "$$" >> "$GO_LOG"
/bin/sleep "\${GO_TAKES:-0}"
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\necho v3.245.0\\n' > "$2"
/bin/chmod 755 "$2"`;
