import { Boundaries, Site } from "../../components";

const central = new Site("CEN", { role: "central", version: "2007-sp1", server: "cen-cm1", sql: "2005-sp2", clients: 12 });

const houston = new Site("HOU", {
  role: "primary",
  parent: central,
  version: "2007-sp1",
  server: "hou-cm1",
  sql: "2005-sp2",
  clients: 2150,
  boundaries: { assignment: ["10.30.0.0-10.30.15.255"], fast: ["10.30.0.0-10.30.15.255"] },
});
const dallas = new Site("DAL", {
  role: "primary",
  parent: central,
  version: "2007-sp1",
  server: "dal-cm1",
  sql: "2005-sp2",
  clients: 900,
});
new Site("LFK", { role: "secondary", parent: dallas, version: "2007-sp1", server: "lfk-cm1" });

new Boundaries("Dallas for assignment", { site: dallas, use: "assignment", addresses: ["10.20.0.0-10.20.15.255"] });
new Boundaries("Dallas, fast", { site: dallas, use: "fast", addresses: ["10.20.0.0-10.20.7.255"] });
new Boundaries("Houston, slow", { site: houston, use: "slow", addresses: ["10.31.0.0-10.31.3.255"] });
