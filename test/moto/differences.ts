import type { Differences } from '../contracts/differences.ts';

const TOKENS = 'CreateFleet ignores ClientToken';

/** Where moto is not as AWS is. docs/contributing/testing.md explains each difference. */
export const DIFFERENCES = {
  fleet: {
    'repeated with its token, launches nothing and returns the same': TOKENS,
    'with a token that has other parameters, launches nothing and returns the launches of its activity': TOKENS,
    'keeps a partial launch, and names the pools without capacity': 'capacity never runs out',
    'fills the zones with the fewest workers first, and the others where one has too little': 'capacity never runs out',
    'returns the error of a throttled pool, which is not a shortage: the pool is not excluded': 'no pool is throttled',
    'lists with each worker its launch template and the number of the version': 'no tags of launch templates',
    'omits a worker that ended right after its launch, although the launch succeeded': 'no instance ends by itself',
    'lists a worker that stopped as stopped, with the reason': 'no operating system shuts down',
    'returns workers in any state, and why they ended': 'no instance ends by itself',
  },
  ec2: { 'adds nothing when the same launch is repeated': TOKENS },
  autoScalingGroup: {},
} as const satisfies Readonly<Record<string, Differences>>;
