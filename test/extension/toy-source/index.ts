import type { SourceModule } from '../../../shared/sources/source-module.ts';
import type { Thermometer } from './format.ts';

/** A toy: the temperature of a room, as a thing on the network shows it now. */
export const thermometer = {
  kind: 'thermometer',
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
