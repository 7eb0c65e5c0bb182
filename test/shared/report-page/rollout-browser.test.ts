import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pastReport } from '../../../shared/operations/index.ts';
import { pastPageOf } from '../../../shared/report-page/index.ts';
import { isFullRun, onlyInFullRun } from '../../full-run.ts';
import { rolling } from '../evaluation/rollout/rolling.ts';
import { DESK, hasChromium, launched, NO_CHROMIUM, openedIn } from './browser.ts';

const DAY = 86_400_000;
const SPANS = /"spans":(\[[^\]]*\])/;

interface Span {
  readonly from: number;
  readonly until: number;
  readonly label?: string;
}

/** The page of a group whose workers a rollout replaced, after and before quiet times. */
async function rolledPage(): Promise<string> {
  const world = await rolling(3);
  await world.minutes(20);
  world.fleet.templateVersion = '2';
  await world.replace();
  await world.minutes(40);
  expect(world.rollout()?.status).toBe('done');
  const span = { from: world.clock() - DAY, to: world.clock() };
  const { evaluations, activities, states } = world.table;
  const use = { evaluations, activities, states };
  return pastPageOf(await pastReport(['ci'], span, use), { stage: 'production' });
}

/** A checksum of each column of the chart, in the page. */
const COLUMNS = `(() => {
  const { width, height } = document.querySelector('#chart canvas');
  const { data } = document.querySelector('#chart canvas').getContext('2d').getImageData(0, 0, width, height);
  const pixels = new Uint32Array(data.buffer);
  const sums = new Array(width).fill(0);
  for (let index = 0; index < pixels.length; index++) sums[index % width] = (sums[index % width] * 31 + pixels[index]) | 0;
  return sums;
})()`;

if (isFullRun && !hasChromium) console.warn(`${import.meta.filename}: ${NO_CHROMIUM}`);

describe.skipIf(!hasChromium)(`a rollout in the chart${hasChromium ? '' : ` (${NO_CHROMIUM})`}`, onlyInFullRun, () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headcount-test-'));
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('is marked from its first to its last minute, and nowhere else', async () => {
    const html = await rolledPage();
    const [, written = '[]'] = SPANS.exec(html) ?? [];
    const [span, ...others] = JSON.parse(written) as Span[];
    if (!span || others.length > 0) throw new Error(`one rollout is expected, and not ${written}`);
    const [start = 0, steps = 0] = ['start', 'steps'].map((name) =>
      Number(new RegExp(`"${name}":(\\d+)`).exec(html)?.[1]),
    );
    const whole = { from: start, until: start + steps * 60_000 };

    /** The chart with these spans instead. */
    const drawn = async (spans: readonly Span[]): Promise<readonly number[]> => {
      const file = join(folder, 'page.html');
      await writeFile(
        file,
        html.replace(SPANS, () => `"spans":${JSON.stringify(spans)}`),
      );
      const { page, violations } = await openedIn(browser, file, { ...DESK, colorScheme: 'light' });
      const columns = await page.evaluate<readonly number[]>(COLUMNS);
      expect(violations).toEqual([]);
      return columns;
    };
    const without = await drawn([]);
    /** The first and the last column that differ from the chart without spans. */
    const columnsOf = async (spans: readonly Span[]): Promise<[number, number]> => {
      const columns = await drawn(spans);
      const isOther = (sum: number, column: number) => sum !== without[column];
      return [columns.findIndex(isOther), columns.findLastIndex(isOther)];
    };
    const [left, right] = await columnsOf([{ ...whole, label: '' }]);
    expect(right - left).toBeGreaterThan(500);
    const columnAt = (at: number) => left + ((at - start) / (whole.until - start)) * (right - left);
    const [first, last] = await columnsOf([span]);
    expect(Math.abs(first - columnAt(span.from))).toBeLessThan(5);
    expect(Math.abs(last - columnAt(span.until))).toBeLessThan(5);
    expect(last - first).toBeLessThan((right - left) / 2);
  });
});
