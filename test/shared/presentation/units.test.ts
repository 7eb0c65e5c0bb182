import { describe, expect, test } from 'vitest';
import { overflowReasons } from '../../../shared/evaluation/index.ts';
import { rendererOf } from '../../../shared/model/index.ts';
import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { decisionDocument, decisionText } from '../../../shared/presentation/index.ts';
import { overflowLines } from '../../../shared/presentation/status/overflow-text.ts';
import { emptyState } from '../../../shared/state/index.ts';
import { decided } from '../decision/builders.ts';

type Rules = PolicyDocument['rules'];
const FREE = { cooldown: 0, stabilization: 0 };
const behavior = {
  out: { ...FREE, limits: [{ workers: 2, every: 60 }] },
  in: { ...FREE, limits: [] },
};
const provider = (weight: number) => ({
  ...{ kind: 'ec2' as const, launchTemplate: { name: 'fleet' }, subnets: ['subnet-a'] },
  instanceTypes: [{ type: 'c7g.large', weight: 1 }, weight === 1 ? 'c7g.xlarge' : { type: 'c7g.xlarge', weight }],
});
const plain = { ...provider(1), instanceTypes: ['c7g.large'] };

/** All that is said of a decision for workers that weigh so much each. */
function told(rules: Rules, weight: number, jobs: number, more: object = {}): string {
  const document = { rules, behavior, provider: weight === 1 ? plain : provider(weight) };
  const workers = ['a', 'b'].map((id) => ({ id, state: 'ready' as const, weight, ...more }));
  const decision = decided(document as Partial<PolicyDocument>, { metrics: { jobs }, workers });
  return `${decisionText(decision)}\n${JSON.stringify(decisionDocument(decision).trace.map(({ because }) => because))}`;
}

describe.each<[string, Rules, number, object?]>([
  ['backlog', [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }], 40],
  ['backlog in time', [{ kind: 'backlog', metric: 'jobs', taskSeconds: 60, drainWithin: 30 }], 40],
  ['target of an average', [{ kind: 'target', metric: 'jobs', value: 10 }], 40],
  ['target of a total', [{ kind: 'target', metric: 'jobs', value: 5, per: 'worker' }], 40],
  ['protected', [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }], 0, { protected: true }],
])('%s', (_, rules, jobs, more) => {
  test('is told in units where workers have weights', () => {
    const text = told(rules, 4, jobs, more).replaceAll(
      /Capacity is counted in units: [^|\n"]*?a worker means a unit/g,
      '',
    );
    expect(text).toMatch(/\bunits?\b/);
    // Only the size of the group names its workers.
    expect(text.replaceAll('(2 workers)', '')).not.toMatch(/\bworkers?\b/);
  });

  test('is told in workers elsewhere', () => {
    expect(told(rules, 1, jobs, more)).toMatch(/\bworkers?\b/);
    expect(told(rules, 1, jobs, more)).not.toMatch(/\bunits?\b/);
  });
});

test('a group with weights that has no workers yet is told in units', () => {
  const document = { rules: [{ kind: 'backlog', metric: 'jobs', perWorker: 1 }], behavior, provider: provider(4) };
  const decision = decided(document as Partial<PolicyDocument>, { metrics: { jobs: 40 }, workers: [] });
  expect(decisionText(decision)).toContain('Limited to 2 units per 60 s');
  expect(decisionText(decision)).toContain('Scale out from capacity 0 (0 workers) to 2');
});

test('overflow is asked for in units', () => {
  const state = emptyState('web');
  const requested = { 'eu-west-1': { workers: 5, until: 1000, sentAt: 0 } };
  const asked = (weights: Record<string, number>) =>
    overflowLines({ ...state, requested, provider: { ...state.provider, weights } } as never, 0)[0];
  expect(asked({ 'c7g.large': 4 })).toContain('asks for 5 units');
  expect(asked({})).toContain('asks for 5 workers');
  const text = rendererOf([overflowReasons]);
  const params = { region: 'eu-west-1', workers: 5 };
  expect(text({ code: 'overflow-started', params })).toContain('asked for 5 workers');
  expect(text({ code: 'overflow-started', params: { ...params, inUnits: true } })).toContain('asked for 5 units');
});
