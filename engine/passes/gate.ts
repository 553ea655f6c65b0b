type Waits = readonly (readonly (readonly [unit: number, apart: number])[])[];

/** Who may be placed already: kept while units are placed one by one, so that asking costs nothing. */
export class Gate {
  private readonly waiting: number[];
  private readonly earliest: number[];
  private news = true;
  private asked = -1;

  constructor(
    before: Waits,
    private readonly after: Waits,
    notBefore: readonly number[],
  ) {
    this.waiting = before.map((waits) => waits.length);
    this.earliest = before.map((_, unit) => notBefore[unit] ?? 0);
  }

  /** Whether all that a unit waits for is placed, far enough before this stage. */
  open(unit: number, stage: number): boolean {
    return this.waiting[unit] === 0 && (this.earliest[unit] as number) <= stage;
  }

  placed(unit: number, stage: number): void {
    for (const [then, apart] of this.after[unit] ?? []) {
      this.earliest[then] = Math.max(this.earliest[then] as number, stage + apart);
      this.waiting[then] = (this.waiting[then] as number) - 1;
      if (this.waiting[then] === 0) this.news = true;
    }
  }

  /** Whether anybody may have come since this was last asked. */
  changed(stage: number): boolean {
    const changed = this.news || stage !== this.asked;
    this.news = false;
    this.asked = stage;
    return changed;
  }
}
