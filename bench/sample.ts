/** One measurement in a process of its own: `sample.ts WORK ARGUMENT…` prints what it took as JSON. */
import { works } from "./works";

const [, , name = "", ...args] = process.argv;
const work = works[name];
if (!work) throw new Error(`there is no work "${name}", only ${Object.keys(works).join(", ")}`);
const run = work(...args);
const before = process.cpuUsage();
run();
const { user, system } = process.cpuUsage(before);
const sample = { ms: (user + system) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(JSON.stringify(sample));
