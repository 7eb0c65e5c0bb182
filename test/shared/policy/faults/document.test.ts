import { parsePolicy } from '../../../../shared/policy/index.ts';
import { base, target, tells } from './tells.ts';

tells('document', parsePolicy, [
  ['nothing', undefined],
  ['no document', 'text'],
  ['an empty document', {}],
  ['unknown fields', { ...base, typo: 1, capacity: { min: 1, max: 2, middle: 3 } }],
  ['a field whose name a terminal would obey', { ...base, 'ev\u001b[31mil': 1 }],
  ['a metric without a name', { ...base, metrics: { '': { pushed: {} } } }],
  ['a group in capitals', { ...base, group: 'Fleet' }],
  ['bounds upside down', { ...base, capacity: { min: 11, max: 10 } }],
  ['bounds that are equal', { ...base, capacity: { min: 10, max: 10 } }],
  ['bounds that are no counts', { ...base, capacity: { min: 0.5, max: '9' } }],
  ['bounds far out of range', { ...base, capacity: { min: -1e300, max: 1e300 } }],
  ['a tier and a profile that do not exist', { ...base, tier: 'db', profile: 'brave' }],
  ['a pause that is neither', { ...base, paused: 'up' }],
  ['a switch that is text', { ...base, dryRun: 'yes' }],
  ['an end that is neither', { ...base, onDelete: 'keep' }],
  ['a share of replaced workers that is none', { ...base, guards: { velocity: { replaced: '120%' } } }],
  ['a share of replaced workers that is a flag', { ...base, guards: { velocity: { replaced: true } } }],
  ['an acknowledged warning that is no code', { ...base, acknowledge: ['Too fine'] }],
  ['a duration in words', { ...base, warmup: '5 minutes' }],
  ['a duration below zero', { ...base, warmup: -1 }],
  ['a duration with a fraction', { ...base, warmup: 1.5 }],
  ['a duration that is a list', { ...base, warmup: [] }],
  ['durations that are too long', { ...base, warmup: '367d', behavior: { out: { cooldown: 366 * 86_400 + 1 } } }],
  ['metrics that are nothing', { ...base, metrics: null }],
  ['rules that are no list', { ...base, rules: { cpu: target } }],
  [
    'too many rules',
    { ...base, rules: Array.from({ length: 51 }, (_, index) => ({ ...target, name: `cpu${index}` })) },
  ],
  [
    'a behavior with faults',
    { ...base, behavior: { out: { stabilization: '2d', select: 'most' }, in: { drain: -1 } } },
  ],
  ['a rule that is text', { ...base, rules: ['cpu > 80'] }],
  [
    'limits with faults',
    {
      ...base,
      behavior: {
        in: {
          limits: [
            { every: 60 },
            { workers: 1, percent: 1, every: 60 },
            { workers: 1, every: '2h' },
            { percent: 0, every: 0 },
          ],
        },
      },
    },
  ],
  ['a budget of nothing', { ...base, guards: { budget: {} } }],
  [
    'a budget of workers without prices',
    { ...base, provider: { kind: 'lambda', function: 'resize' }, guards: { budget: { hourlyUsd: 1 } } },
  ],
  [
    'a budget of workers without prices, beside another fault',
    { ...base, warmup: -1, provider: { kind: 'lambda', function: 'resize' }, guards: { budget: { hourlyUsd: 1 } } },
  ],
  ['a floor beyond any group', { ...base, guards: { floor: 100_001 } }],
]);
