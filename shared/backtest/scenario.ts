import type { UserError } from '../model/index.ts';
import { invalidDocument, titleOf, wrongDocument } from '../presentation/index.ts';
import {
  aimedRate,
  type DerivedField,
  derivedFields,
  measuredRate,
  type PolicyRead,
  parseScenario,
  type RecordedDemand,
  type RecordedSeries,
  type RecordedWorkers,
  type Scenario,
  statedRate,
  unitMetrics,
} from '../simulation/index.ts';
import type { NamedDocument } from './policies.ts';

/** A scenario as written in its file. Fields may be missing. */
export interface WrittenScenario {
  readonly fields: Readonly<Record<string, unknown>>;
  /** What the policies' metrics and the other recorded metrics measure. */
  readonly metrics: Scenario['metrics'];
}

export interface BacktestScenario {
  readonly scenario: Scenario;
  /** Fields that were derived. */
  readonly taken: readonly DerivedField[];
}

const OF_KIND = { workerRate: 'interactive', startWithin: 'queue' } as const;

/** Checks the scenario's file before anything is fetched. Without a file, an empty scenario. */
export function writtenScenario(file: NamedDocument | undefined): WrittenScenario {
  if (file === undefined) return { fields: {}, metrics: {} };
  const { name, document: written } = file;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    throw wrongDocument(name, `${titleOf('scenario', name)} must be a map: "npx headcount world init" writes one.`);
  }
  if ('peakWorkers' in written) {
    throw wrongDocument(
      name,
      `${name}: peakWorkers scales the demand, but a backtest replays the demand as it was recorded. Remove peakWorkers; workerRate says what one worker serves.`,
      'peakWorkers',
    );
  }
  const assumed = { kind: 'interactive', workerRate: 1, taskSeconds: 1, startWithin: 1 };
  const fields = written as WrittenScenario['fields'];
  return { fields, metrics: scenarioFrom(fields, fieldsOf(assumed), name).scenario.metrics };
}

const fieldsOf = (values: Readonly<Record<string, string | number>>): DerivedField[] =>
  Object.entries(values).map(([name, value]) => ({ name, value, from: '' }));

/** The fields of the scenario that do not depend on the demand. */
export function scenarioBeforeDemand(
  { fields }: WrittenScenario,
  policies: readonly PolicyRead[],
  series: readonly RecordedSeries[],
) {
  const derived = [...derivedFields(policies, fields), ...measuredTaskSeconds(series)];
  const drafted = scenarioFrom(fields, [...derived, ...fieldsOf({ workerRate: 1, taskSeconds: 1 })]);
  const taskSeconds = fields['taskSeconds'] ?? derived.find(({ name }) => name === 'taskSeconds')?.value;
  return {
    derived,
    kind: drafted.scenario.kind,
    boot: drafted.scenario.boot,
    drain: drafted.scenario.drain,
    taskSeconds: typeof taskSeconds === 'number' ? taskSeconds : undefined,
  };
}

function measuredTaskSeconds(series: readonly RecordedSeries[]): DerivedField[] {
  const measured = series.find(({ signal, points }) => signal === 'taskSeconds' && points.length > 0);
  if (!measured) return [];
  const mean = measured.points.reduce((sum, { value }) => sum + value, 0) / measured.points.length;
  return mean > 0 ? [{ name: 'taskSeconds', value: mean, from: `the mean of ${measured.name}` }] : [];
}

/** The scenario of a replay: written fields, then derived ones. The rate of an interactive worker may come from the recording. */
export function scenarioOf(
  { fields }: WrittenScenario,
  derived: readonly DerivedField[],
  known: {
    readonly policies: readonly PolicyRead[];
    readonly demand: RecordedDemand;
    readonly series: readonly RecordedSeries[];
    readonly workers: RecordedWorkers | null;
  },
): BacktestScenario {
  const isQueue = (fields['kind'] ?? derived.find(({ name }) => name === 'kind')?.value) === 'queue';
  const rate = isQueue || fields['workerRate'] !== undefined ? [] : [{ name: 'workerRate', ...rateOf(known) }];
  return scenarioFrom(fields, [...derived, ...rate]);
}

function rateOf({ policies, demand, series, workers }: Parameters<typeof scenarioOf>[2]) {
  const stated = statedRate(policies);
  if (stated) return stated;
  if (demand.derivation !== 'utilization') {
    const rate = measuredRate(demand, series, workers) ?? aimedRate(policies);
    if (rate) return rate;
    throw needsRate(
      `neither the policy nor the recording says how much of ${demand.metrics.join(', ')} one worker serves`,
    );
  }
  const [unit] = unitMetrics(policies);
  if (unit === undefined) return { value: 1, from: 'demand is in busy workers' };
  throw needsRate(`the policy reads ${unit}, but the recording contains only the number of busy workers`);
}

const needsRate = (why: string): UserError =>
  wrongDocument(
    'The scenario',
    `workerRate is unknown: ${why}. Add to the file for --world how many units a second one worker serves, for example workerRate: 20`,
    'workerRate',
  );

function scenarioFrom(
  written: WrittenScenario['fields'],
  derived: readonly DerivedField[],
  name = '',
): BacktestScenario {
  const kind = written['kind'] ?? derived.find((field) => field.name === 'kind')?.value;
  const seen = new Set(Object.keys(written));
  const taken = derived.filter((field) => {
    const only = OF_KIND[field.name as keyof typeof OF_KIND];
    if (seen.has(field.name) || (only !== undefined && only !== kind)) return false;
    seen.add(field.name);
    return true;
  });
  const document = { ...Object.fromEntries(taken.map((field) => [field.name, field.value])), ...written };
  const parsed = parseScenario(document);
  if (parsed.ok) return { scenario: parsed.value, taken };
  const hint =
    kind === 'queue' && name === ''
      ? '\nAdd it to a file for --world: "npx headcount world init --kind queue" writes one.'
      : '';
  throw invalidDocument(titleOf('scenario', name), parsed.faults, { text: (_, message) => `${message}${hint}` });
}
