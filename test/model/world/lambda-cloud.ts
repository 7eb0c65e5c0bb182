import { providersFrom } from '../../../shared/providers/index.ts';
import { lambdaAdapter } from '../../../shared/providers/lambda/adapter.ts';
import type { FakeAutoScalingOptions } from '../../fakes/fake-auto-scaling.ts';
import { FakeFunctions } from '../../fakes/fake-functions.ts';
import type { Cloud } from './cloud.ts';
import { asking, calls, FUNCTION, idOf, ownIn } from './lambda-calls.ts';
import { inReplacing } from './replacing.ts';

/** Workers of the groups `ci` and `other`, which a function launches and replaces. */
export function lambdaCloud({ onLaunch, onReplace, ...options }: FakeAutoScalingOptions): Cloud {
  const functions = new FakeFunctions({
    ...options,
    onLaunch: (group, own) => onLaunch?.(group, idOf(group, own)),
    onReplace: (group, own) => onReplace?.(group, idOf(group, own)),
  });
  const { workers } = functions;
  for (const group of ['ci', 'other']) workers.create(group, { group });
  return {
    policy: ({ provider: _, ...document }) => ({ ...document, provider: { kind: 'lambda', function: FUNCTION } }),
    providers: (through) =>
      providersFrom({ lambda: lambdaAdapter(asking(through({ functions: calls(functions) }).functions), 'dev') }),
    ...inReplacing(workers, { idOf, ownOf: ownIn }),
  };
}
