import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hoursText } from '../../../shared/comparison/index.ts';
import { headcount } from '../../cli/headcount.ts';
import { isFullRun, onlyInFullRun } from '../../full-run.ts';
import {
  barriersIn,
  DESK,
  hasChromium,
  launched,
  NO_CHROMIUM,
  type Opened,
  openedIn,
  PHONE,
  widthsOf,
} from './browser.ts';
import { pageWith } from './pages.ts';

const EVIL = '</script><script>window.harmed = 1</script><img src=x onerror="window.harmed = 2">';
const POLICY = `group: web
capacity: { min: 2, max: 24 }
warmup: 2m
metrics: { cpu: { cloudwatch: { namespace: AWS/EC2, name: CPUUtilization } } }
rules: [{ name: cpu, kind: target, metric: cpu, value: 60 }]
`;
const HOUR = 3_600_000;

/** Number of pixels of the first panel in the policy's colour. */
const BLUE_PIXELS = `(() => {
  const canvas = document.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, 360);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === 31 && data[at + 1] === 95 && data[at + 2] === 191) count += 1;
  }
  return count;
})()`;

/** Number of coloured pixels in the leftmost column below the first panel: those of a label that is cut. */
const INK_AT_THE_LEFT = `(() => {
  const canvas = document.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, 1, canvas.height);
  let count = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count += 1;
  return count;
})()`;

if (isFullRun && !hasChromium) console.warn(`${import.meta.filename}: ${NO_CHROMIUM}`);

describe.skipIf(!hasChromium)(`the page in a browser${hasChromium ? '' : ` (${NO_CHROMIUM})`}`, onlyInFullRun, () => {
  let folder: string;
  let browser: Browser;
  let file: string;
  let rows: { name: string; workerHours: number; latePercent: number }[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headcount-test-'));
    const demand = await headcount(['demand', 'generate', '--pattern', 'flash', '--days', '2', '--peak', '400']);
    await writeFile(join(folder, 'demand.csv'), demand.out);
    await writeFile(join(folder, 'policy.yaml'), POLICY);
    await writeFile(join(folder, 'world.yaml'), 'kind: interactive\nworkerRate: 20\nhourlyUsd: 0.1\n');
    const files = ['--policy', 'policy.yaml', '--demand', 'demand.csv', '--world', 'world.yaml'];
    const { code, out } = await headcount(
      ['simulate', ...files, '--compare', 'hpa=0.6,static', '--html', 'page.html', '--json'],
      { directory: folder },
    );
    expect(code).toBe(0);
    rows = JSON.parse(out).algorithms;
    file = join(folder, 'page.html');
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const opened = (options: BrowserContextOptions, from = file): Promise<Opened> => openedIn(browser, from, options);

  /** A page of large costs. */
  async function longPage(): Promise<string> {
    const pricey = 'kind: interactive\nworkerRate: 20\nhourlyUsd: 25\n';
    await writeFile(join(folder, 'pricey.yaml'), pricey);
    const files = ['--policy', 'policy.yaml', '--demand', 'demand.csv', '--world', 'pricey.yaml'];
    const compare = ['--compare', 'static=1000', '--html', 'long.html', '--json'];
    expect((await headcount(['simulate', ...files, ...compare], { directory: folder })).code).toBe(0);
    return join(folder, 'long.html');
  }

  /** Selects the first decision of a kind away from both ends of the timeline. Returns its position in the viewport, in pixels. */
  async function chosenOf(page: Page, kind: RegExp): Promise<{ x: number; y: number; why: string }> {
    await choose(page, kind);
    const [start, end] = [Date.UTC(2026, 0, 5), Date.UTC(2026, 0, 7)];
    const chosenAt = async () => Date.parse((await page.locator('#decision time').getAttribute('datetime')) ?? '');
    let at = await chosenAt();
    for (; at < start + HOUR || at > end - HOUR; at = await chosenAt()) await page.locator('#after').click();
    await page.getByRole('button', { name: '1 h' }).click();
    // Hides held decisions, whose marks may be close to it.
    await page.getByRole('button', { name: 'Held' }).click();
    await page.evaluate("document.querySelector('#legend').scrollIntoView()");
    const box = await page.locator('#chart').boundingBox();
    if (!box) throw new Error('the chart has no bounding box');
    const [left, right] = box.width < 640 ? [40, 20] : [52, 24];
    const why = await page.locator('#decision .why').innerText();
    // It is in the middle of the visible hour.
    return { x: box.x + left + (box.width - left - right) / 2, y: box.y + 150, why };
  }

  async function choose(page: Page, kind: RegExp): Promise<void> {
    const label = await page.locator('#filter option', { hasText: kind }).first().textContent();
    await page.locator('#filter').selectOption({ label: label ?? '' });
  }

  test('draws without errors and without requests', async () => {
    const { page, violations } = await opened(DESK);
    expect(await page.title()).toBe('web: simulation');
    // The canvas of the first panel contains the line of the ready workers.
    const colours = await page.evaluate(BLUE_PIXELS);
    expect(colours).toBeGreaterThan(500);
    expect(await page.locator('#chart').getAttribute('aria-label')).toContain('ready workers over 48 hours');
    expect(violations).toEqual([]);
  });

  test('the table has the figures of --json, the policy first and the optimum last', async () => {
    const { page } = await opened(DESK);
    const cells = await page
      .locator('.rows tbody tr')
      .evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.textContent)));
    expect(cells.map(([name]) => name)).toEqual(['policy', 'hpa=0.6', 'static', 'optimum']);
    for (const [place, { workerHours, latePercent }] of rows.entries()) {
      expect(cells[place]?.[1]).toBe(hoursText(workerHours));
      expect(cells[place]?.[3]).toBe(`${latePercent.toFixed(2)} %`);
    }
    const figures = await page.locator('.figures').innerText();
    expect(figures).toContain(Math.floor(rows[0]?.workerHours ?? 0).toLocaleString('en'));
    expect(figures).toMatch(/\$\d/);
  });

  test('pointing at a decision shows its reason and its whole trace', async () => {
    const { page, violations } = await opened(DESK);
    const { x, y, why: chosen } = await chosenOf(page, /^Scaled out/);
    await page.mouse.move(x - 40, y);
    await page.mouse.move(x, y);
    const tip = page.locator('.tip');
    await tip.waitFor();
    expect(await tip.locator('.why').innerText()).toBe(chosen);
    expect(chosen).toMatch(/^Scale out \d+ → \d+\. Rules asked for \d+ \(cpu /);
    const stages = await tip.locator('.trace tbody tr').allInnerTexts();
    expect(stages[0]).toMatch(/^rule:cpu\s+\d+\s+cpu [\d.]+, target 60: \d+ workers × [\d.]+ = \d+$/);
    expect(stages.length).toBeGreaterThan(1);
    expect(violations).toEqual([]);
  });

  test('on a phone, tapping a decision shows it below the chart, too', async () => {
    const { page } = await opened(PHONE);
    const { x, y, why } = await chosenOf(page, /^Scaled in/);
    await page.evaluate("document.querySelector('#decision').replaceChildren()");
    await page.touchscreen.tap(x, y);
    await page.locator('.tip').waitFor();
    expect(await page.locator('#decision .why').innerText()).toBe(why);
    expect(await page.locator('#decision .trace tbody tr').count()).toBeGreaterThan(1);
  });

  test('the filter finds decisions limited by a constraint', async () => {
    const { page } = await opened(DESK);
    await choose(page, /at-max/);
    expect(await page.locator('#decision .what').innerText()).toMatch(/Held at 24 by at-max|limited by at-max/);
    const before = await page.locator('#place').innerText();
    await page.locator('#after').click();
    expect(await page.locator('#place').innerText()).not.toBe(before);
  });

  test('a hidden line is drawn when it is switched on', async () => {
    const { page, violations } = await opened(DESK);
    const button = page.getByRole('button', { name: 'hpa=0.6' });
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    const before = await page.locator('#chart').screenshot();
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    await page.mouse.move(0, 0);
    expect((await page.locator('#chart').screenshot()).equals(before)).toBe(false);
    expect(violations).toEqual([]);
  });

  test('page and chart follow a change of the colour scheme', async () => {
    const { page } = await opened({ ...DESK, colorScheme: 'light' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const drawn = () => page.evaluate("document.querySelector('canvas').toDataURL()");
    const light = [await background(), await drawn()];
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(drawn).not.toBe(light[1]);
    expect(light[0]).toBe('rgb(246, 247, 248)');
    expect(await background()).toBe('rgb(18, 21, 24)');
  });

  test.each(['light', 'dark'] as const)('everybody can use it, also on a phone of 360 px, %s', async (colorScheme) => {
    const { page, violations } = await opened({ ...PHONE, colorScheme });
    expect(await widthsOf(page)).toEqual([360, 360]);
    await page.locator('#filter').selectOption({ index: 1 });
    expect(await widthsOf(page)).toEqual([360, 360]);
    expect(await barriersIn(page)).toEqual([]);
    expect(violations).toEqual([]);
  });

  test('on a phone, the labels of an axis have room, also for the lines that you switch on', async () => {
    const { page } = await opened(PHONE, await longPage());
    const edge = () => page.evaluate(INK_AT_THE_LEFT);
    expect(await edge()).toBe(0);
    await page.getByRole('button', { name: 'static' }).click();
    expect(await edge()).toBe(0);
  });

  test('a table that is too wide has a shadow where it goes on, and lines below all of its cells', async () => {
    const { page } = await opened({ ...PHONE, colorScheme: 'dark' });
    const scroll = page.locator('.scroll');
    const strip = async (side: 'left' | 'right') => {
      await scroll.scrollIntoViewIfNeeded();
      const { x, y, width } = (await scroll.boundingBox()) ?? { x: 0, y: 0, width: 0 };
      // Above the texts.
      const clip = { x: side === 'left' ? x + 1 : x + width - 9, y: y + 1, width: 8, height: 4 };
      return (await page.screenshot({ clip })).toString('base64');
    };
    const [start, more] = [await strip('left'), await strip('right')];
    expect(more).not.toBe(start);
    await scroll.evaluate((it) => it.scrollTo(it.scrollWidth, 0));
    expect(await strip('right')).toBe(start);
    // Collapsed borders would move away from the cells that stay in place.
    const borders = page.evaluate("getComputedStyle(document.querySelector('.rows')).borderCollapse");
    expect(await borders).toBe('separate');
  });

  test('markup in texts is displayed as text', async () => {
    const evil = join(folder, 'evil.html');
    await writeFile(evil, pageWith(EVIL));
    const { page, violations } = await opened(DESK, evil);
    expect(await page.locator('h1').innerText()).toBe(EVIL);
    expect(await page.locator('.about').innerText()).toContain(EVIL);
    expect(await page.locator('.rows tbody th').first().innerText()).toBe(EVIL);
    await page.locator('#after').click();
    expect(await page.locator('#decision .why').innerText()).toBe(`${EVIL}.`);
    expect(await page.locator('#decision .trace tbody').innerText()).toContain(EVIL);
    expect(await page.locator('#legend').innerText()).toContain(EVIL);
    expect(await page.evaluate('"harmed" in window')).toBe(false);
    expect(await page.locator('img').count()).toBe(0);
    // The content security policy would report an injected script here.
    expect(violations).toEqual([]);
  });

  test('without JavaScript the page has the table, and explains what is missing', async () => {
    const { page } = await opened({ ...DESK, javaScriptEnabled: false });
    expect(await page.locator('noscript').count()).toBe(1);
    expect(await page.locator('main').innerText()).toContain('The chart needs JavaScript');
    expect(await page.locator('.rows tbody th').first().innerText()).toBe('policy');
    expect((await readFile(file, 'utf8')).startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
  });
});
