import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Project, Ran } from "./project";

const MINUTES = 60_000;

describe("a restructuring that is planned anew on its way, on the real engine", function () {
  this.timeout(6 * MINUTES);
  const project = new Project({ sample: "restructure" });
  after(() => project.remove());

  const plain = ({ status, output }: Ran): string =>
    `${status}\n${output.replaceAll(project.migration, "m").replaceAll("migrations/restructure", "m").replaceAll(`${project.folder}/`, "")}`;
  const settings = (): string => readFileSync(join(project.folder, "Pulumi.lab.yaml"), "utf8");
  const up = (): Promise<string> => project.succeeds("up", "--yes", "--skip-preview");

  it("is carried out to its first stage", async () => {
    await project.newStack();
    await up();
    await project.go("adopt", "ho2-su2-new");
    assert.equal(project.completed(), "r1/ho2-su2-new");
  });

  it("is not finished: the new estate is not there yet", async () => {
    const ran = plain(await project.drover("finish", project.migration, "--stack", "lab"));
    assert.equal(
      ran,
      "2\nlab has completed r1/ho2-su2-new, and the last stage is r1/bea-dp1-and-3-more: the new estate is not there yet — drover status lab says what is left\n",
    );
    assert.ok(!existsSync(join(project.migration, "ledger.yaml")));
  });

  it("gets a second plan beside the first, from where the stack is to what is wanted now", async () => {
    const estate = join(project.migration, "estate.yaml");
    writeFileSync(estate, readFileSync(estate, "utf8").replace("[10.45.0.0/24] } }  ", "[10.45.0.0/24, 10.46.0.0/24] } }  "));
    const first = readFileSync(join(project.migration, "plan.lock.yaml"), "utf8");
    const ran = plain(await project.drover("replan", project.migration, "--stack", "lab"));
    assert.match(ran, /^0\n/);
    assert.match(
      ran,
      /\nwrote m\/plan\.r2\.lock\.yaml beside m\/plan\.lock\.yaml, which is kept: 0 moved, 0 added, 2 removed\nr1\/ho2-su2-new = r2\/adopt {3}state [0-9a-f]{12}\n/,
    );
    assert.equal(readFileSync(join(project.migration, "plan.lock.yaml"), "utf8"), first);
  });

  it("comes to it where both meet, and changes nothing there", async () => {
    const ran = plain(await project.drover("promote", "lab"));
    assert.match(ran, /^0\nPulumi\.lab\.yaml: r1\/ho2-su2-new → r2\/adopt\n/);
    assert.match(settings(), /"?drover:stage"?: "?r2\/adopt"?/);
    const before = project.acts().length;
    await up();
    assert.equal(project.completed(), "r2/adopt");
    assert.equal(project.acts().length, before);
  });

  it("goes on from there, and has no way back to the first plan", async () => {
    const ran = plain(await project.drover("promote", "lab", "--back"));
    assert.match(ran, /r2\/adopt is where lab began: there is nothing to take back/);
    assert.match(
      plain(await project.drover("promote", "lab")),
      /^0\nPulumi\.lab\.yaml: r2\/adopt → r2\/bea-and-6-more-boundaries\n/,
    );
  });
});
