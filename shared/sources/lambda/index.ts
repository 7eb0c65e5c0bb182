import type { SourceModule } from '../source-module.ts';
import { FUNCTION_PREFIX } from './names.ts';
import type { LambdaSource } from './schema.ts';

export type { LambdaSource } from './schema.ts';

/** A value that a function of the user's returns: of anything, on any cloud. */
export const lambda = {
  kind: 'lambda',
  isRead: true,
  presentOnly: { instead: 'such as one that your application publishes' },
  permissions: [
    {
      sid: 'InvokeFunctionsForMetrics',
      actions: ['lambda:InvokeFunction'],
      resources: [{ service: 'lambda', resource: `function:${FUNCTION_PREFIX}*` }],
      patternBecause: 'Policies written after the deployment name the functions, all of which have this prefix.',
      usedBy: ({ function: name }) => [{ service: 'lambda', resource: `function:${name}` }],
    },
  ],
  /** With 128 MB on arm64 for 200 ms. One invocation serves all groups of an evaluation. */
  price: {
    unit: 'invocation of a function that takes 200 ms with 128 MB',
    usdPerUnit: 0.2e-6 + 0.125 * 0.2 * 0.0000133334,
    unitsPerEvaluation: 1,
    page: 'https://aws.amazon.com/lambda/pricing/',
  },
  facts: ({ function: name, parameters }) => ({
    period: 60,
    maxAge: 180,
    settles: 0,
    statistic: null,
    eachWorker: 'may',
    computedBy: null,
    identity: [name, Object.entries(parameters).sort()],
    measures: null,
    alarm: null,
    reach: null,
  }),
  /** A value is that of the moment of the decision that it was asked for. */
  series: (read, _source, now) => read.slice(-1).map(({ value }) => ({ at: now, value })),
  recordings: () => ({ own: null, related: [] }),
} as const satisfies SourceModule<LambdaSource>;
