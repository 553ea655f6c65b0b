import { openMigration } from "../../documents/open";
import { picture } from "../../report/picture";

/** The README's picture is the sample's plan: made from its lock, so that it cannot grow old. */
function gulf(): string {
  const { problem, stages } = openMigration("migrations/gulf");
  if (!problem) throw new Error("migrations/gulf cannot be opened: drover check migrations/gulf says why");
  return picture(problem, stages);
}

export const generators = [{ file: "docs/gulf.svg", make: gulf }];
