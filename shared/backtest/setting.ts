import {
  distinct,
  type HistoryEntry,
  type PolicyRead,
  type Wanted,
  wantedBesides,
  wantedFor,
} from '../simulation/index.ts';
import { type Candidate, candidatesOf, type NamedDocument, readOf } from './policies.ts';
import type { BacktestDeployment } from './recordings/deployment.ts';
import { queryOf } from './recordings/query.ts';
import { spanOf } from './recordings/span.ts';
import { type WrittenScenario, writtenScenario } from './scenario.ts';

/** Documents are parsed YAML or JSON; what they must contain is checked here. */
export interface BacktestRequest {
  readonly group?: string | undefined;
  /** The last days to replay. */
  readonly days?: number | undefined;
  readonly policy?: NamedDocument | undefined;
  /** A policy to compare with, instead of the active version. */
  readonly against?: NamedDocument | undefined;
  /** Output of `aws cloudwatch get-metric-data`, instead of asking CloudWatch. */
  readonly from?: { readonly name: string; readonly text: string } | undefined;
  readonly scenario?: NamedDocument | undefined;
  /** A recorded history of prices. */
  readonly prices?: readonly HistoryEntry[] | undefined;
}

export const DEFAULT_DAYS = 14;

/** The policies, what they read, and the series from which the demand can be derived. */
export interface Setting {
  readonly candidates: readonly Candidate[];
  readonly policies: readonly PolicyRead[];
  readonly written: WrittenScenario;
  readonly wanted: readonly Wanted[];
}

export async function settingOf(request: BacktestRequest, deployment: BacktestDeployment | null): Promise<Setting> {
  const written = writtenScenario(request.scenario);
  const candidates = await candidatesOf(request, deployment);
  const policies = readOf(candidates, written.metrics);
  const wanted = distinct([
    ...policies.flatMap(({ policy, signals }) => wantedFor(policy, signals)),
    ...wantedBesides(written.metrics, (name) => policies.some(({ signals }) => signals.has(name))),
  ]);
  return { candidates, policies, written, wanted };
}

/** The input of `aws cloudwatch get-metric-data` that fetches the series a backtest needs. */
export async function metricQuery(request: BacktestRequest, deployment: BacktestDeployment | null): Promise<object> {
  const { wanted } = await settingOf(request, deployment);
  return queryOf(wanted, spanOf(request.days ?? DEFAULT_DAYS, Date.now()));
}
