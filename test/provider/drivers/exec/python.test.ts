// needs: python
import { execDriver } from "../../../../provider/drivers/exec/driver";
import { contract } from "../contract";
import { FileEstate } from "./estate";

contract("a program in Python", () => {
  const estate = new FileEstate("json-file.py");
  const entry = { exec: ["./drivers/json-file.py", "estate.json"] };
  return estate.subject(() => execDriver(entry, { folder: estate.folder, secrets: new Map() }));
});
