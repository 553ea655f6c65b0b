import assert from "node:assert/strict";
import { kinds } from "../../engine/model/entity";
import { refOfUrn, typeOf } from "../../engine/resources";

describe("the entity that a resource stands for", () => {
  const cases: Readonly<Record<string, string | undefined>> = {
    "": undefined,
    "urn:pulumi:lab::gulf::drover:index:SiteServer::bea-ps1": "siteServer/bea-ps1",
    "urn:pulumi:lab::gulf::drover:estate:Site$drover:index:Boundaries::beaumont@7.1": "boundaries/beaumont@7.1",
    "urn:pulumi:lab::gulf::drover:index:Task::bea-ns1/backup-1": "task/bea-ns1/backup-1",
    "urn:pulumi:lab::gulf::drover:index:Link::a::b": "link/a::b",
    "urn:pulumi:lab::gulf::drover:index:Completion::completed": undefined,
    "urn:pulumi:lab::gulf::drover:estate:Site::houston": undefined,
    "urn:pulumi:lab::gulf::drover:index:siteserver::bea-ps1": undefined,
    "urn:pulumi:lab::gulf::aws:s3:Bucket::server": undefined,
    "urn:pulumi:lab::gulf::pulumi:pulumi:Stack::gulf-lab": undefined,
  };
  for (const [urn, want] of Object.entries(cases)) it(`${urn} → ${want ?? "none"}`, () => assert.equal(refOfUrn(urn), want));

  for (const kind of kinds)
    it(`${kind} and back`, () => assert.equal(refOfUrn(`urn:pulumi:lab::gulf::${typeOf(kind)}::a@7.1`), `${kind}/a@7.1`));
});
