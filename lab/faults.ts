/** Things that go wrong on demand. They are kept in the store, so that another process meets them as well. */
export type Fault = Readonly<{
  /** A ref, or the beginning of one followed by `*`. */
  ref: string;
  /** Absent: whatever the verb. */
  verb?: string;
}> &
  (
    | Readonly<{ does: "fail"; times: number }>
    /** Does so many steps (one, unless said otherwise) and then fails. */
    | Readonly<{ does: "half"; times: number; after?: number }>
    /** Stops once, after it has begun. */
    | Readonly<{ does: "hang"; ms: number }>
    | Readonly<{ does: "delay"; ms: number }>
    /** A sign-off is withheld. */
    | Readonly<{ does: "unsigned" }>
    /** This share of a wave's agents is switched off, 0 to 1. */
    | Readonly<{ does: "off"; share: number }>
    /** So many replication jobs do not end on this server. */
    | Readonly<{ does: "busy"; jobs: number }>
  );

type Does = Fault["does"];

const meets = (fault: Fault, ref: string, verb: string | undefined): boolean =>
  (fault.ref.endsWith("*") ? ref.startsWith(fault.ref.slice(0, -1)) : fault.ref === ref) &&
  (fault.verb === undefined || verb === undefined || fault.verb === verb);

/** The first fault of a sort that meets a ref, as the list has it. */
export function faultOf<D extends Does>(
  faults: readonly Fault[],
  does: D,
  ref: string,
  verb?: string,
): Extract<Fault, { does: D }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { does: D }> => fault.does === does && meets(fault, ref, verb));
}

/** The list after a counted fault happened once more. */
export const usedUp = (faults: readonly Fault[], used: Fault): readonly Fault[] =>
  faults.flatMap((fault) => {
    if (fault !== used || !("times" in fault)) return [fault];
    return fault.times <= 1 ? [] : [{ ...fault, times: fault.times - 1 }];
  });
