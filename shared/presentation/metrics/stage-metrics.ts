import { type MeasuredStage, needsAttention } from '../../operations/index.ts';
import { groupMetrics } from './group-metrics.ts';
import type { Family, Sample } from './prometheus-text.ts';

interface Definition {
  readonly name: string;
  readonly type: Exclude<Family['type'], 'histogram'>;
  readonly help: string;
  readonly labels: readonly string[];
  readonly of: (stage: MeasuredStage) => readonly Sample[];
}

const one = (value: number, labels: Sample['labels'] = {}): Sample[] => [{ labels, value }];

const RESULTS = ['held', 'resized', 'lost', 'dry-run', 'skipped', 'failed'] as const;

/** Every metric of the stage. Names and labels are stable: they are not renamed before a new major version. */
export const STAGE_METRICS: readonly Definition[] = [
  {
    name: 'headcount_read_timestamp_seconds',
    type: 'gauge',
    labels: [],
    help: 'When these metrics were read.',
    of: ({ at }) => one(at / 1000),
  },
  {
    name: 'headcount_collector_success',
    type: 'gauge',
    labels: ['collector'],
    help: '1 if the stage, its counts, its queues, and the findings of doctor could be read.',
    of: ({ counts, queues, findings }) =>
      Object.entries({ counts, queues, ...(findings && { findings }) }).flatMap(([collector, read]) =>
        one(read instanceof Error ? 0 : 1, { collector }),
      ),
  },
  {
    name: 'headcount_groups',
    type: 'gauge',
    labels: [],
    help: 'Groups with a state that can be read.',
    of: ({ groups }) => one(groups.length),
  },
  {
    name: 'headcount_unusable_groups',
    type: 'gauge',
    labels: [],
    help: 'Groups whose stored state cannot be used, so that they are not evaluated.',
    of: ({ unusable }) => one(unusable.length),
  },
  {
    name: 'headcount_evaluations_total',
    type: 'counter',
    labels: ['result'],
    help: 'Evaluations of groups, by their result.',
    of: ({ counts }) =>
      counts instanceof Error ? [] : RESULTS.flatMap((result) => one(counts.evaluations[result] ?? 0, { result })),
  },
  {
    name: 'headcount_api_errors_total',
    type: 'counter',
    labels: [],
    help: 'Requests to the HTTP API that were answered with 500.',
    of: ({ counts }) => (counts instanceof Error ? [] : one(counts.apiErrors)),
  },
  {
    name: 'headcount_queue_messages',
    type: 'gauge',
    labels: ['queue'],
    help: 'Messages that wait in a queue: evaluations, dead-letters or failures.',
    of: ({ queues }) =>
      queues instanceof Error ? [] : Object.entries(queues).flatMap(([queue, waiting]) => one(waiting, { queue })),
  },
  {
    name: 'headcount_doctor_findings',
    type: 'gauge',
    labels: ['group', 'kind', 'attention'],
    help: 'What doctor finds in a group; attention is false for what is only information.',
    of: ({ findings }) => (findings === null || findings instanceof Error ? [] : foundIn(findings)),
  },
];

/** The metrics of the stage and of all its groups. */
export const stageMetrics = (stage: MeasuredStage): Family[] => [
  ...STAGE_METRICS.map(({ name, type, help, of }) => ({ name, type, help, samples: of(stage) })),
  ...groupMetrics(stage.groups, stage.at),
];

function foundIn(findings: Extract<MeasuredStage['findings'], readonly unknown[]>): Sample[] {
  const counted = new Map<string, { labels: Sample['labels']; value: number }>();
  for (const finding of findings) {
    const { group, kind } = finding;
    const key = `${group} ${kind}`;
    const labels = { group, kind, attention: String(needsAttention(finding)) };
    counted.set(key, { labels, value: (counted.get(key)?.value ?? 0) + 1 });
  }
  return [...counted.values()];
}
