/** A rule that is not kept for a while, of one entity or of all; `until` is the last day on which that holds. */
export type Waiver = Readonly<{ rule: string; entity?: string; reason: string; by: string; until: string }>;

/** Nothing happens to `then` before the first that happens to `first` is over. */
export type OrderWish = Readonly<{ first: string; then: string; why: string }>;

/** Nothing happens to an entity before a milestone, or all that happens to another entity, is over. */
export type Hold = Readonly<{ entity: string; until: string; why: string }>;
