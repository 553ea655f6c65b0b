/** What the planner itself can say, whatever the platform: `drover rules PLAN-003` prints it. Ids are never given twice. */
export const engineCodes = {
  "PLAN-001": {
    title: "no way leads from the old state of an entity to its new one",
    remedy: "keep the value, or let a new entity take its place",
  },
  "PLAN-002": { title: "one change of an entity a stage", remedy: "nothing to mend: it keeps every stage reviewable" },
  "PLAN-003": {
    title: "rules that contradict one another",
    remedy: "change what one of the named rules reads, or waive one that may be waived",
  },
  "PLAN-004": { title: "a plan that does not end in the new estate", remedy: "plan again" },
  "PLAN-007": {
    title: "something that is done, and that the documents do not have any more",
    remedy: "write it into the documents again, or take its stage back before planning anew",
  },
  "BND-001": {
    title: "an address has one owner in its realm, in every state",
    remedy: "give the addresses to one of the owners",
  },
  "BND-002": { title: "a directory site is not compared with addresses", remedy: "declare the directory's subnets" },
  "BND-003": { title: "a boundary that is none", remedy: "write a subnet, a range, an address or a directory site" },
  "BND-004": {
    title: "addresses that nobody owns while they change hands",
    remedy: "nothing to mend: see that those clients can wait",
  },
  "DIA-001": { title: "a wish that is not planned yet", remedy: "do it before or after the migration" },
  "PLAN-005": {
    title: "wishes, limits and rules that cannot all be had",
    remedy: "take back one of the wishes, or waive a rule that may be waived",
  },
  "PLAN-006": {
    title: "a rule that asks about too much at once",
    remedy: "a defect of the rule: ask about one entity at a time, or make it a limit",
  },
  "WSH-001": { title: "an order that the migration wishes for", remedy: "take the wish out of migration.yaml" },
  "WSH-002": { title: "an entity that the migration holds back", remedy: "take the hold out of migration.yaml" },
  "WSH-003": { title: "a wish about nothing", remedy: "correct the name, or take the wish out" },
  "WAV-001": { title: "a waiver of what is no rule", remedy: "name a rule of a source: drover rules lists them" },
  "WAV-002": {
    title: "a waiver of what keeps every state safe",
    remedy: "take the waiver out, and change what the rule reads",
  },
  "WAV-003": { title: "a waiver for nothing", remedy: "name an entity as kind and name" },
  "WAV-004": { title: "a waiver that is over", remedy: "take it out and plan again, or have it renewed" },
  "WAV-005": { title: "a waiver that changes nothing", remedy: "take it out" },
  "LOCK-001": { title: "an edited lock", remedy: "take back the edit, or plan again and have the new lock reviewed" },
  "LOCK-002": {
    title: "documents changed after the lock was made",
    remedy: "take back the change, or plan again and have the new lock reviewed",
  },
  "LOCK-003": { title: "a lock about other entities", remedy: "plan again and have the new lock reviewed" },
  "LOCK-004": { title: "a lock that cannot be read", remedy: "take it from version control again, or plan again" },
  "LOCK-005": { title: "no lock", remedy: "plan, have the lock reviewed, commit it" },
  "LOCK-006": { title: "the lock of other documents", remedy: "put back the lock of these documents, or plan them" },
} as const satisfies Readonly<Record<string, Readonly<{ title: string; remedy: string }>>>;
