import type { SourceModule } from '../source-module.ts';
import type { PushedSource } from './schema.ts';

export type { PushedSource } from './schema.ts';

/** Sent by the application or its workers, and kept for as long as any rule looks back. */
export const pushed = {
  kind: 'pushed',
  isRead: true,
  presentOnly: null,
  // The values are in Headcount's own table, which every evaluation reads.
  permissions: [],
  price: {
    unit: 'read request unit of DynamoDB',
    usdPerUnit: 0.125e-6,
    unitsPerEvaluation: 1,
    page: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  receives: ({ minInterval }) => ({ minInterval }),
  facts: () => ({
    period: 60,
    maxAge: 180,
    settles: 0,
    statistic: null,
    eachWorker: 'may',
    computedBy: null,
    identity: null,
    measures: null,
    alarm: null,
    reach: null,
  }),
  series: (read, _source, now) => read.filter(({ at }) => at <= now),
  recordings: () => ({ own: null, related: [] }),
} as const satisfies SourceModule<PushedSource>;
