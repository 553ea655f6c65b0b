/** When a plan can be carried out at the earliest: outside the plan, which knows no dates. */
export { calendarCodes } from "./codes";
export { misfitFindings, spelt } from "./misfits";
export { type Calendar, type DatedStep, type Step, type Windows, type Work, critical, schedule } from "./schedule";
export { stepsOf } from "./steps";
export { type Span, freezeOf } from "./windows";
export { dayOf, momentOf, shown } from "./zones";
