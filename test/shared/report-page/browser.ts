import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export const hasChromium = existsSync(CHROMIUM);
/** Why the tests in a browser are skipped. */
export const NO_CHROMIUM = `skipped: ${CHROMIUM} does not exist; install Chromium, or set CHROMIUM to its path`;

/** Launches a browser that makes no background requests. */
export const launched = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export const DESK = { viewport: { width: 1280, height: 1000 } };
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

export interface Opened {
  readonly page: Page;
  /** Errors of the page, console messages, and requests for anything but the file. */
  readonly violations: readonly string[];
}

/** Opens a file until the end of the test. */
export async function openedIn(browser: Browser, file: string, options: BrowserContextOptions): Promise<Opened> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const violations: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => violations.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => violations.push(`error: ${error.message}`));
  page.on('request', (request) => request.url() !== url && violations.push(`request: ${request.url()}`));
  await page.goto(url);
  return { page, violations };
}

/** The width of the content and that of the window; the content is wider if the page scrolls sideways. */
export const widthsOf = (page: Page): Promise<unknown> =>
  page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');

/** What makes the page hard to use for people with disabilities, as axe-core finds it, in the colours of the page right now. */
export async function barriersIn(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(`${axe.source}; axe.run()`);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
