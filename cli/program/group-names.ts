import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENVIRONMENT } from '../../shared/names/index.ts';
import { indexedGroups } from '../../shared/operations/index.ts';
import { withDeployment } from '../aws.ts';

/** A person who waits for a completion does not wait longer. */
const LONGEST_MS = 2_000;
const FRESH_MS = 60_000;

/** The names of the groups of a stage, from the table or, for a minute, from a file; the file's, however old, if AWS is slow. */
export async function groupNames(written: string | undefined): Promise<readonly string[]> {
  const stage = written ?? process.env[ENVIRONMENT.stage] ?? 'production';
  const file = groupNamesFile(stage, process.env);
  const kept = await read(file);
  if (kept && kept.age < FRESH_MS) return kept.names;
  const names = await Promise.race([fromTable(stage), sleep(LONGEST_MS, undefined, { ref: false })]).catch(
    () => undefined,
  );
  if (names === undefined) return kept?.names ?? [];
  await write(file, names).catch(() => {});
  return names;
}

/** Without groups of which no policy was ever accepted: finding them means reading the whole table. */
const fromTable = (stage: string): Promise<readonly string[]> =>
  withDeployment({ stage }, ({ store: { states } }) => indexedGroups({ states }));

/** One file for each account, as far as the environment says which it is, region and stage. */
export function groupNamesFile(stage: string, environment: NodeJS.ProcessEnv): string {
  const folder = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const { AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL } = environment;
  const table = environment[ENVIRONMENT.table];
  const where = [stage, table, AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL];
  const name = createHash('sha256').update(JSON.stringify(where)).digest('hex').slice(0, 16);
  return join(folder, 'headcount', `groups-${name}.json`);
}

async function read(file: string): Promise<{ readonly names: readonly string[]; readonly age: number } | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const names: unknown = JSON.parse(text);
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) return undefined;
    return { names, age: Date.now() - mtimeMs };
  } catch {
    return undefined;
  }
}

async function write(file: string, names: readonly string[]): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const part = `${file}.${process.pid}`;
  await writeFile(part, JSON.stringify(names));
  await rename(part, file);
}
