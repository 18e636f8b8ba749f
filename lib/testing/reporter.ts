import { writeFileSync } from 'node:fs';
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/** Writes how many tests passed and failed to TEST_COUNT_FILE. What did not run, for whatever reason, did not pass. */
export default class CountReporter implements Reporter {
  private suite: Suite | undefined;
  private errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onError(): void {
    this.errors += 1;
  }

  onEnd(_result: FullResult): void {
    const path = process.env.TEST_COUNT_FILE;
    if (!path) return;
    const tests = this.suite?.allTests() ?? [];
    const passed = tests.filter((test) => isPassed(test)).length;
    writeFileSync(path, JSON.stringify({ passed, failed: tests.length - passed + this.errors }));
  }

  printsToStdio(): boolean {
    return false;
  }
}

const isPassed = (test: TestCase): boolean => (test.outcome() === 'expected' && test.results.length > 0) || test.outcome() === 'flaky';
