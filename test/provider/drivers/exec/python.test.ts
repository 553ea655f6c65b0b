// needs: python
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { execDriver } from "../../../../provider/drivers/exec/driver";
import { find } from "../../../../tools/parts";
import { contract } from "../contract";
import { FileEstate } from "./estate";

/** Where Python itself lies: what is called python3 may first have to find that out, which takes twice as long as the program. */
function homeOfPython(): string {
  const named = find("python") ?? assert.fail("there is no python3");
  return dirname(execFileSync(named, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim());
}

let known: NodeJS.ProcessEnv | undefined;
const environment = (): NodeJS.ProcessEnv =>
  (known ??= { ...process.env, PATH: [homeOfPython(), process.env["PATH"] ?? ""].join(delimiter) });

contract("a program in Python", () => {
  const estate = new FileEstate("json-file.py");
  const entry = { exec: ["./drivers/json-file.py", "estate.json"] };
  return estate.subject(() => execDriver(entry, { folder: estate.folder, secrets: new Map(), environment: environment() }));
});
