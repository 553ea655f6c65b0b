import { execDriver } from "../../../../provider/drivers/exec/driver";
import { contract } from "../contract";
import { FileEstate } from "./estate";

contract("a program on this machine", () => {
  const estate = new FileEstate("json-file.js");
  const entry = { exec: ["./drivers/json-file.js", "estate.json"] };
  return estate.subject(() => execDriver(entry, { folder: estate.folder, secrets: new Map() }));
});
