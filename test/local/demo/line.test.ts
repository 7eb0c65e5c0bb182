import { expect, test } from 'vitest';
import { evaluationLine } from '../../../local/demo/line.ts';
import { caseOf, evaluationOf } from '../../../local/demo/watch.ts';
import type { ReportDocument } from '../../../shared/presentation/index.ts';
import { EVALUATED, RECORDED } from '../../../shared/runtime/evaluation-log.ts';

const SEEN = {
  desired: 3,
  workers: { pending: 0, warming: 1, ready: 2, draining: 0, unhealthy: 0 },
  metrics: { requests: 71.6, queued: null },
};
const report = (more: Partial<ReportDocument>): ReportDocument => ({
  group: 'web',
  trigger: 'alarm',
  at: Date.UTC(2026, 10, 21, 12, 0, 7),
  result: 'held',
  told: 'Hold at 3. Enough.',
  code: 'hold',
  params: {},
  ...more,
});

test('a line has the time, the trigger, the observation, the decision and the launch', () => {
  const line = evaluationLine(
    report({
      result: 'resized',
      seen: SEEN,
      told: 'Scale out 3 → 5. More.',
      activity: 'a1',
      intent: {
        kind: 'launch',
        provider: 'ec2',
        count: 2,
        takeBack: [],
        vanished: 0,
        replaces: 0,
        deferred: 0,
      },
      outcome: {
        kind: 'launch',
        ordered: 0,
        launched: [
          { id: 'i-1', instanceType: 'c7g.large', market: 'on-demand' },
          { id: 'i-2', instanceType: 'c7g.large', market: 'spot' },
        ],
        errors: [],
      },
    }),
  );
  expect(line).toBe(
    '12:00:07  alarm      resized   saw requests 72, queued – on 2 ready, 1 booting; Scale out 3 → 5. More. [claimed as a1] launched i-1 i-2 (1 spot)',
  );
});

test('a line names the workers that are removed', () => {
  const intent = {
    kind: 'retire',
    provider: 'ec2',
    victims: ['i-1', 'i-2'],
    drainUntil: 0,
    healthy: true,
    replaced: 0,
    targetGroups: [],
  } as const;
  expect(evaluationLine(report({ intent, activity: 'a2' }))).toMatch(/\[claimed as a2\] terminates i-1 i-2$/);
});

test('a line names the activities of earlier evaluations that were completed', () => {
  expect(evaluationLine(report({ finished: ['a1'] }))).toMatch(/finished activity a1/);
});

test('a line without an observation has the reason', () => {
  expect(evaluationLine(report({ trigger: 'schedule', result: 'lost', told: 'Somebody is at it.' }))).toBe(
    '12:00:07  schedule   lost      Somebody is at it.',
  );
});

test.each([
  ['an evaluation', `{"message":"${EVALUATED}","evaluation":{"group":"web"}}`, { group: 'web' }],
  [
    'an evaluation behind a prefix',
    `2026 INFO {"message":"${EVALUATED}","evaluation":{"group":"web"}}`,
    { group: 'web' },
  ],
  ['another message', '{"message":"something else","evaluation":{"group":"web"}}', undefined],
  ['no JSON', 'START RequestId: 1', undefined],
  ['broken JSON', '{"message":', undefined],
])('of a log line with %s', (_, line, evaluation) => {
  expect(evaluationOf(line)).toEqual(evaluation);
});

test('a case has its own log line', () => {
  expect(caseOf(`{"message":"${RECORDED}","case":{"id":"web 1"}}`)).toEqual({ id: 'web 1' });
  expect(caseOf(`{"message":"${EVALUATED}","case":{"id":"web 1"}}`)).toBeUndefined();
  expect(evaluationOf(`{"message":"${RECORDED}","evaluation":{"group":"web"}}`)).toBeUndefined();
});
