import { Directory, writeNetworks } from "../../engine/boundaries";
import { byText } from "../../engine/model/entity";
import type { Finding, Source } from "../../engine/model/finding";

/** A directory site stands for its subnets, where the directory's are declared (`ad:Dallas 10.20.0.0/20`), else for itself. */
export const meantBy = (addresses: readonly string[], directory: readonly string[]): readonly string[] =>
  directory.length === 0
    ? addresses
    : addresses.flatMap((address) => {
        const subnets = directory.filter((one) => one.startsWith(`${address} `)).map((one) => one.slice(address.length + 1));
        return subnets.length > 0 ? subnets : [address];
      });

/** `ad:Dallas 10.20.0.0/20`: what directory sites among these boundaries stand for, without narrower subnets of other sites. */
export const knownSubnets = (directory: Directory, addresses: readonly string[]): readonly string[] =>
  [...new Set(addresses)]
    .filter((address) => address.startsWith("ad:"))
    .flatMap((name) => {
      const answer = directory.addressesOf(name.slice("ad:".length).trim());
      return answer.ok ? writeNetworks(answer.spans).map((subnet) => `${name} ${subnet}`) : [];
    })
    .sort(byText);

/** What cannot be right in the directory's inventory: it is a second opinion, so it stops nothing. */
export const doubtful = (directory: Directory, origin: (path: string) => Source | undefined): readonly Finding[] =>
  directory.problems.map(({ site, say, fix }) => {
    const at = origin(`old/directory/${site}`) ?? origin(`new/directory/${site}`);
    return { rule: "BND-003", severity: "warning", say, ...(at ? { at } : {}), ...(fix === undefined ? {} : { fix }) };
  });
