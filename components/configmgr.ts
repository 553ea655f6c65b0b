import { Ref, byText } from "../engine/model/entity";
import type { BoundaryUse, SiteRole } from "../platforms/configmgr/estate";
import type { Wanted } from "./declaring";

/** A site of an SMS or ConfigMgr hierarchy. */
export type HierarchySiteProps = Readonly<{
  role: SiteRole;
  version: string;
  server: string;
  sql?: string;
  clients?: number;
  parent?: Ref;
  phase?: string;
}>;

/** SMS 2003 has no site of a later product below it, and is upgraded or replaced by a migration. */
const isSms = (version: string): boolean => version.startsWith("2003");

const siteRef = (code: string): Ref => `site/${code}`;

/** A site, after the one that it reports to: this platform goes from the top. */
export function site(code: string, { parent, clients = 0, phase, ...args }: HierarchySiteProps): Wanted {
  const sms = isSms(args.version);
  const inService = sms ? "running" : parent === undefined ? "installed" : "attached";
  return {
    ref: siteRef(code),
    phase: phase ?? inService,
    props: {
      ...args,
      code,
      side: sms ? "old" : "new",
      oldProduct: sms ? "sms" : "none",
      way: sms ? "stays" : "side-by-side",
      parent,
      clients,
      legacy: 0,
    },
    after: parent === undefined ? [] : [parent],
  };
}

type BoundariesProps = Readonly<{ estate: string; site: Ref; use: BoundaryUse; addresses: readonly string[]; phase?: string }>;

/** A site's addresses for one use. Assignment is one realm, roaming another; each has every address once in a hierarchy. */
export const boundaries = ({ estate, site: of, use, addresses, phase = "held" }: BoundariesProps): Wanted => ({
  ref: `boundaries/${of.slice("site/".length)}.${use}`,
  phase,
  props: {
    site: of,
    use,
    realm: `${estate} for ${use === "assignment" ? "assignment" : "roaming"}`,
    way: "stays",
    addresses: [...addresses].sort(byText),
    directory: [],
  },
  after: [of],
});
