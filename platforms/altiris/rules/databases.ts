import { Entity, text } from "../../../engine/model/entity";
import { defineRule, inProcedure } from "../../../engine/model/define";
import type { Rule } from "../../../engine/model/rule";
import { guide } from "./source";

/** SQL Server and the network tell no names apart by case. */
const same = (a: Entity, b: Entity, prop: string): boolean => text(a, prop).toLowerCase() === text(b, prop).toLowerCase();

export const databases: readonly Rule[] = [
  defineRule({
    id: "ALT-083",
    covers: ["ALT-082", "ALT-083", "ALT-085"],
    title: "the CMDB is backed up before anything changes",
    source: guide("ch. 3, 'Important things to know' (Database and server backup)", 604),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "separate.backup-1" },
      {
        form: "state",
        over: "server",
        check: (server, view) =>
          server.version === "7.0" && server.phase !== "running" && view.get(`task/${text(server, "name")}/backup-1`)?.phase !== "done"
            ? { say: `${server.ref} is ${server.phase} and its CMDB has no verified backup`, fix: "back up the CMDB first" }
            : undefined,
      },
    ],
    breaks: [{ case: "replication goes off before", given: { "server/a@7.0": { phase: "separating", version: "7.0", name: "a" }, "task/a/backup-1": { phase: "doing" } } }],
    holds: [{ case: "backed up", given: { "server/a@7.0": { phase: "separating", version: "7.0", name: "a" }, "task/a/backup-1": { phase: "done" } } }],
  }),
  defineRule({
    id: "ALT-084",
    title: "the server itself is backed up before anything changes",
    source: guide("ch. 3, 'Important things to know' (Database and server backup)", 604),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "separate.backup-server" },
      {
        form: "state",
        over: "server",
        check: (server, view) =>
          server.version === "7.0" && server.phase !== "running" && view.get(`task/${text(server, "name")}/backup-server`)?.phase !== "done"
            ? `${server.ref} is ${server.phase} and has no backup of itself`
            : undefined,
      },
    ],
    breaks: [{ case: "no backup of the server", given: { "server/a@7.0": { phase: "separated", version: "7.0", name: "a" }, "task/a/backup-server": { phase: "todo" } } }],
    holds: [{ case: "not touched yet", given: { "server/a@7.0": { phase: "running", version: "7.0", name: "a" }, "task/a/backup-server": { phase: "todo" } } }],
  }),
  defineRule({
    id: "ALT-110",
    title: "the second backup is the one that is restored",
    source: guide("ch. 3, table 3-2 step 2, last task", 648),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "server.backup-2" },
      {
        form: "state",
        over: "database",
        check: (database, view) =>
          ["restoring", "restored"].includes(database.phase) && view.get(`task/${text(database, "name")}/backup-2`)?.phase !== "done"
            ? { say: `${database.ref} is ${database.phase} before the second backup is done`, fix: "restore the newest backup, taken after the preparation" }
            : undefined,
      },
    ],
    breaks: [{ case: "restored from the first", given: { "database/a@7.1": { phase: "restoring", name: "a" }, "task/a/backup-2": { phase: "doing" } } }],
    holds: [{ case: "restored from the second", given: { "database/a@7.1": { phase: "restoring", name: "a" }, "task/a/backup-2": { phase: "done" } } }],
  }),
  defineRule({
    id: "ALT-116",
    covers: ["ALT-048", "ALT-116"],
    title: "products are installed onto the restored database",
    source: guide("ch. 3, table 3-2 steps 3 to 6", 653),
    severity: "error",
    is: [
      { form: "order" },
      { form: "task", task: "server.install" },
      {
        form: "state",
        over: "server",
        check: (server, view) =>
          server.version === "7.1" && server.phase !== "planned" && view.get(text(server, "database"))?.phase !== "restored"
            ? `${server.ref} is ${server.phase} and its database is not restored`
            : undefined,
      },
    ],
    breaks: [{ case: "restoring goes on", given: { "server/a@7.1": { phase: "installing", version: "7.1", database: "database/a@7.1" }, "database/a@7.1": { phase: "restoring" } } }],
    holds: [{ case: "restored", given: { "server/a@7.1": { phase: "installing", version: "7.1", database: "database/a@7.1" }, "database/a@7.1": { phase: "restored" } } }],
  }),
  defineRule({
    id: "ALT-049",
    title: "old and new server never share a database",
    source: guide("ch. 2, 'About migrating to Symantec Management Platform 7.1'", 492),
    severity: "error",
    is: [
      {
        form: "estate",
        over: "database",
        check(database, view) {
          if (database.was === undefined) return undefined;
          // Every old server's is live, not only that of the server it is restored from.
          for (const old of view.all("database"))
            if (old.was === undefined && same(old, database, "sql") && same(old, database, "database"))
              return { say: `${text(database, "database")} on ${text(database, "sql")} is the live database of ${old.ref === database.was ? "the old server" : text(old, "name")}; connecting it would convert it`, prop: "database", fix: "give the restored copy another name, or put it on another SQL server (ALT-092)" };
          return undefined;
        },
      },
    ],
    breaks: [
      { case: "same instance, same name", given: { "database/a@7.1": { phase: "planned", was: "database/a@7.0", sql: "s1", database: "CMDB" }, "database/a@7.0": { phase: "attached", sql: "s1", database: "CMDB" } } },
      { case: "only the case differs", given: { "database/a@7.1": { phase: "planned", was: "database/a@7.0", sql: "S1", database: "cmdb" }, "database/a@7.0": { phase: "attached", sql: "s1", database: "CMDB" } } },
      {
        case: "that of another old server",
        given: {
          "database/a@7.1": { phase: "planned", was: "database/a@7.0", sql: "s1", database: "CMDB" }, "database/a@7.0": { phase: "attached", sql: "s0", database: "CMDB" },
          "database/b@7.0": { phase: "attached", name: "b", sql: "s1", database: "CMDB" },
        },
      },
    ],
    holds: [{ case: "same instance, new name", given: { "database/a@7.1": { phase: "planned", was: "database/a@7.0", sql: "s1", database: "CMDB71" }, "database/a@7.0": { phase: "attached", sql: "s1", database: "CMDB" } } }],
  }),
  defineRule({
    id: "ALT-091",
    title: "the restored database keeps the old collation",
    source: guide("ch. 3, 'Important things to know' (SQL collation)", 610),
    severity: "error",
    is: [
      { form: "task", task: "server.restore" },
      {
        form: "estate",
        over: "database",
        check(database, view) {
          const old = view.get(text(database, "was"));
          return old && old.collation !== database.collation
            ? { say: `${database.ref} is to have the collation ${text(database, "collation")}; the database restored into it has ${text(old, "collation")}`, prop: "collation", fix: `collation: ${text(old, "collation")}` }
            : undefined;
        },
      },
    ],
    breaks: [{ case: "another collation", given: { "database/a@7.1": { phase: "planned", was: "database/a@7.0", collation: "Latin1_General_BIN" }, "database/a@7.0": { phase: "attached", collation: "SQL_Latin1_General_CP1_CI_AS" } } }],
    holds: [{ case: "the same", given: { "database/a@7.1": { phase: "planned", was: "database/a@7.0", collation: "X" }, "database/a@7.0": { phase: "attached", collation: "X" } } }],
  }),
  defineRule({
    id: "ALT-141",
    covers: ["ALT-140", "ALT-141"],
    title: "a migration backup is a full backup",
    source: guide("ch. 3, 'To back up the Configuration Management Database', step 5", 702),
    severity: "error",
    is: [
      { form: "task", task: "separate.backup-1" },
      { form: "setting", table: "backup", rows: [{ of: "CMDB", setting: "type", value: "Full" }] },
    ],
  }),
  inProcedure("ALT-097", "nothing goes on before both backups are verified", guide("ch. 3, table 3-2 step 1, Warning", 643), "both"),
  inProcedure("ALT-112", "on-box: the backup is copied to the new server, then restored", guide("ch. 3, table 3-2 step 3", 653), "both"),
  // Nothing else takes it away: the restored copy never has its name on its server (ALT-049), and it goes off with its server.
  inProcedure("ALT-115", "the old database stays until the migration has succeeded", guide("ch. 3, table 3-2 step 3", 653), "order"),
  inProcedure("ALT-143", "the backup is where it is restored", guide("ch. 3, 'Restoring the Configuration Management Database'", 711), "order"),
  inProcedure("ALT-144", "a restored database gets its permissions before it is connected", guide("ch. 3, 'Setting the appropriate permissions to the SQL database'", 717), "both", "error", ["ALT-144", "ALT-146", "ALT-148"]),
  inProcedure("ALT-145", "how the CMDB is restored", guide("ch. 3, 'To restore the Configuration Management Database'", 721), "task"),
];
