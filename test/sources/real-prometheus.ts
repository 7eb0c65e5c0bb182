import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXPOSED, type PrometheusSubject } from '../contracts/prometheus.contract.ts';
import { serving } from './servers.ts';

const PROMETHEUS = process.env['PROMETHEUS'] ?? '/usr/bin/prometheus';
export const hasPrometheus = existsSync(PROMETHEUS);
/** Why the tests of a real Prometheus are skipped. */
export const NO_PROMETHEUS = `skipped: ${PROMETHEUS} does not exist; install Debian's package prometheus, or set PROMETHEUS to its path`;

const STARTED_WITHIN_MS = 30_000;

/** A Prometheus that scrapes what the contract says is measured. */
export async function realPrometheus(): Promise<PrometheusSubject> {
  const exposition = await serving((_, response) => response.writeHead(200).end(EXPOSED));
  try {
    const { url, close } = await prometheusScraping(exposition.url, { until: ['count(jobs)', '2'] });
    return { url, close: async () => void (await Promise.all([close(), exposition.close()])) };
  } catch (error) {
    await exposition.close();
    throw error;
  }
}

interface Scraping {
  /** A query, and what its answer has once everything is scraped. */
  readonly until: readonly [query: string, value: string];
  /** The content of a file with rules. */
  readonly rules?: string;
}

/** A Prometheus that scrapes an address every second, and evaluates rules as often. */
export async function prometheusScraping(target: string, { until, rules }: Scraping): Promise<PrometheusSubject> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'headcount-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  const { host, pathname } = new URL(target);
  await writeFile(
    config,
    JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      scrape_configs: [{ job_name: 'contract', metrics_path: pathname, static_configs: [{ targets: [host] }] }],
      ...(rules && { rule_files: ['rules.yaml'] }),
    }),
  );
  if (rules) await writeFile(join(folder, 'rules.yaml'), rules);
  const child = spawn(
    PROMETHEUS,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilScraped(url, until);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}

async function untilScraped(url: string, [query, value]: Scraping['until']): Promise<void> {
  const end = performance.now() + STARTED_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`).then(
      (response) => response.text(),
      () => '',
    );
    if (answer.includes(`"${value}"`)) return;
    if (performance.now() > end) throw new Error(`Prometheus has scraped nothing: ${answer}`);
    await sleep(200);
  }
}

async function freePort(): Promise<string> {
  const { url, close } = await serving(() => {});
  await close();
  return new URL(url).port;
}
