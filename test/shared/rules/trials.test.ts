import { describe, expect, it } from 'vitest';
import type { TrialWork } from '../../../shared/rules/rule-trial.ts';
import { trialsFor } from '../../../shared/rules/trials.ts';
import { policyOf } from '../decision/builders.ts';

const WORK: TrialWork = {
  kind: 'interactive',
  perWorker: 15,
  taskSeconds: 60,
  startWithin: 300,
  boot: 120,
  lost: 0.02,
};
const QUEUE: TrialWork = { ...WORK, kind: 'queue' };
const rulesOf = (work: TrialWork) => Object.fromEntries(trialsFor(work).tried.map(({ name, rules }) => [name, rules]));

const CPU = {
  'target (cpu, 60 %)': [{ kind: 'target', metric: 'cpu', value: 60 }],
  'target (cpu, 80 %)': [{ kind: 'target', metric: 'cpu', value: 80 }],
  'step (cpu)': [
    {
      ...{ kind: 'step', metric: 'cpu', threshold: 60 },
      steps: [
        { to: -20, percent: -10 },
        { from: 0, to: 20, percent: 10 },
        { from: 20, percent: 30 },
      ],
    },
  ],
  'threshold (cpu)': [
    {
      ...{ kind: 'threshold', metric: 'cpu' },
      out: { above: 70, for: 60, percent: 20 },
      in: { below: 40, for: 300, percent: 10 },
    },
  ],
};

describe('the rules that are tried on a recording', () => {
  it('are, for requests, those on CPU and on requests', () => {
    const at60 = { metric: 'requests', value: 9, per: 'worker' };
    expect(rulesOf(WORK)).toEqual({
      ...CPU,
      'target (requests, 60 %)': [{ kind: 'target', ...at60 }],
      'target (requests, 80 %)': [{ kind: 'target', ...at60, value: 12 }],
      'target and forecast': [
        { kind: 'target', ...at60 },
        { name: 'ahead', kind: 'forecast', ...at60, boot: 120 },
      ],
      objective: [{ kind: 'objective', metric: 'requests', perWorker: 15, lost: 0.02, boot: 120 }],
    });
    expect(trialsFor(WORK).left).toEqual([
      { kind: 'backlog', code: 'rule-without-queue' },
      { kind: 'deadline', code: 'rule-without-queue' },
      { kind: 'schedule', code: 'rule-by-the-clock' },
      { kind: 'workers', code: 'rule-of-each-worker' },
    ]);
  });

  it('are, for a queue, those on CPU and on tasks', () => {
    const tasks = { metric: 'queued', running: 'running' };
    expect(rulesOf(QUEUE)).toEqual({
      ...CPU,
      'backlog (perWorker)': [{ kind: 'backlog', ...tasks, perWorker: 1 }],
      'backlog (drainWithin)': [{ kind: 'backlog', ...tasks, taskSeconds: 60, drainWithin: 360 }],
      deadline: [{ kind: 'deadline', ...tasks, taskSeconds: 60, startWithin: 300, boot: 120 }],
    });
    expect(trialsFor(QUEUE).left).toEqual([
      { kind: 'forecast', code: 'rule-without-requests' },
      { kind: 'objective', code: 'rule-without-requests' },
      { kind: 'schedule', code: 'rule-by-the-clock' },
      { kind: 'workers', code: 'rule-of-each-worker' },
    ]);
  });

  it('ask for whole figures where arithmetic would add noise', () => {
    expect(rulesOf({ ...WORK, perWorker: 1.1 })['target (requests, 60 %)']).toMatchObject([{ value: 0.66 }]);
  });

  it('are valid policies', () => {
    for (const { rules } of [...trialsFor(WORK).tried, ...trialsFor(QUEUE).tried]) {
      expect(policyOf({ rules } as Parameters<typeof policyOf>[0]).rules).toHaveLength(rules.length);
    }
  });
});
