import { describe } from 'vitest';
import { ago } from '../builders.ts';
import { tells } from './tells.ts';

const jobs = { kind: 'backlog' as const, metric: 'jobs', perWorker: 1 };
const cpu = { kind: 'target' as const, metric: 'cpu', value: 60 };

describe('rules together', () => {
  tells('combine', [
    ['nobody to ask', { rules: [] }, { desired: 4 }],
    ['one rule grows, one is content', { rules: [cpu, jobs] }, { desired: 4, metrics: { cpu: 60, jobs: 9 } }],
    ['two rules grow', { rules: [cpu, jobs] }, { desired: 4, metrics: { cpu: 90, jobs: 9 } }],
    ['two rules ask for the same', { rules: [cpu, jobs] }, { desired: 4, metrics: { cpu: 90, jobs: 6 } }],
    ['one rule shrinks, one is content', { rules: [cpu, jobs] }, { desired: 4, metrics: { cpu: 60, jobs: 1 } }],
    ['one rule grows, one cannot see', { rules: [cpu, jobs] }, { desired: 4, metrics: { jobs: 9 } }],
    ['one rule shrinks, one cannot see', { rules: [cpu, jobs] }, { desired: 4, metrics: { jobs: 1 } }],
    ['one rule is content, one cannot see', { rules: [cpu, jobs] }, { desired: 4, metrics: { jobs: 4 } }],
    [
      'one rule shrinks, two cannot see',
      { rules: [cpu, jobs, { ...cpu, metric: 'memory' }] },
      { desired: 4, metrics: { jobs: 1 } },
    ],
    ['none can see', { rules: [cpu, jobs] }, { desired: 4 }],
    [
      'none can see, and the group is below its minimum',
      { rules: [cpu], capacity: { min: 5, max: 9 } },
      { desired: 4 },
    ],
    [
      'none can see, and the group is above its maximum',
      { rules: [cpu], capacity: { min: 1, max: 3 } },
      { desired: 4 },
    ],
    [
      'none can see, and the group is below its minimum but paused',
      { rules: [cpu], capacity: { min: 5, max: 9 }, paused: true },
      { desired: 4 },
    ],
    [
      'one rule shrinks, one cannot see, and the group is below its minimum',
      { rules: [cpu, jobs], capacity: { min: 5, max: 9 } },
      { desired: 4, metrics: { jobs: 1 } },
    ],
    ['none can see, and the group is at its minimum', { rules: [cpu], capacity: { min: 4, max: 9 } }, { desired: 4 }],
    ['none has an opinion', { rules: [{ ...cpu, scaleIn: false }] }, { desired: 4, metrics: { cpu: 30 } }],
    [
      'one has no opinion, the other shrinks',
      { rules: [{ ...cpu, scaleIn: false }, jobs] },
      { desired: 4, metrics: { cpu: 30, jobs: 1 } },
    ],
    [
      'one has no opinion, the other cannot see',
      { rules: [{ ...cpu, scaleIn: false }, jobs] },
      { desired: 4, metrics: { cpu: 30 } },
    ],
    [
      'a rule that tunes itself, on its first reading',
      { rules: [{ kind: 'objective', metric: 'jobs', perWorker: 1 }] },
      { desired: 4, metrics: { jobs: 9 } },
    ],
    [
      'a rule that cannot see, before its fallback',
      { rules: [{ ...jobs, fallback: { after: 3, workers: 7 } }] },
      { desired: 4, history: { missing: { jobs: 2 } } },
    ],
    [
      'a rule that cannot see falls back',
      { rules: [{ ...jobs, fallback: { after: 3, workers: 7 } }] },
      { desired: 4, history: { missing: { jobs: 3 } } },
    ],
    [
      'a rule that cannot see does not shrink the group by falling back',
      { rules: [{ ...jobs, fallback: { after: 0, workers: 2 } }] },
      { desired: 4 },
    ],
    [
      'a rule waits for its own cooldown while another grows',
      { rules: [jobs, { kind: 'threshold', metric: 'cpu', out: { above: 80, add: 5 }, cooldown: '2m' }] },
      { desired: 4, metrics: { jobs: 6, cpu: 90 }, history: { ruleFiredAt: { cpu: ago(30) } } },
    ],
    [
      'a rule waits for its own cooldown while another cannot see',
      { rules: [jobs, { kind: 'threshold', metric: 'cpu', out: { above: 80, add: 5 }, cooldown: '2m' }] },
      { desired: 4, metrics: { cpu: 90 }, history: { ruleFiredAt: { cpu: ago(30) } } },
    ],
    [
      'a rule waits for its own cooldown, and would not have carried the number',
      { rules: [jobs, { kind: 'threshold', metric: 'cpu', out: { above: 80, add: 1 }, cooldown: '2m' }] },
      { desired: 4, metrics: { jobs: 6, cpu: 90 }, history: { ruleFiredAt: { cpu: ago(30) } } },
    ],
  ]);
});
