import { expect, test } from 'vitest';
import { onlyInFullRun } from '../full-run.ts';
import { readPage } from './markdown.ts';
import { BACKTEST_PAGE, backtestShown } from './shown/shown-backtest.ts';

test(
  'the backtest in the documentation has the results that the page shows (npm run docs -- --replays writes it)',
  onlyInFullRun,
  () => {
    expect(readPage(BACKTEST_PAGE)).toBe(backtestShown(readPage(BACKTEST_PAGE)));
  },
);
