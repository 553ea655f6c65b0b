/**
 * The lab: a simulated estate with its platform's physics and a store that survives anything. It shares no code with
 * the planner.
 */
export type { Order } from "./act";
export { Failure, NOT_YET, Refusal } from "./errors";
export type { Fault } from "./faults";
export { openLab, openLabWhenFree } from "./lab";
export type { Lab, LabOptions, WallClock } from "./lab";
export type { Violation } from "./monitor";
export type { Damage, Done, Entry, What } from "./record";
export type { Holder } from "./store/holder";
export { JournalDamaged } from "./store/journal";
export { Lease, LeaseHeld } from "./store/lease";
export type { LeaseOptions } from "./store/lease";
export type { Change, Scalar, Thing, Value } from "./things";
export { physicsOf } from "./platforms";
