import { refusal } from "./codes";
import { Unreachable } from "./drivers/driver";
import { Denied } from "./errors";

/** What cannot be looked at now, and what helps: what its driver says, or else what helps in general. */
export const unread = (what: string, { say, fix }: Unreachable): string =>
  refusal("EST-003", `${what} cannot be read: ${say}`, fix && `${fix}; nothing was changed`);

/** A look; where nothing can be seen, a refusal that says so. */
export async function readable<T>(what: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (cause) {
    if (cause instanceof Unreachable) throw new Denied(unread(what, cause), { cause });
    throw cause;
  }
}
