import type { Deployment } from '../../cli/aws.ts';
import { distinct, type PolicyRead, type Wanted, wantedBesides, wantedFor } from '../simulation/index.ts';
import { type Candidate, candidatesOf, readOf } from './policies.ts';
import { queryOf } from './query.ts';
import { spanOf } from './span.ts';
import { type WrittenWorld, writtenWorld } from './world.ts';

export interface BacktestOptions {
  readonly group?: string;
  readonly days?: number;
  readonly policy?: string;
  readonly from?: string;
  readonly world?: string;
  readonly html?: string;
  readonly json?: boolean;
}

export const USUAL_DAYS = 14;

/** What is asked for: policies, what they read, and the series that tell their demand. */
export interface Setting {
  readonly candidates: readonly Candidate[];
  readonly policies: readonly PolicyRead[];
  readonly written: WrittenWorld;
  readonly wanted: readonly Wanted[];
}

export async function settingOf(options: BacktestOptions, deployment: Deployment | null): Promise<Setting> {
  const written = await writtenWorld(options.world);
  const candidates = await candidatesOf(options.policy, options.group, deployment);
  const policies = readOf(candidates, written.metrics);
  const wanted = distinct([
    ...policies.flatMap(({ policy, signals }) => wantedFor(policy, signals)),
    ...wantedBesides(written.metrics, (name) => policies.some(({ signals }) => signals.has(name))),
  ]);
  return { candidates, policies, written, wanted };
}

/** The query that makes a file for `--from`. */
export async function query(options: BacktestOptions, deployment: Deployment | null): Promise<object> {
  const { wanted } = await settingOf(options, deployment);
  return queryOf(wanted, spanOf(options.days ?? USUAL_DAYS, Date.now()));
}
