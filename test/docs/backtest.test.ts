import { expect, test } from 'vitest';
import { readPage } from './markdown.ts';
import { BACKTEST_PAGE, backtestShown } from './shown-backtest.ts';

test('the backtest shown in the documentation comes out as the page says (npm run docs -- --replays writes it)', {
  timeout: 60_000,
}, () => {
  expect(readPage(BACKTEST_PAGE)).toBe(backtestShown(readPage(BACKTEST_PAGE)));
});
