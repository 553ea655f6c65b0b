import fc from "fast-check";

/** Texts for property tests: boundaries of every form, and texts that are nearly boundaries. */

const byte = fc.integer({ min: 0, max: 255 });
const group = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.integer({ min: 0, max: 0xffff }) });

const four = fc.tuple(byte, byte, byte, byte);
const six = fc.tuple(group, group, group, group, group, group, group, group);

const dotted = (parts: readonly number[]): string => parts.join(".");
const hex = (groups: readonly number[]): string => groups.map((one) => one.toString(16)).join(":");

/** With the first run of zero groups as "::", and half of the letters in capitals. */
const squeezed = (groups: readonly number[]): string =>
  hex(groups)
    .replace(/(^|:)0(:0)*(:|$)/, "::")
    .replace(/[a-c]/g, (letter) => letter.toUpperCase());

const isMapped = (groups: readonly number[]): boolean => groups.slice(0, 5).every((one) => one === 0) && groups[5] === 0xffff;

export const fourText = four.map(dotted);
export const sixText = six
  .filter((groups) => !isMapped(groups))
  .chain((groups) => fc.constantFrom(hex(groups), squeezed(groups)));
export const anyAddress = fc.oneof(fourText, sixText);

function cut(groups: readonly number[], width: number, bits: number): readonly number[] {
  return groups.map((one, at) => {
    const kept = Math.max(0, Math.min(width, bits - width * at));
    return one & ~((1 << (width - kept)) - 1);
  });
}

const subnet = fc.tuple(four, fc.integer({ min: 0, max: 32 })).map(([parts, bits]) => `${dotted(cut(parts, 8, bits))}/${bits}`);
const mask = fc.tuple(four, fc.integer({ min: 0, max: 32 })).map(([parts, bits]) => {
  const whole = dotted(cut([255, 255, 255, 255], 8, bits));
  return `${dotted(cut(parts, 8, bits))}/${whole}`;
});
const prefix = fc
  .tuple(six.filter((groups) => !isMapped(groups)), fc.integer({ min: 0, max: 128 }))
  .map(([groups, bits]) => `${squeezed(cut(groups, 16, bits))}/${bits}`);

const ordered = (ends: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  [...ends].sort((a, b) => {
    const at = a.findIndex((part, index) => part !== b[index]);
    return at < 0 ? 0 : a[at]! - b[at]!;
  });
const fourRange = fc.tuple(four, four).map((ends) => ordered(ends).map(dotted).join("-"));
const sixRange = fc
  .tuple(six, six)
  .filter((ends) => !ends.some(isMapped))
  .map((ends) => ordered(ends).map(squeezed).join("-"));

/** A boundary made of addresses. */
export const addressBoundary = fc.oneof(anyAddress, subnet, mask, prefix, fourRange, sixRange);

/** A boundary of any form. */
const site = fc.constantFrom("ad:Houston", "ad:Bay 7");
export const anyBoundary = fc.oneof({ weight: 8, arbitrary: addressBoundary }, { weight: 1, arbitrary: site });

const edit = fc.tuple(fc.nat(), fc.constantFrom("", ..."0123456789abfx.:/-*% ,"));

/** A boundary with one or two characters taken out, put in or exchanged. */
export const nearlyBoundary = fc
  .tuple(anyBoundary, fc.array(edit, { minLength: 1, maxLength: 2 }), fc.boolean())
  .map(([text, edits, replace]) =>
    edits.reduce((edited, [at, letter]) => {
      const place = at % (edited.length + 1);
      return edited.slice(0, place) + letter + edited.slice(replace ? place + 1 : place);
    }, text),
  );
