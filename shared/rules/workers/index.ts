import { distinct } from '../common/distinct.ts';
import type { RuleModule } from '../rule-module.ts';
import { recommend } from './recommend.ts';
import type { WorkersRule } from './schema.ts';

/** Workers are judged one by one, by metrics of their own. */
export const workers = {
  kind: 'workers',
  pace: 'waits',
  metrics: ({ overloaded, idle }) => ({
    group: [],
    perWorker: distinct(...[...overloaded, ...idle].map(({ metric }) => metric)),
  }),
  recommend,
  bounds: ({ overloaded, idle, idleFor }) => [
    ...overloaded.map(({ metric, above }) => ({ metric, side: 'high' as const, bound: above, for: 0 })),
    ...idle.map(({ metric, below }) => ({ metric, side: 'low' as const, bound: below, for: idleFor })),
  ],
  past: ({ idle, idleFor }) => ({ metrics: distinct(...idle.map(({ metric }) => metric)), seconds: idleFor }),
  idle: ({ idle }) => idle,
  overloaded: ({ overloaded }) => overloaded,
  overloadedIn({ code, params: { ready, overloaded } }) {
    const count = code === 'workers-all-overloaded' ? ready : overloaded;
    return typeof count === 'number' ? count : null;
  },
} as const satisfies RuleModule<WorkersRule>;
