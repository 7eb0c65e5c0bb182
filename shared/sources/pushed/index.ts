import * as z from 'zod';
import type { SourceModule } from '../source-module.ts';

const schema = z.strictObject({});
type PushedSource = z.output<typeof schema>;

/** Sent by the application. Declared so that policies can be written and decided; nothing receives the values yet. */
export const pushed = {
  kind: 'pushed',
  schema,
  isRead: false,
  presentOnly: null,
  notDeployable: 'pushed metrics are not supported yet',
  permissions: [],
  price: null,
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
  series: (read) => read,
  recordings: () => ({ own: null, related: [] }),
} as const satisfies SourceModule<PushedSource>;
