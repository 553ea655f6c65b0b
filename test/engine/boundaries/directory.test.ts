import assert from "node:assert/strict";
import { directoryOf, Directory, NO_DIRECTORY } from "../../../engine/boundaries/directory";
import { writeSpans } from "../../../engine/boundaries/write";

const of = (inventory: Record<string, readonly string[]>): Directory => directoryOf(new Map(Object.entries(inventory)));

/** What the directory answers: texts, or why not. */
function asked(directory: Directory, site: string): readonly string[] | string {
  const answer = directory.addressesOf(site);
  return answer.ok ? writeSpans(answer.spans) : answer.why;
}

type Subnets = Record<string, readonly string[]>;

const answers: Record<string, { inventory: Subnets; want: Record<string, readonly string[] | string> }> = {
  "a site's subnets, whatever the case of its name": {
    inventory: { Houston: ["10.1.0.0/16", "2001:db8::/48"] },
    want: { houston: ["10.1.0.0/16", "2001:db8::/48"], HOUSTON: ["10.1.0.0/16", "2001:db8::/48"] },
  },
  "the most specific subnet has the address": {
    inventory: { Houston: ["10.0.0.0/8"], Beaumont: ["10.1.0.0/16"], Lake: ["10.1.128.0/17"] },
    want: { Houston: ["10.0.0.0/16", "10.2.0.0-10.255.255.255"], Beaumont: ["10.1.0.0/17"], Lake: ["10.1.128.0/17"] },
  },
  "a narrower subnet of the same site takes nothing away": {
    inventory: { Houston: ["10.0.0.0/8", "10.1.0.0/16"] },
    want: { Houston: ["10.0.0.0/8"] },
  },
  "neighbours are not inside one another": {
    inventory: { A: ["10.0.0.0/25", "0.0.0.0/0"], B: ["10.0.0.128/25"], C: ["::/0"] },
    want: { A: ["0.0.0.0-10.0.0.127", "10.0.1.0-255.255.255.255"], B: ["10.0.0.128/25"], C: ["::/0"] },
  },
  "a site that is not there": {
    inventory: { Houston: ["10.1.0.0/16"] },
    want: { Lake: "the directory inventory has no site Lake" },
  },
  "a site without subnets": {
    inventory: { Houston: [] },
    want: { Houston: "the directory inventory has no subnet for Houston" },
  },
  "a site whose addresses all belong to narrower subnets": {
    inventory: { Houston: ["10.0.0.0/24"], A: ["10.0.0.0/25"], B: ["10.0.0.128/25"] },
    want: { Houston: "the directory inventory has no subnet for Houston" },
  },
};

const problems: Record<string, { inventory: Record<string, readonly string[]>; want: Directory["problems"] }> = {
  "none": { inventory: { Houston: ["10.1.0.0/16"] }, want: [] },
  "a subnet that does not read": {
    inventory: { Houston: ["10.1.2.0/16"] },
    want: [
      {
        site: "Houston",
        say: '"10.1.2.0/16" has bits set behind its prefix of 16 (10.1.2.0 would be that address alone): write 10.1.0.0/16',
        fix: "10.1.0.0/16",
      },
    ],
  },
  "a subnet that does not read, without a proposal": {
    inventory: { Houston: ["10.1"] },
    want: [
      {
        site: "Houston",
        say: '"10.1" has 2 parts and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write all four',
      },
    ],
  },
  "what is no subnet": {
    inventory: { Houston: ["10.1.0.1-10.1.0.9"] },
    want: [
      {
        site: "Houston",
        say: '"10.1.0.1-10.1.0.9" is no subnet, and the directory holds nothing else: write it as a subnet',
      },
    ],
  },
  "a subnet under two sites": {
    inventory: { Houston: ["10.1.0.0/16", "10.1.0.0/16"], Beaumont: ["10.1.0.0/255.255.0.0"] },
    want: [
      {
        site: "Beaumont",
        say:
          "10.1.0.0/16 stands under the sites Beaumont and Houston: the directory gives a subnet to one site, " +
          "keep it under that one",
      },
    ],
  },
};

describe("directoryOf", () => {
  for (const [name, { inventory, want }] of Object.entries(answers)) {
    it(name, () => {
      const directory = of(inventory);
      assert.deepEqual(Object.fromEntries(Object.keys(want).map((site) => [site, asked(directory, site)])), want);
    });
  }

  for (const [name, { inventory, want }] of Object.entries(problems)) {
    it(`problems: ${name}`, () => assert.deepEqual(of(inventory).problems, want));
  }

  it("gives a subnet under two sites to both, so that the overlap shows", () => {
    const directory = of({ Houston: ["10.1.0.0/16"], Beaumont: ["10.1.0.0/16"] });
    assert.deepEqual([asked(directory, "Houston"), asked(directory, "Beaumont")], [["10.1.0.0/16"], ["10.1.0.0/16"]]);
  });

  it("says that there is none where nobody supplied one", () => {
    assert.equal(asked(NO_DIRECTORY, "Houston"), "there is no directory inventory");
  });
});
