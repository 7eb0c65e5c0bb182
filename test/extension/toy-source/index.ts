import * as z from 'zod';
import type { SourceModule } from '../../../shared/sources/source-module.ts';

const schema = z.strictObject({ room: z.string().min(1) });
export type Thermometer = z.output<typeof schema>;

/** A toy: the temperature of a room, as a thing on the network shows it now. */
export const thermometer = {
  kind: 'thermometer',
  schema,
  isRead: true,
  presentOnly: { instead: 'such as one that a logger sends' },
  permissions: [
    {
      sid: 'ReadThermometers',
      actions: ['iot:GetThingShadow'],
      resources: [{ service: 'iot', resource: 'thing', resourceName: '*' }],
      patternBecause: 'Policies written after the deployment name the rooms.',
    },
  ],
  price: null,
  facts: ({ room }) => ({
    period: 30,
    maxAge: 90,
    settles: 0,
    statistic: null,
    computedBy: null,
    identity: [room],
    measures: { name: 'temperature' },
    alarm: null,
    reach: null,
  }),
  series: (read) => read,
  recordings: () => ({ own: null, related: [] }),
} as const satisfies SourceModule<Thermometer>;
