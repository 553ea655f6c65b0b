import { byText } from "../engine/model/entity";
import type { Hold, Migration, OrderWish, Waiver } from "../engine/model/migration";
import type { Reading } from "./reading";
import { itemsOf, Path } from "./tree";

type Asked = Pick<Migration, "wishes" | "holds" | "waivers">;

const lists = ["wishes", "holds", "waivers"] as const;

/**
 * What a migration asks for entry by entry, in an order that hangs on what the entries say and not on where they stand: an entry
 * that is moved makes no other plan. `moved` tells what was called so in the document what it is called now.
 */
export function readAsked(reading: Reading): Asked & Readonly<{ moved: (path: string) => string }> {
  const read = { wishes: readWish, holds: readHold, waivers: readWaiver } as const;
  const sorted = Object.fromEntries(
    lists.map((list) => {
      const entries = itemsOf(reading.node([list])).map((_, index) => ({ index, is: read[list](reading, [list, index]) }));
      return [list, entries.sort((a, b) => byText(JSON.stringify(a.is), JSON.stringify(b.is)) || a.index - b.index)];
    }),
  );
  const all = <T>(list: (typeof lists)[number]): readonly T[] => (sorted[list] ?? []).map(({ is }) => is as T);
  const [wishes, holds] = [all<OrderWish>("wishes"), all<Hold>("holds")];
  return {
    // absent is what nobody asked for: a migration without them is what it was
    ...(wishes.length > 0 ? { wishes } : {}),
    ...(holds.length > 0 ? { holds } : {}),
    waivers: all<Waiver>("waivers"),
    moved: (path) =>
      path.replace(
        /^(wishes|holds|waivers)\/(\d+)/,
        (_, list: string, index: string) => `${list}/${(sorted[list] ?? []).findIndex((one) => one.index === Number(index))}`,
      ),
  };
}

const own =
  (reading: Reading, path: Path) =>
  (property: string): string =>
    reading.text([...path, property]) ?? "";

function readWish(reading: Reading, path: Path): OrderWish {
  const text = own(reading, path);
  return { first: text("first"), then: text("then"), why: text("why") };
}

function readHold(reading: Reading, path: Path): Hold {
  const text = own(reading, path);
  return { entity: text("entity"), until: text("until"), why: text("why") };
}

function readWaiver(reading: Reading, path: Path): Waiver {
  const entity = reading.text([...path, "entity"]);
  const text = own(reading, path);
  return {
    rule: text("rule"),
    ...(entity === undefined ? {} : { entity }),
    reason: text("reason"),
    by: text("by"),
    until: reading.date([...path, "until"]) ?? "",
  };
}
