import { list, text } from "../../../engine/model/entity";
import { defineRule, inProcedure } from "../../../engine/model/define";
import type { Rule } from "../../../engine/model/rule";
import { guide } from "./source";

const missing = (wanted: readonly unknown[], there: readonly unknown[]): readonly string[] =>
  wanted.filter((product) => !there.includes(product)).map(String);

export const servers: readonly Rule[] = [
  defineRule({
    id: "ALT-040",
    title: "no upgrade in place",
    source: guide("ch. 2, 'Recommended reading', Installation", 476),
    severity: "error",
    is: [
      {
        form: "estate",
        over: "server",
        check: (server) => (server.method === "in-place" ? { say: `${server.ref}: a 7.0 installation cannot be upgraded to 7.1 where it stands`, prop: "method", fix: "method: side-by-side, with a host of its own" } : undefined),
      },
    ],
    breaks: [{ case: "in place", given: { "server/a@7.1": { phase: "planned", method: "in-place" } } }],
    holds: [{ case: "side by side", given: { "server/a@7.1": { phase: "planned", method: "side-by-side" } } }],
  }),
  defineRule({
    id: "ALT-088",
    title: "product parity when the database is connected",
    source: guide("ch. 3, 'Important things to know' (Product parity)", 607),
    severity: "error",
    is: [
      {
        form: "state",
        over: "server",
        check(server, view) {
          if (server.version !== "7.1" || server.phase === "planned") return undefined;
          const lacks = missing(list(view.get(text(server, "was")), "products"), list(server, "products"));
          return lacks.length > 0 ? { say: `${server.ref} lacks ${lacks.join(", ")} when the 7.0 database is connected: that corrupts database and operating system`, prop: "products", fix: `add ${lacks.join(", ")} to its products` } : undefined;
        },
      },
      {
        form: "estate",
        over: "server",
        check(server, view) {
          const lacks = missing(list(view.get(text(server, "was")), "products"), list(server, "products"));
          return lacks.length > 0 ? { say: `${server.ref} is to lack ${lacks.join(", ")}, which its old server has`, prop: "products", fix: `add ${lacks.join(", ")} to its products, or decide in the migration what becomes of them` } : undefined;
        },
      },
    ],
    breaks: [
      { case: "one is missing", given: { "server/a@7.1": { phase: "installing", version: "7.1", was: "server/a@7.0", products: ["inventory"] }, "server/a@7.0": { phase: "running", products: ["inventory", "patch"] } } },
    ],
    holds: [
      { case: "more than before", given: { "server/a@7.1": { phase: "installing", version: "7.1", was: "server/a@7.0", products: ["inventory", "monitor", "patch"] }, "server/a@7.0": { phase: "running", products: ["inventory", "patch"] } } },
    ],
  }),
  defineRule({
    id: "ALT-090",
    title: "new products come after the old ones have been migrated",
    source: guide("ch. 3, 'Important things to know' (Product parity)", 607),
    severity: "warning",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "object",
        check: (product, view) =>
          product.phase !== "planned" && view.get(`task/${text(product, "server")}/verify-data`)?.phase !== "done"
            ? `${product.ref} is ${product.phase} before the data of the old products is verified`
            : undefined,
      },
    ],
    breaks: [{ case: "with the first installation", given: { "object/a/monitor": { phase: "installing", server: "a" }, "task/a/verify-data": { phase: "todo" } } }],
    holds: [{ case: "afterwards", given: { "object/a/monitor": { phase: "installing", server: "a" }, "task/a/verify-data": { phase: "done" } } }],
  }),
  defineRule({
    id: "ALT-093",
    title: "the new server has a name and an address of its own",
    source: guide("ch. 3, 'Important things to know' (Server name and IP address)", 613),
    severity: "error",
    is: [
      {
        form: "estate",
        over: "server",
        check(server, view) {
          const old = view.get(text(server, "was"));
          if (!old) return undefined;
          // Names in the network are told apart by no case.
          const prop = text(old, "host").toLowerCase() === text(server, "host").toLowerCase() ? "host" : old.ip !== undefined && old.ip === server.ip ? "ip" : undefined;
          return prop && { say: `${server.ref} has the ${prop === "host" ? "name" : "address"} of ${old.ref}, ${text(server, prop)}, and both are to run at the same time`, prop, fix: `give it a ${prop} of its own` };
        },
      },
    ],
    breaks: [
      { case: "the same name", given: { "server/a@7.1": { phase: "planned", was: "server/a@7.0", host: "ns1" }, "server/a@7.0": { phase: "running", host: "ns1" } } },
      { case: "only the case differs", given: { "server/a@7.1": { phase: "planned", was: "server/a@7.0", host: "NS1" }, "server/a@7.0": { phase: "running", host: "ns1" } } },
      { case: "the same address", given: { "server/a@7.1": { phase: "planned", was: "server/a@7.0", host: "smp1", ip: "10.0.0.1" }, "server/a@7.0": { phase: "running", host: "ns1", ip: "10.0.0.1" } } },
    ],
    holds: [{ case: "both differ", given: { "server/a@7.1": { phase: "planned", was: "server/a@7.0", host: "smp1", ip: "10.0.0.2" }, "server/a@7.0": { phase: "running", host: "ns1", ip: "10.0.0.1" } } }],
  }),
  defineRule({
    id: "ALT-095",
    title: "the installation path stays",
    source: guide("ch. 3, 'Important things to know' (Installation path of Symantec Installation Manager)", 616),
    severity: "error",
    is: [
      { form: "task", task: "server.install" },
      {
        form: "estate",
        over: "server",
        check(server, view) {
          const old = view.get(text(server, "was"));
          return old && text(old, "installPath").toLowerCase() !== text(server, "installPath").toLowerCase()
            ? { say: `${server.ref} is to be installed in ${text(server, "installPath")}, ${old.ref} stands in ${text(old, "installPath")}: its agents could not be upgraded`, prop: "installPath", fix: `installPath: '${text(old, "installPath")}'` }
            : undefined;
        },
      },
    ],
    breaks: [{ case: "another drive", given: { "server/a@7.1": { phase: "planned", was: "server/a@7.0", installPath: "C:\\Program Files" }, "server/a@7.0": { phase: "running", installPath: "D:\\Program Files" } } }],
    holds: [{ case: "only the case differs", given: { "server/a@7.1": { phase: "planned", was: "server/a@7.0", installPath: "d:\\program files" }, "server/a@7.0": { phase: "running", installPath: "D:\\Program Files" } } }],
  }),
  defineRule({
    id: "ALT-069",
    covers: ["ALT-069", "ALT-094"],
    title: "the old server stays while anybody uses it",
    source: guide("ch. 2, 'About reusing existing hardware to migrate'", 556),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "state",
        over: "server",
        check(server, view) {
          if (server.phase !== "retiring" && server.phase !== "kept") return undefined;
          for (const wave of view.all("wave", "at", server.ref)) return `${server.ref} is ${server.phase} while ${wave.ref} still uses it`;
          for (const stragglers of view.all("stragglers", "at", server.ref)) return `${server.ref} is ${server.phase} while ${stragglers.ref} are open`;
          // A parent without agents of its own is still asked for its data until its successor has them.
          const heir = view.get(text(server, "successor"));
          return heir && view.get(`gate/${text(heir, "name")}/validated`)?.phase !== "open" ? `${server.ref} is ${server.phase} and its successor ${heir.ref} is not validated` : undefined;
        },
      },
    ],
    breaks: [
      { case: "a wave is on its way", given: { "server/a@7.0": { phase: "retiring" }, "wave/x": { phase: "moving", at: ["server/a@7.0", "server/a@7.1"] } } },
      { case: "stragglers are left", given: { "server/a@7.0": { phase: "kept" }, "stragglers/a": { phase: "open", at: ["server/a@7.0"] } } },
      { case: "it never had agents, and its data are nowhere else yet", given: { "server/p@7.0": { phase: "retiring", successor: "server/p@7.1" }, "server/p@7.1": { phase: "planned", name: "p" }, "gate/p/validated": { phase: "closed" } } },
    ],
    holds: [
      { case: "nobody is left", given: { "server/a@7.0": { phase: "retiring" }, "wave/x": { phase: "moved", at: ["server/a@7.1"] }, "stragglers/a": { phase: "settled", at: [] } } },
      { case: "its successor is signed off", given: { "server/p@7.0": { phase: "retiring", successor: "server/p@7.1" }, "server/p@7.1": { phase: "installed", name: "p" }, "gate/p/validated": { phase: "open" } } },
    ],
  }),
  inProcedure("ALT-032", "the plan is agreed before anything begins", guide("ch. 2, 'Recommended reading'", 458), "both", "warning"),
  inProcedure("ALT-054", "the migration is rehearsed on a test system", guide("ch. 2, phase Prepare", 504), "both", "warning"),
  inProcedure("ALT-034", "the wizard comes from the finished 7.1 installation", guide("ch. 2, 'Recommended reading', Prerequisites", 464), "both"),
  inProcedure("ALT-027", "import after export and installation", guide("ch. 2, 'About this migration guide'", 423), "both"),
  inProcedure("ALT-252", "the wizard is installed before it exports", guide("ch. 3, 'About installing the Symantec Notification Server Migration Wizard'", 1067), "both"),
  inProcedure("ALT-126", "a PackageFiles folder goes with the store", guide("ch. 3, table 3-2 step 7", 669), "task"),
  inProcedure("ALT-266", "the store is copied to where the new server reads it", guide("ch. 3, table 3-4 step 5", 1106), "both"),
  inProcedure("ALT-270", "how data is exported", guide("ch. 3, 'To export Symantec Management Platform 7.0 data to a data store file'", 1127), "task"),
  inProcedure("ALT-279", "how data is imported", guide("ch. 3, 'To import Symantec Management Platform 7.0 data from a data store file'", 1182), "task"),
  inProcedure("ALT-058", "migrated data is looked at", guide("ch. 2, phase Validate", 510), "both", "warning", ["ALT-058", "ALT-127"]),
  inProcedure("ALT-128", "what neither CMDB nor wizard brings is moved by hand", guide("ch. 3, table 3-2 step 9", 671), "both"),
  inProcedure("ALT-098", "the preparation has an order of its own", guide("ch. 3, table 3-2 step 2", 648), "both"),
  defineRule({
    id: "ALT-096",
    title: "fourteen steps",
    source: guide("ch. 3, table 3-2", 640),
    severity: "error",
    is: [
      { form: "order" },
      {
        form: "setting",
        table: "fourteen-steps",
        rows: [
          { step: 1, tasks: ["separate.backup-1", "separate.backup-server", "separate.verify-backups"] },
          {
            step: 2,
            tasks: [
              "separate.outstanding", "unlink.document", "unlink.detach", "server.accounts", "server.package-files", "server.list-products", "server.copy-licences",
              "server.backup-2",
            ],
          },
          { step: 3, tasks: ["server.install-sql", "server.copy-backup", "server.restore", "server.permissions"] },
          { step: 4, tasks: ["server.prepare"] },
          { step: 5, tasks: ["server.install"] },
          { step: 6, tasks: ["server.install", "server.apply-licences"] },
          { step: 7, tasks: ["server.wizard", "server.export", "server.copy-store", "server.import"] },
          { step: 8, tasks: ["server.verify-data"] },
          { step: 9, tasks: ["server.manual-items"] },
          { step: 10, tasks: ["server.new-site-servers", "wave.take-over", "wave.drop", "shared.recreate"] },
          { step: 11, tasks: ["server.confirm-sites"] },
          { step: 12, tasks: ["wave.redirect"] },
          { step: 13, tasks: ["wave.move"] },
          { step: 14, tasks: ["link.link", "link.replication-rules", "replicate.replication-on"] },
        ],
      },
    ],
  }),
  inProcedure("ALT-053", "prepare, install and migrate, validate", guide("ch. 2, phases", 500), "order", "warning"),
  inProcedure("ALT-089", "the installed products are listed before the installation", guide("ch. 3, 'Important things to know' (Product parity)", 607), "both"),
  inProcedure("ALT-103", "the old server's accounts are written down", guide("ch. 3, table 3-2 step 2", 648), "task"),
  inProcedure("ALT-118", "accounts are there before the products", guide("ch. 3, table 3-2 step 4", 654), "both"),
  inProcedure("ALT-121", "Installation Manager after the preparation", guide("ch. 3, table 3-2 steps 5 and 6", 659), "order"),
  inProcedure("ALT-099", "nothing is outstanding on the old server", guide("ch. 3, table 3-2 step 2, first task", 648), "both"),
  inProcedure("ALT-068", "no old server goes before its business is served", guide("ch. 2, 'About reusing existing hardware to migrate'", 554), "both"),
  inProcedure("ALT-081", "three questions before an old server goes", guide("ch. 3, table 3-1, 'Keep your previous Notification Server'", 591), "both", "warning"),
  inProcedure("ALT-080", "old servers are kept", guide("ch. 3, table 3-1, 'Keep your previous Notification Server'", 591), "task", "warning"),
  inProcedure("ALT-038", "held-back policies come on after the agents", guide("ch. 2, 'Recommended reading', Infrastructure architecture", 472), "both", "warning"),
];
