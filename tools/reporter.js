// @ts-check
"use strict";
/**
 * Mocha's reporter inside `npm test`: quiet while all is well, a sign of life twice a minute, every failure in full at the end,
 * and the counts in a file ($DROVER_TEST_COUNTS) for the closing line.
 */
const fs = require("node:fs");
const Mocha = require("mocha");

const SIGN_OF_LIFE = 30_000;

class Reporter extends Mocha.reporters.Base {
  /** @param {import("mocha").Runner} runner @param {import("mocha").MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_RUN_END } = Mocha.Runner.constants;
    const started = Date.now();
    const timer = setInterval(() => {
      const { passes, failures } = this.stats;
      process.stdout.write(`  ${passes} passed, ${failures} failed after ${Math.round((Date.now() - started) / 1000)} s\n`);
    }, SIGN_OF_LIFE);
    timer.unref();
    /** @type {{ title: string, duration: number }[]} */
    const slow = [];
    runner.on(EVENT_TEST_PASS, (test) => slow.push({ title: test.fullTitle(), duration: test.duration ?? 0 }));
    // at once as well: who watches a long run wants to know now
    runner.on(EVENT_TEST_FAIL, (test) => process.stdout.write(`  ✘ ${test.fullTitle()}\n`));
    runner.once(EVENT_RUN_END, () => {
      clearInterval(timer);
      if (this.stats.failures > 0) this.epilogue();
      const { passes, failures, pending } = this.stats;
      const slowest = slow.sort((a, b) => b.duration - a.duration).slice(0, 5);
      const file = process.env.DROVER_TEST_COUNTS;
      if (file !== undefined) fs.writeFileSync(file, JSON.stringify({ passes, failures, pending, slowest }));
    });
  }
}

module.exports = Reporter;
