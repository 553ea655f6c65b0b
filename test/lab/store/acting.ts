import { openLab } from "../../../lab";

/** A process of its own that migrates an estate, order after order, and says what has ended. It is there to be killed. */
async function main([folder = "", orders = "[]"]: readonly string[]): Promise<void> {
  const lab = openLab(folder, { write: true });
  process.stdout.write("ready\n");
  for (const [index, [ref, verb, args]] of (JSON.parse(orders) as [string, string, Record<string, string>?][]).entries()) {
    await lab.act({ id: `op-${index + 1}`, ref, verb, ...(args ? { args } : {}) });
    process.stdout.write(`op-${index + 1}\n`);
  }
  lab.close();
}

void main(process.argv.slice(2));
