import assert from "node:assert/strict";
import { isIP } from "node:net";
import fc from "fast-check";
import { Boundary } from "../../../engine/boundaries/boundary";
import { parseBoundary } from "../../../engine/boundaries/parse";
import { anyAddress, anyBoundary, nearlyBoundary } from "./arbitrary";

const EXAMPLES =
  "write an address, a subnet, a range or a directory site, such as 10.1.0.7, 10.1.0.0/16, 10.1.0.10-10.1.0.99 or ad:Houston";

const read: Record<string, { text: string; want: Boundary }> = {
  "an address": {
    text: "10.1.0.7",
    want: { form: "address", family: 4, first: 0x0a010007n, last: 0x0a010007n, text: "10.1.0.7" },
  },
  "a subnet": {
    text: "10.1.0.0/16",
    want: { form: "subnet", family: 4, first: 0x0a010000n, last: 0x0a01ffffn, bits: 16, text: "10.1.0.0/16" },
  },
  "a subnet with a dotted mask": {
    text: "10.1.0.0/255.255.0.0",
    want: { form: "subnet", family: 4, first: 0x0a010000n, last: 0x0a01ffffn, bits: 16, text: "10.1.0.0/16" },
  },
  "all of IPv4": {
    text: "0.0.0.0/0.0.0.0",
    want: { form: "subnet", family: 4, first: 0n, last: 0xffffffffn, bits: 0, text: "0.0.0.0/0" },
  },
  "a subnet of one stays a subnet": {
    text: "10.1.0.7/32",
    want: { form: "subnet", family: 4, first: 0x0a010007n, last: 0x0a010007n, bits: 32, text: "10.1.0.7/32" },
  },
  "a range": {
    text: "10.1.0.10-10.1.0.99",
    want: { form: "range", family: 4, first: 0x0a01000an, last: 0x0a010063n, text: "10.1.0.10-10.1.0.99" },
  },
  "a range of one": {
    text: "10.1.0.7-10.1.0.7",
    want: { form: "range", family: 4, first: 0x0a010007n, last: 0x0a010007n, text: "10.1.0.7-10.1.0.7" },
  },
  "an IPv6 address in its canonical form": {
    text: "2001:0DB8:0:0:1:0:0:1",
    want: {
      form: "address",
      family: 6,
      first: 0x20010db8000000000001000000000001n,
      last: 0x20010db8000000000001000000000001n,
      text: "2001:db8::1:0:0:1",
    },
  },
  "one zero group is written out": {
    text: "1:2:3:4:5:6::8",
    want: {
      form: "address",
      family: 6,
      first: 0x10002000300040005000600000008n,
      last: 0x10002000300040005000600000008n,
      text: "1:2:3:4:5:6:0:8",
    },
  },
  "a dotted tail": {
    text: "64:ff9b::1.2.3.4",
    want: {
      form: "address",
      family: 6,
      first: 0x64ff9b0000000000000000_01020304n,
      last: 0x64ff9b0000000000000000_01020304n,
      text: "64:ff9b::102:304",
    },
  },
  "a prefix": {
    text: "2001:db8::/32",
    want: {
      form: "prefix",
      family: 6,
      first: 0x20010db8000000000000000000000000n,
      last: 0x20010db8ffffffffffffffffffffffffn,
      bits: 32,
      text: "2001:db8::/32",
    },
  },
  "an IPv6 range": { text: "::1-::f", want: { form: "range", family: 6, first: 1n, last: 15n, text: "::1-::f" } },
  "a directory site": { text: "ad:Houston", want: { form: "site", name: "Houston", key: "houston", text: "ad:Houston" } },
  "a directory site with a space": {
    text: "ad:Houston HQ",
    want: { form: "site", name: "Houston HQ", key: "houston hq", text: "ad:Houston HQ" },
  },
  "an IPv6 address that begins with ad:": {
    text: "ad::1",
    want: { form: "address", family: 6, first: (0xadn << 112n) | 1n, last: (0xadn << 112n) | 1n, text: "ad::1" },
  },
};

const refused: Record<string, { text: string; say: string; fix?: string }> = {
  "two boundaries in one cell": {
    text: "10.1.0.0/16, 10.2.0.0/16",
    say: '"10.1.0.0/16, 10.2.0.0/16" holds more than one boundary: give each an entry of its own',
  },
  "what a spreadsheet makes of 10.1": {
    text: "10. Jan",
    say:
      '"10. Jan" is a date, which a spreadsheet makes of an address\'s first two parts:' +
      " write the boundary again, with the column's format set to text",
  },
  empty: {
    text: "",
    say: `a boundary is empty: ${EXAMPLES}`,
  },
  "white space alone": {
    text: "  ",
    say: `a boundary is empty: ${EXAMPLES}`,
  },
  "IPv4 in IPv6 form, with a prefix length that no address has": {
    text: "::ffff:10.1.2.3/999",
    say: '"::ffff:10.1.2.3/999" is an IPv4 address in IPv6 form, which no platform matches: write it in IPv4 form',
  },
  "brackets, and a prefix length that no address has": {
    text: "[10.1.2.3]/99",
    say: '"[10.1.2.3]/99" has brackets, as in a web address: write the address alone',
  },
  "a site in capitals whose name is none": {
    text: "AD:a/b",
    say: '"AD:a/b" has AD: in capitals: write ad: in small letters',
  },
  "a site's path with a name that is none": {
    text: "ad:CN=Hou\u0001ston,CN=Sites",
    say: '"ad:CN=Hou\\u0001ston,CN=Sites" has a site\'s path in the directory: write its name alone',
  },
  "white space around": {
    text: " 10.0.0.1",
    say: '" 10.0.0.1" has white space around it: write 10.0.0.1',
    fix: "10.0.0.1",
  },
  "white space inside a subnet": {
    text: "10.1.0.0 /16",
    say: '"10.1.0.0 /16" has white space inside: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "white space inside a range": {
    text: "10.0.0.1 - 10.0.0.9",
    say: '"10.0.0.1 - 10.0.0.9" has white space inside: write 10.0.0.1-10.0.0.9',
    fix: "10.0.0.1-10.0.0.9",
  },
  "white space and a second mistake": {
    text: " 10.0.0.9-10.0.0.1",
    say: '" 10.0.0.9-10.0.0.1" has white space around it: write 10.0.0.1-10.0.0.9',
    fix: "10.0.0.1-10.0.0.9",
  },
  "white space in something else": {
    text: "hou. ns1",
    say: '"hou. ns1" has white space inside: write it without',
  },
  "a no-break space": {
    text: "10.0.0.1\u00a0",
    say: '"10.0.0.1<U+00A0>" has white space around it: write 10.0.0.1',
    fix: "10.0.0.1",
  },
  "a word processor's dash": {
    text: "10.0.0.1\u201310.0.0.9",
    say: '"10.0.0.1\u201310.0.0.9" has the dash U+2013 in place of a hyphen: write 10.0.0.1-10.0.0.9',
    fix: "10.0.0.1-10.0.0.9",
  },
  "a byte order mark": {
    text: "\ufeff10.0.0.1",
    say: '"<U+FEFF>10.0.0.1" has the invisible character U+FEFF: write 10.0.0.1',
    fix: "10.0.0.1",
  },
  "a zero-width space": {
    text: "10.0.0\u200b.1",
    say: '"10.0.0<U+200B>.1" has the invisible character U+200B: write 10.0.0.1',
    fix: "10.0.0.1",
  },
  "a list": {
    text: "10.0.0.1,10.0.0.2",
    say: '"10.0.0.1,10.0.0.2" holds more than one boundary: give each an entry of its own',
  },
  "a leading zero with two readings": {
    text: "010.0.0.1",
    say:
      '"010.0.0.1" has a leading zero in 010, which some programs read as octal: write 8.0.0.1 or 10.0.0.1, ' +
      "whichever is meant",
  },
  "a leading zero with one value": {
    text: "10.0.0.01",
    say: '"10.0.0.01" has a leading zero in 01, which some programs read as octal: write 10.0.0.1',
    fix: "10.0.0.1",
  },
  "a leading zero that cannot be octal": {
    text: "10.0.0.08",
    say: '"10.0.0.08" has a leading zero in 08, which some programs read as octal: write 10.0.0.8',
    fix: "10.0.0.8",
  },
  "a leading zero that can be octal only": {
    text: "0377.0.0.1",
    say: '"0377.0.0.1" has a leading zero in 0377, which some programs read as octal: write decimal numbers from 0 to 255',
  },
  "leading zeros and neither reading": {
    text: "099.0.0.0999",
    say: '"099.0.0.0999" has a leading zero in 099, which some programs read as octal: write decimal numbers from 0 to 255',
  },
  "a leading zero in a subnet": {
    text: "010.0.0.0/8",
    say:
      '"010.0.0.0/8" has a leading zero in 010, which some programs read as octal: write 8.0.0.0 or 10.0.0.0, ' +
      "whichever is meant",
  },
  "a leading zero in one value of a subnet": {
    text: "10.01.0.0/16",
    say: '"10.01.0.0/16" has a leading zero in 01, which some programs read as octal: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "two parts": {
    text: "10.1",
    say: '"10.1" has 2 parts and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write all four',
  },
  "one part": {
    text: "10",
    say: '"10" has 1 part and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write all four',
  },
  "three parts: a date": {
    text: "10.01.2026",
    say: '"10.01.2026" has 3 parts and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write all four',
  },
  "a day as one number": {
    text: "20260101",
    say: '"20260101" has 1 part and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write all four',
  },
  "two parts and a prefix that ends there": {
    text: "10.1/16",
    say: '"10.1/16" has 2 parts and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "two parts and a prefix that ends before": {
    text: "10.1/8",
    say: '"10.1/8" has 2 parts and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write all four',
  },
  "one part and a prefix": {
    text: "10/8",
    say: '"10/8" has 1 part and an IPv4 address has 4 (did a spreadsheet make a number or a date of it?): write all four',
  },
  "five parts": {
    text: "10.1.2.3.4",
    say: '"10.1.2.3.4" has 5 parts and an IPv4 address has 4: write one address, or two as a range',
  },
  "an empty part": {
    text: "10..0.1",
    say: '"10..0.1" has an empty part: write the four numbers of an IPv4 address',
  },
  "a part above 255": {
    text: "10.1.0.256",
    say: '"10.1.0.256" has the part 256 and the highest is 255: correct that part',
  },
  "IPv4-mapped, dotted": {
    text: "::ffff:1.2.3.4",
    say: '"::ffff:1.2.3.4" is an IPv4 address in IPv6 form, which no platform matches: write 1.2.3.4',
    fix: "1.2.3.4",
  },
  "IPv4-mapped, hexadecimal": {
    text: "::ffff:102:304",
    say: '"::ffff:102:304" is an IPv4 address in IPv6 form, which no platform matches: write 1.2.3.4',
    fix: "1.2.3.4",
  },
  "IPv4-mapped, a prefix": {
    text: "::ffff:10.1.0.0/112",
    say: '"::ffff:10.1.0.0/112" is an IPv4 address in IPv6 form, which no platform matches: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "IPv4-mapped, a prefix with host bits": {
    text: "::ffff:10.1.2.3/112",
    say: '"::ffff:10.1.2.3/112" is an IPv4 address in IPv6 form, which no platform matches: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "IPv4-mapped, a prefix that cannot be": {
    text: "::ffff:10.1.2.3/24",
    say: '"::ffff:10.1.2.3/24" is an IPv4 address in IPv6 form, which no platform matches: write the IPv4 subnet',
  },
  "IPv4-mapped, a range": {
    text: "::ffff:1.2.3.4-::ffff:1.2.3.9",
    say:
      '"::ffff:1.2.3.4-::ffff:1.2.3.9" has the end ::ffff:1.2.3.4, which is an IPv4 address in IPv6 form, ' +
      "which no platform matches: write 1.2.3.4-1.2.3.9",
    fix: "1.2.3.4-1.2.3.9",
  },
  "a zone": {
    text: "fe80::1%eth0",
    say: '"fe80::1%eth0" has the zone %eth0, which one machine alone understands: write fe80::1',
    fix: "fe80::1",
  },
  "a zone in a prefix": {
    text: "fe80::%eth0/64",
    say: '"fe80::%eth0/64" has the zone %eth0, which one machine alone understands: write fe80::/64',
    fix: "fe80::/64",
  },
  brackets: {
    text: "[::1]",
    say: '"[::1]" has brackets, as in a web address: write ::1',
    fix: "::1",
  },
  "brackets in a prefix": {
    text: "[2001:db8::]/48",
    say: '"[2001:db8::]/48" has brackets, as in a web address: write 2001:db8::/48',
    fix: "2001:db8::/48",
  },
  "a port": {
    text: "10.0.0.1:80",
    say: '"10.0.0.1:80" has the port :80, and a boundary has none: write 10.0.0.1',
    fix: "10.0.0.1",
  },
  "brackets and a port": {
    text: "[::1]:80",
    say: '"[::1]:80" has the port :80, and a boundary has none: write ::1',
    fix: "::1",
  },
  "three colons": {
    text: "2001:db8:::1",
    say:
      '"2001:db8:::1" is not an IPv6 address: write eight groups of one to four hexadecimal digits, ' +
      "where one run of zero groups may be ::",
  },
  "too few groups": {
    text: "1:2:3",
    say:
      '"1:2:3" is not an IPv6 address: write eight groups of one to four hexadecimal digits, ' +
      "where one run of zero groups may be ::",
  },
  "/33": {
    text: "10.0.0.0/33",
    say: '"10.0.0.0/33" has the prefix length 33: write one from 0 to 32, as IPv4 has',
  },
  "/129": {
    text: "::/129",
    say: '"::/129" has the prefix length 129: write one from 0 to 128, as IPv6 has',
  },
  "no prefix length": {
    text: "10.0.0.0/",
    say: '"10.0.0.0/" has nothing after "/": write a prefix length from 0 to 32',
  },
  "letters as a prefix length": {
    text: "10.0.0.0/x",
    say: '"10.0.0.0/x" has "x" in place of a prefix length: write a number from 0 to 32 or a mask such as 255.255.0.0',
  },
  "letters as an IPv6 prefix length": {
    text: "::/x",
    say: '"::/x" has "x" in place of a prefix length: write a number from 0 to 128',
  },
  "a leading zero in the prefix length": {
    text: "10.0.0.0/08",
    say: '"10.0.0.0/08" has a leading zero in the prefix length 08: write 10.0.0.0/8',
    fix: "10.0.0.0/8",
  },
  "a negative prefix length": {
    text: "10.0.0.0/-1",
    say: '"10.0.0.0/-1" has "-1" in place of a prefix length: write a number from 0 to 32 or a mask such as 255.255.0.0',
  },
  "two prefix lengths": {
    text: "10.0.0.0/8/9",
    say: '"10.0.0.0/8/9" has more than one "/": write one prefix length or mask',
  },
  "host bits": {
    text: "10.1.2.3/16",
    say: '"10.1.2.3/16" has bits set behind its prefix of 16 (10.1.2.3 would be that address alone): write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "host bits behind a mask": {
    text: "10.1.2.3/255.255.0.0",
    say: '"10.1.2.3/255.255.0.0" has bits set behind its prefix of 16 (10.1.2.3 would be that address alone): write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "IPv6 host bits": {
    text: "2001:db8::1/64",
    say: '"2001:db8::1/64" has bits set behind its prefix of 64 (2001:db8::1 would be that address alone): write 2001:db8::/64',
    fix: "2001:db8::/64",
  },
  "host bits behind /0": {
    text: "10.1.2.3/0",
    say: '"10.1.2.3/0" has the prefix length 0, which means every address: write 0.0.0.0/0 for those, or 10.1.2.3 for one',
  },
  "a mask with holes": {
    text: "10.1.0.0/255.0.255.0",
    say:
      '"10.1.0.0/255.0.255.0" has the mask 255.0.255.0, whose ones are not one block from the left: ' +
      "write a mask such as 255.255.0.0, or a prefix length",
  },
  "an inverted mask": {
    text: "10.1.0.0/0.0.255.255",
    say: '"10.1.0.0/0.0.255.255" has the inverted mask 0.0.255.255, as routers\' access lists do: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "an IPv4 mask on IPv6": {
    text: "::/255.255.0.0",
    say: '"::/255.255.0.0" has "255.255.0.0" in place of a prefix length: write a number from 0 to 128',
  },
  "a reversed range": {
    text: "10.0.0.9-10.0.0.1",
    say: '"10.0.0.9-10.0.0.1" runs backwards: write 10.0.0.1-10.0.0.9',
    fix: "10.0.0.1-10.0.0.9",
  },
  "a reversed IPv6 range": {
    text: "2001:db8::9-2001:db8::1",
    say: '"2001:db8::9-2001:db8::1" runs backwards: write 2001:db8::1-2001:db8::9',
    fix: "2001:db8::1-2001:db8::9",
  },
  "mixed families": {
    text: "10.0.0.1-::1",
    say: '"10.0.0.1-::1" runs from IPv4 to IPv6: write both ends in one family, or two boundaries',
  },
  "an abbreviated range": {
    text: "10.0.0.1-99",
    say: '"10.0.0.1-99" has the part 99 in place of its last address: write 10.0.0.1-10.0.0.99',
    fix: "10.0.0.1-10.0.0.99",
  },
  "an abbreviated range that cannot be": {
    text: "10.0.0.1-999",
    say:
      '"10.0.0.1-999" has the part 999 in place of its last address: write its first and its last address, ' +
      "such as 10.1.0.10-10.1.0.99",
  },
  "a range without a first address": {
    text: "-10.0.0.1",
    say: '"-10.0.0.1" has no first address: write its first and its last address, such as 10.1.0.10-10.1.0.99',
  },
  "a range without a last address": {
    text: "10.0.0.1-",
    say: '"10.0.0.1-" has no last address: write its first and its last address, such as 10.1.0.10-10.1.0.99',
  },
  "three ends": {
    text: "1.1.1.1-2.2.2.2-3.3.3.3",
    say: '"1.1.1.1-2.2.2.2-3.3.3.3" has more than two ends: write its first and its last address, such as 10.1.0.10-10.1.0.99',
  },
  "subnets as ends": {
    text: "10.0.0.0/24-10.0.1.0/24",
    say: '"10.0.0.0/24-10.0.1.0/24" has a subnet as an end of a range: write 10.0.0.0-10.0.1.255',
    fix: "10.0.0.0-10.0.1.255",
  },
  "subnets of two families as ends": {
    text: "10.0.0.0/24-::/64",
    say:
      '"10.0.0.0/24-::/64" has a subnet as an end of a range: write its first and its last address, ' +
      "such as 10.1.0.10-10.1.0.99",
  },
  "something else and a subnet as ends": {
    text: "10.0.0.0/24-10.0.1",
    say:
      '"10.0.0.0/24-10.0.1" has a subnet as an end of a range: write its first and its last address, ' +
      "such as 10.1.0.10-10.1.0.99",
  },
  "a mistake in one end": {
    text: "10.0.0.1-10.0.0.300",
    say: '"10.0.0.1-10.0.0.300" has the end 10.0.0.300, which has the part 300 and the highest is 255: correct that part',
  },
  "an end with two readings": {
    text: "010.0.0.1-10.0.0.9",
    say:
      '"010.0.0.1-10.0.0.9" has the end 010.0.0.1, which has a leading zero in 010, which some programs read as octal: ' +
      "write 8.0.0.1 or 10.0.0.1, whichever is meant",
  },
  wildcards: {
    text: "10.1.*.*",
    say: '"10.1.*.*" has a wildcard: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "wildcards by x": {
    text: "10.1.x.x",
    say: '"10.1.x.x" has a wildcard: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "a wildcard for all that follows": {
    text: "10.1.*",
    say: '"10.1.*" has a wildcard: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "wildcards with the same prefix": {
    text: "10.1.*.*/16",
    say: '"10.1.*.*/16" has a wildcard: write 10.1.0.0/16',
    fix: "10.1.0.0/16",
  },
  "wildcards with another prefix": {
    text: "10.1.*.*/24",
    say: '"10.1.*.*/24" has a wildcard: write a subnet or a range, such as 10.1.0.0/16',
  },
  "a wildcard in the middle": {
    text: "10.*.1.*",
    say: '"10.*.1.*" has a wildcard: write a subnet or a range, such as 10.1.0.0/16',
  },
  "nothing but a wildcard": {
    text: "*",
    say: '"*" has a wildcard: write a subnet or a range, such as 10.1.0.0/16',
  },
  "a host's name": {
    text: "hou-ns1",
    say: `"hou-ns1" is not a boundary: ${EXAMPLES}`,
  },
  "a host's whole name": {
    text: "hou.example.com",
    say: `"hou.example.com" is not a boundary: ${EXAMPLES}`,
  },
  "hexadecimal parts": {
    text: "0x0a.0.0.1",
    say: `"0x0a.0.0.1" is not a boundary: ${EXAMPLES}`,
  },
  "something long": {
    text: "n".repeat(100),
    say: `"${"n".repeat(77)}..." is not a boundary: ${EXAMPLES}`,
  },
  "a directory site without a name": {
    text: "ad:",
    say: '"ad:" names no directory site: write its name behind ad:, such as ad:Houston',
  },
  "a directory site in capitals": {
    text: "AD:Houston",
    say: '"AD:Houston" has AD: in capitals: write ad:Houston',
    fix: "ad:Houston",
  },
  "white space behind ad:": {
    text: "ad: Houston",
    say: '"ad: Houston" has white space around the name of a directory site: write ad:Houston',
    fix: "ad:Houston",
  },
  "a path in the directory": {
    text: "ad:CN=Houston,CN=Sites",
    say: '"ad:CN=Houston,CN=Sites" has a site\'s path in the directory: write ad:Houston',
    fix: "ad:Houston",
  },
  "a character that no directory site has": {
    text: "ad:a/b",
    say: '"ad:a/b" has "/" in the name of a directory site: write the name as the directory shows it',
  },
  "a directory site's name of 64": {
    text: `ad:${"x".repeat(64)}`,
    say:
      `"ad:${"x".repeat(64)}" has 64 characters in the name of a directory site: ` +
      `write the name as the directory shows it: 63 at the most`,
  },
};

describe("parseBoundary", () => {
  for (const [name, { text, want }] of Object.entries(read)) {
    it(`reads ${name}`, () => assert.deepEqual(parseBoundary(text), { ok: true, value: want }));
  }

  for (const [name, { text, ...want }] of Object.entries(refused)) {
    it(`refuses ${name}`, () => assert.deepEqual(parseBoundary(text), { ok: false, ...want }));
  }

  it("reads a canonical text as the same boundary", () => {
    fc.assert(
      fc.property(anyBoundary, (text) => {
        const first = parseBoundary(text);
        assert.ok(first.ok, text);
        assert.deepEqual(parseBoundary(first.value.text), first);
      }),
    );
  });

  it("reads as an address nothing that the runtime does not", () => {
    fc.assert(
      fc.property(fc.oneof(anyAddress, nearlyBoundary), (text) => {
        const parsed = parseBoundary(text);
        if (parsed.ok && parsed.value.form === "address") assert.equal(isIP(text), parsed.value.family);
      }),
    );
  });

  it("proposes only what reads, and as it would be written", () => {
    fc.assert(
      fc.property(nearlyBoundary, (text) => {
        const parsed = parseBoundary(text);
        if (parsed.ok || parsed.fix === undefined) return;
        const again = parseBoundary(parsed.fix);
        assert.ok(again.ok, `${text}: ${parsed.fix}`);
        assert.equal(again.value.text, parsed.fix);
      }),
      { numRuns: 1000 },
    );
  });

  it("proposes in most cases of the table, so that the property above is not idle", () => {
    assert.ok(Object.values(refused).filter(({ fix }) => fix !== undefined).length > 30);
  });
});
