/** A count as people read it, `350,000`: text must not depend on the machine's locale. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
