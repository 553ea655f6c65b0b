import type { Finding } from "../../engine/model/finding";

/** What can be wrong with what people wrote down, each with what mends it. Ids are never given twice. */
export const evidenceCodes = {
  "EVI-001": {
    title: "evidence that cannot be read",
    remedy: "restore the file from version control, or revoke it and attest again",
  },
  "EVI-002": {
    title: "evidence that was edited",
    remedy: "restore the file from version control; or revoke it and attest again: what was written down once is not corrected",
  },
  "EVI-003": {
    title: "evidence without the signature of who is said to have given it",
    remedy: "let that person attest it with --sign and a key of allowed_signers; revoke what is forged",
  },
  "EVI-004": {
    title: "evidence that rests on other evidence which is missing or has changed",
    remedy: "restore what it rests on from version control, or revoke it and attest again",
  },
  "EVI-005": {
    title: "evidence of another plan, stage or act",
    remedy: "put the file where it belongs, or revoke it and attest what this plan asks for",
  },
  "EVI-006": { title: "evidence that was revoked", remedy: "do it again, or correctly, and attest it" },
  "EVI-007": { title: "a value that is missing or is not what was declared", remedy: "record what the task asks for" },
  "EVI-008": { title: "nothing that people attest", remedy: "drover todo lists what people do" },
  "EVI-009": { title: "what comes first has not been attested", remedy: "attest what comes first" },
  "EVI-010": { title: "attested already", remedy: "nothing to do; if it was wrong, revoke it and attest again" },
  "EVI-011": { title: "who attests, or when, cannot be", remedy: "name a person of the team, and a time that has passed" },
  "EVI-012": {
    title: "too few agents have come for a wave to have moved",
    remedy: "wait for the others and count again; what is enough stands under done in migration.yaml",
  },
} as const satisfies Readonly<Record<string, Readonly<{ title: string; remedy: string }>>>;

export type EvidenceCode = keyof typeof evidenceCodes;

/** A finding about evidence; without a remedy of its own it gets the code's. */
export const complaint = (
  rule: EvidenceCode,
  say: string,
  more: Partial<Pick<Finding, "at" | "entity" | "fix">> = {},
): Finding => ({
  rule,
  severity: "error",
  say,
  fix: evidenceCodes[rule].remedy,
  ...more,
});

/** A complaint in one line, where no more is shown. */
export const complaintLine = ({ rule, say, fix }: Finding): string => `${rule} ${say} — ${fix}`;
