import { asked, type Check } from '../../../model/index.ts';
import type { PreflightContext, ProviderPreflight } from '../../preflight/port.ts';
import { groupTagChecks } from '../../preflight/tags.ts';
import { ecsCall } from '../api/call.ts';
import { describeServices } from '../api/describe-services.ts';
import { because } from '../because.ts';
import type { DescribedService } from '../described/service.ts';
import type { EcsServiceConfig } from '../format/config.ts';
import { nameOf } from '../names.ts';
import { untaggedIn } from '../plan.ts';

/** Checks that the stage may resize the service. Describing the service shows whether it exists and can be resized. */
export function ecsServicePreflight({
  clients: { cloudwatch },
  stage,
}: PreflightContext): ProviderPreflight<EcsServiceConfig> {
  const call = ecsCall(cloudwatch.config);
  return ecsServiceChecks({ serviceOf: async (name) => (await describeServices(call, [name])).get(name), stage });
}

interface Reads {
  /** Undefined, or an error, if there is no such service. */
  readonly serviceOf: (name: string) => Promise<DescribedService | Error | undefined>;
  readonly stage: string;
}

export const ecsServiceChecks =
  ({ serviceOf, stage }: Reads): ProviderPreflight<EcsServiceConfig> =>
  async ({ group, config }) => {
    const name = nameOf(config);
    const read = await asked('ecs:DescribeServices', `service ${name}`, () => serviceOf(name));
    const service = 'value' in read && !(read.value instanceof Error) ? (read.value ?? null) : null;
    const tags = 'failure' in read ? read : { value: service?.tags ?? null };
    return [
      ...groupTagChecks({ group, stage, what: `ECS service ${name}` }, tags),
      ...(service === null ? [] : taskChecks(group, service)),
    ];
  };

/** Headcount can't remove tasks without their tags. The sentence includes the remedy. */
function taskChecks(group: string, service: DescribedService): Check[] {
  const tasks = untaggedIn(service);
  if (tasks === 0) return [];
  const reason = because['ecs-tasks-untagged']({ name: service.name, tasks });
  return [{ verdict: 'warning', group, reason, remedy: null }];
}
