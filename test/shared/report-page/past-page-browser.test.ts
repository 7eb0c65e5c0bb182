import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pastReport } from '../../../shared/operations/index.ts';
import { pastPageOf } from '../../../shared/report-page/index.ts';
import { isFullRun, onlyInFullRun } from '../../full-run.ts';
import { POOLS, policyOf, setting } from '../evaluation/setting.ts';
import { barriersIn, DESK, hasChromium, launched, NO_CHROMIUM, openedIn, PHONE, widthsOf } from './browser.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Two hours of two groups: jobs come and go, EC2 runs out of capacity, and a worker is interrupted. */
async function pages(): Promise<{ readonly one: string; readonly both: string }> {
  const groups = setting();
  const names = ['ci', 'render-nightly-previews'];
  for (const group of names) await groups.put(policyOf({ group, capacity: { min: 1, max: 6 }, warmup: 60 }));
  for (let minute = 0; minute < 120; minute += 1) {
    groups.queues.set('jobs', { waiting: minute < 30 ? 20 : minute < 80 ? 90 : 10 });
    if (minute === 30) for (const pool of POOLS) groups.fleet.makeShort(pool, 1);
    if (minute === 35) for (const pool of POOLS) groups.fleet.hasCapacityAgain(pool);
    if (minute === 60) groups.fleet.vanish(groups.alive()[0] ?? '', 'Server.SpotInstanceTermination');
    await groups.many(names);
    groups.pass(60);
  }
  const span = { from: groups.clock() - DAY, to: groups.clock() };
  const { evaluations, activities, states } = groups.table;
  const use = { evaluations, activities, states };
  const pageOf = async (some: readonly string[]) =>
    pastPageOf(await pastReport(some, span, use), { stage: 'production' });
  return { one: await pageOf(['ci']), both: await pageOf(names) };
}

if (isFullRun && !hasChromium) console.warn(`${import.meta.filename}: ${NO_CHROMIUM}`);

describe.skipIf(!hasChromium)(
  `the page of what happened, in a browser${hasChromium ? '' : ` (${NO_CHROMIUM})`}`,
  onlyInFullRun,
  () => {
    let folder: string;
    let browser: Browser;
    let [one, both] = ['', ''];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'headcount-test-'));
      [one, both] = [join(folder, 'one.html'), join(folder, 'both.html')];
      const written = await pages();
      await Promise.all([writeFile(one, written.one), writeFile(both, written.both)]);
      browser = await launched();
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test.each([
      ['desk', DESK],
      ['phone', PHONE],
    ] as const)('on a %s, decisions and what EC2 answered are readable, light and dark', async (_, size) => {
      const { width } = size.viewport;
      for (const file of [one, both]) {
        const { page, violations } = await openedIn(browser, file, { ...size, colorScheme: 'light' });
        await page.locator('#filter').selectOption({ index: 1 });
        expect(await page.locator('#decision .why').innerText()).toBe(
          'Scale out 0 → 2. Rules asked for 2 (jobs 20, 10 per worker).',
        );
        expect((await page.locator('#decision .trace tbody tr').allInnerTexts())[0]).toMatch(
          /^rule:jobs\s+2\s+jobs 20, 10 per worker: 2 workers$/,
        );
        expect(await page.locator('section:has(#incidents)').innerText()).toContain(
          '1 worker was terminated outside Headcount',
        );
        const answer = page.locator('section:has(#activities) .text', { hasText: 'launched 2 of 4' }).first();
        expect((await answer.innerText()).split('\n')).toContain(
          `InsufficientInstanceCapacity: ${POOLS[0]} is out of capacity [${POOLS[0]}]`,
        );
        const lines = await page.locator('.id').evaluateAll((ids) => ids.map((id) => id.getClientRects().length));
        expect(new Set(lines)).toEqual(new Set([1]));
        await answer.scrollIntoViewIfNeeded();
        const { x = -1, width: room = 0 } = (await answer.boundingBox()) ?? {};
        expect(room).toBeGreaterThan(250);
        expect(x >= 0 && x + room <= width).toBe(true);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await barriersIn(page)).toEqual([]);
          expect(await widthsOf(page)).toEqual([width, width]);
        }
        expect(violations).toEqual([]);
      }
    });
  },
);
