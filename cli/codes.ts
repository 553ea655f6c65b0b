import { calendarCodes } from "../calendar";
import { documentCodes } from "../documents/codes";
import { evidenceCodes } from "../documents/evidence/codes";
import { engineCodes } from "../engine/codes";
import { byText } from "../engine/model/entity";
import { providerCodes } from "../provider/codes";

/** What Drover itself can say, whatever the platform: no source demands it, so it is no rule of a pack. */
export type CodeRecord = Readonly<{ id: string; title: string; remedy: string; when: string }>;

/** By when it is said. */
export const registries: Readonly<Record<string, Readonly<Record<string, Readonly<{ title: string; remedy: string }>>>>> = {
  "reading documents": documentCodes,
  "planning and judging a plan": engineCodes,
  "dating a plan": calendarCodes,
  "carrying a stage out": providerCodes,
  "looking at what people attested": evidenceCodes,
};

/** Every code, in the order of ids. */
export const codeRecords = (): readonly CodeRecord[] =>
  Object.entries(registries)
    .flatMap(([when, codes]) => Object.entries(codes).map(([id, code]) => ({ id, ...code, when })))
    .sort((a, b) => byText(a.id, b.id));
