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

/** A Prometheus that scrapes what the contract says is measured, every second. */
export async function realPrometheus(): Promise<PrometheusSubject> {
  const exposition = await serving((_, response) => response.writeHead(200).end(EXPOSED));
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'headcount-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  const target = new URL(exposition.url).host;
  await writeFile(
    config,
    `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: contract, static_configs: [{ targets: ["${target}"] }] }]\n`,
  );
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
    await exposition.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilScraped(url);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}

async function untilScraped(url: string): Promise<void> {
  const end = performance.now() + STARTED_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${url}/api/v1/query?query=count(jobs)`).then(
      (response) => response.text(),
      () => '',
    );
    if (answer.includes('"2"')) return;
    if (performance.now() > end) throw new Error(`Prometheus has scraped nothing: ${answer}`);
    await sleep(200);
  }
}

async function freePort(): Promise<string> {
  const { url, close } = await serving(() => {});
  await close();
  return new URL(url).port;
}
