import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onlyInFullRun } from '../../full-run.ts';
import { DESK, hasChromium, launched, NO_CHROMIUM, openedIn, PHONE, widthsOf } from './browser.ts';
import { pageOfPlays } from './pages.ts';

const NAMES = ['best', 'second', 'third', 'fourth'];

describe.skipIf(!hasChromium)(`a page of many rules${hasChromium ? '' : ` (${NO_CHROMIUM})`}`, onlyInFullRun, () => {
  let folder: string;
  let browser: Awaited<ReturnType<typeof launched>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headcount-test-'));
    await writeFile(join(folder, 'page.html'), pageOfPlays(NAMES));
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ['a desk, light', { ...DESK, colorScheme: 'light' }],
    ['a phone, dark', { ...PHONE, colorScheme: 'dark' }],
  ] as const)('shows the first two at first, and each of the others at a click: %s', async (_, options) => {
    const { page, violations } = await openedIn(browser, join(folder, 'page.html'), options);
    const buttons = page.locator('#legend button');
    const pressed = () => buttons.evaluateAll((all) => all.map((each) => each.getAttribute('aria-pressed')));
    expect(await buttons.allInnerTexts()).toEqual([
      expect.stringContaining('Demand'),
      ...['Ready, best', 'Desired, best', 'Decisions, best', 'second', 'third', 'fourth', 'Optimum'].map((label) =>
        expect.stringContaining(label),
      ),
    ]);
    expect(await pressed()).toEqual(['true', 'true', 'true', 'true', 'true', 'false', 'false', 'false']);
    await buttons.filter({ hasText: 'third' }).click();
    expect((await pressed())[5]).toBe('true');
    const [content, window] = (await widthsOf(page)) as [number, number];
    expect(content).toBeLessThanOrEqual(window);
    expect(violations).toEqual([]);
  });
});
