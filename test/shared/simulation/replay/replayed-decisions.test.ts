import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../../../shared/decision/index.ts';
import { writtenObservation } from '../../../../shared/evaluation/index.ts';
import { type Policy, parseObservation, parsePolicy } from '../../../../shared/policy/index.ts';
import { decisionDocument } from '../../../../shared/presentation/index.ts';
import { replayOf, run } from '../../../../shared/simulation/index.ts';
import { policyDocument } from '../../decision/arbitraries.ts';
import { demandOf, queue } from '../scenarios.ts';

const METRICS = {
  cpu: { cloudwatch: { namespace: 'CWAgent', name: 'cpu' }, window: 180 },
  jobs: { pushed: {} },
  constructor: { pushed: {}, missing: 'zero' as const },
};
/** As JSON, because TypeScript gives inherited names the types of what objects inherit. */
const SIGNALS = JSON.parse(
  '{ "cpu": "utilization", "jobs": "waiting", "toString": "demand", "constructor": { "signal": "running", "silent": true } }',
);
const scenario = queue({
  ...{ taskSeconds: 30, boot: 60, drain: 30, evaluateEvery: 30, metricDelay: 60, seed: 3 },
  failures: { capacityErrors: 0.2, interruptionsPerHour: 3 },
  metrics: SIGNALS,
});
/** Crowds, quiet times and single tasks. */
const LOADS = Array.from({ length: 36 }, (_, step) => [1, 6, 0, 0, 2.5, 9][Math.floor(step / 6)] ?? 0);

const policies = policyDocument.map((document) =>
  parsePolicy({ ...document, warmup: 45, metrics: METRICS, guards: { ...document.guards, budget: { hourlyUsd: 1 } } }),
);
const carried = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
function read<Value>(
  parsed: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: unknown },
) {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

/** The number of decisions that were compared. */
function compared(policy: Policy): number {
  let decisions = 0;
  const written = read(parsePolicy(carried(policy)));
  const play = replayOf(policy, scenario, demandOf(scenario, LOADS), (decision, observation) => {
    const seen = read(parseObservation(carried(writtenObservation(observation))));
    const [text, expected] = [decide(written, seen), decision].map((each) => JSON.stringify(decisionDocument(each)));
    // Comparing texts is ten times as fast; a difference is shown as documents.
    if (text !== expected) expect(JSON.parse(text ?? '')).toEqual(JSON.parse(expected ?? ''));
    decisions += 1;
  });
  if (!play.ok) return 0;
  for (const _ of run(play.value));
  return decisions;
}

test('`decide` decides as a replay did, on what the replay saw, written to a file', () => {
  let decisions = 0;
  for (const policy of fc.sample(policies, { numRuns: 50, seed: 8 }))
    if (policy.ok) decisions += compared(policy.value);
  expect(decisions).toBeGreaterThan(300);
});
