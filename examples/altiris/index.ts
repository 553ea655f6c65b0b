import { AgentSettings, Boundaries, License, NotificationServer, Site, SiteServer } from "../../components";

const common = {
  os: "windows-server-2008-r2-x64",
  installPath: "D:\\Program Files",
  products: ["inventory", "patch", "software"],
};
const database = { name: "Symantec_CMDB_71", sql: "hou-sql1", collation: "SQL_Latin1_General_CP1_CI_AS" };

const houston = new NotificationServer("hou-smp1", { ...common, version: "7.1", host: "hou-smp1.gulf.example", database });
const beaumont = new NotificationServer("bea-smp1", {
  ...common,
  version: "7.1",
  host: "bea-smp1.gulf.example",
  database: { ...database, name: "Symantec_CMDB", sql: "on-box" },
  parent: houston,
});

new Site("houston", { server: houston, boundaries: ["10.10.0.0/16", "10.12.0.10-10.12.0.99"], agents: 2700 });
new Site("beaumont", { server: beaumont, boundaries: ["10.20.0.0/20"], agents: 640 });
new Boundaries("galveston", { server: houston, addresses: ["10.14.0.0/20"] });

new SiteServer("hou-ps1", { server: houston, sites: ["houston", "galveston"], host: "hou-ps1.gulf.example" });
new SiteServer("bea-ps1", { server: beaumont, sites: ["beaumont"], host: "bea-ps1.gulf.example" });

new License("hou-smp1", { server: houston, products: { inventory: 4000, patch: 4000 } });
new License("bea-smp1", { server: beaumont, products: { inventory: 1000, patch: 1000 } });
new AgentSettings("hou-smp1", { server: houston });
