import { printable } from "../engine/text";
import { execCodes } from "./drivers/exec/codes";

/** What this provider can refuse, each with what mends it. Ids are never used again for something else. */
export const providerCodes = {
  ...execCodes,
  "INT-001": {
    title: "the stack's settings name another plan than the lock",
    remedy: "run `drover promote <stack>`, which writes the lock's plan, and commit it",
  },
  "INT-002": {
    title: "the stack follows another plan",
    remedy:
      "restore the lock that the stack follows; or, while it has adopted only, `pulumi destroy` (it forgets, the estate stays as it is) and adopt under the new plan",
  },
  "INT-003": { title: "no such stage in the lock", remedy: "run `drover promote <stack>`, which writes the next stage's name" },
  "INT-004": {
    title: "a stage is skipped",
    remedy: "carry out the stages one after another: `drover promote <stack>` writes the next one",
  },
  "INT-005": { title: "a stage is under way", remedy: "finish it with `pulumi up` (or `drover resume`), or take it back" },
  "INT-006": {
    title: "the way back ends at a point of no return",
    remedy: "go on; to change what is still ahead, change the documents and plan the rest: `drover replan`",
  },
  "INT-007": {
    title: "a fresh stack begins with adopt",
    remedy: "begin with it: `drover promote <stack>` writes it, `drover apply <stack>` carries it out",
  },
  "INT-008": {
    title: "the stage that the stack comes from does not fit",
    remedy: "run `drover promote <stack>` or `drover promote <stack> --back`, which write both drover:from and drover:stage",
  },
  "INT-010": {
    title: "the plan that was made on the way does not begin where the stack is",
    remedy: "run `drover replan <migration> --stack <stack>`, which plans from there",
  },
  "INT-009": { title: "no lock to carry out", remedy: "run `drover plan`, have the lock reviewed and commit it" },
  "EST-001": { title: "the estate differs from what is declared", remedy: "correct the document, or put the estate right" },
  "EST-002": {
    title: "the estate differs from what the stage begins with",
    remedy: "put it back; take it over; or postpone the stage",
  },
  "EST-003": { title: "the estate cannot be read", remedy: "make it reachable and run the command again: nothing was changed" },
  "EST-004": {
    title: "what a wave rests on was counted too long ago",
    remedy:
      "count again, write the numbers and their date into the documents and plan again; or allow more: thresholds.maxAge in migration.yaml",
  },
  "ACT-001": {
    title: "an entity that the lock does not have",
    remedy: "register what the plan has, as registerMigration does, or plan again",
  },
  "ACT-002": {
    title: "an entity's phase in the stack is not the one that the lock allows",
    remedy: "run `pulumi refresh`, or restore the stack's state",
  },
  "ACT-003": {
    title: "an entity is told something else than the lock says",
    remedy: "leave its properties to the lock, or change the documents and plan again",
  },
  "ACT-004": {
    title: "an entity is new after adopt",
    remedy: "every entity is registered from adopt on: restore the stack's state",
  },
  "ACT-005": {
    title: "what must be done first is not done",
    remedy: "run `pulumi up` without --target, which does everything in its order",
  },
  "ACT-006": { title: "the platform refused", remedy: "mend what it names and run `pulumi up` again" },
  "ACT-007": { title: "an act failed", remedy: "mend the cause and run `pulumi up` again: it goes on where it stopped" },
  "ACT-013": {
    title: "what an act has left cannot be seen",
    remedy: "make it reachable and run `pulumi up` again: it is read before anything else is done",
  },
  "ACT-014": {
    title: "the plan has an entity that was not registered",
    remedy: "run `pulumi up` again, which registers everything; to forget the whole estate there is `pulumi destroy`",
  },
  "ACT-008": { title: "another process is acting on this estate", remedy: "wait until it ends, then run `pulumi up` again" },
  "ACT-009": { title: "the update was cancelled", remedy: "run `pulumi up` to go on" },
  "ACT-010": {
    title: "nothing in this stage can change an entity",
    remedy: "put the estate back by hand, or take the difference over: change the documents and plan again",
  },
  "ACT-011": {
    title: "a gate denies",
    remedy: "mend what it names and run `pulumi up` again: the gate is asked anew",
  },
  "ACT-012": {
    title: "a gate was not evaluated, and counts as shut",
    remedy: "let somebody look: make what it asks reachable, or have a person do it (runbook); then run `pulumi up` again",
  },
  "ACT-015": {
    title: "nobody has counted who of a wave has come",
    remedy:
      "let its driver count (arrived and upgraded: docs/exec.md), or name one that does as read under drivers in migration.yaml; or name " +
      "runbook for it there, and let a person count and attest it (`drover attest`); then run `pulumi up` again",
  },
  "PRG-001": {
    title: "a program's declaration that cannot be read",
    remedy: "declare the estate with Drover's components, which write it",
  },
  "PRG-002": { title: "a platform that Drover does not know", remedy: "name one that it knows" },
  "PRG-003": {
    title: "something that is not in the estate and that no move brings there",
    remedy: "take it out of the program, or put it into the estate",
  },
  "PRG-004": {
    title: "more than one move of an entity in one change",
    remedy: "declare the phase between and run `pulumi up` first; or plan it as a migration: `drover plan`",
  },
  "PRG-005": { title: "entities that wait for one another", remedy: "take one `parent` or `dependsOn` out of the circle" },
  "PRG-006": {
    title: "a resource that is not what the program declares",
    remedy: "register it with Drover's components, and construct them before the program awaits anything",
  },
} as const satisfies Readonly<Record<string, Readonly<{ title: string; remedy: string }>>>;

export type Code = keyof typeof providerCodes;

/** A refusal as users read it: id, what, remedy; the remedy of the code unless there is a better one. */
/** What helps in general. */
export const remedyOf = (code: Code): string => providerCodes[code].remedy;

export const refusal = (code: Code, say: string, fix: string = providerCodes[code].remedy): string =>
  printable(`${code} ${say} — ${fix}`);
