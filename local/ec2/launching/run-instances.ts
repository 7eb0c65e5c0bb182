import { Ec2Error, invalidValue } from '../errors.ts';
import { subnetOf } from '../instances/subnets.ts';
import type { Instance, LaunchTemplateReference, Market, ShutdownBehavior, TagSpecification } from '../model.ts';
import type { Ec2State } from '../state.ts';
import { defaultSubnet, instanceTags, launch } from './launch.ts';
import { rejectSpotRequestTags } from './launch-tags.ts';
import { templateOf, versionOf } from './launch-templates.ts';
import { networkOf, type RequestedNetwork } from './network.ts';
import { targetOf } from './reservations.ts';

export interface RunRequest extends RequestedNetwork {
  readonly clientToken: string | null;
  readonly minCount: number;
  readonly maxCount: number;
  readonly template: LaunchTemplateReference | null;
  readonly instanceType: string | null;
  readonly imageId: string | null;
  readonly zone: string | null;
  /** The template's by default. */
  readonly market: Market | null;
  readonly disableApiTermination: boolean | null;
  readonly shutdownBehavior: ShutdownBehavior | null;
  readonly tagSpecifications: readonly TagSpecification[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html, TagSpecification */
const TAGGABLE = ['elastic-gpu', 'instance', 'network-interface', 'spot-instances-request', 'volume'];

/**
 * Launches up to `maxCount` equal instances. Throws and launches nothing if EC2 has fewer than `minCount`. A token whose
 * instances have ended is refused.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 */
export function runInstances(ec2State: Ec2State, request: RunRequest): Instance[] {
  return ec2State.tokens.once('RunInstances', request, () => run(ec2State, request), rejectEnded);
}

function run(ec2State: Ec2State, request: RunRequest): Instance[] {
  if (request.minCount < 1 || request.maxCount < request.minCount) {
    throw invalidValue('MinCount must be at least 1, and MaxCount at least MinCount.');
  }
  for (const { resourceType } of request.tagSpecifications) {
    if (!TAGGABLE.includes(resourceType)) {
      throw invalidValue(`'${resourceType}' is not a valid taggable resource type for this operation.`);
    }
  }
  const template = request.template === null ? null : templateOf(ec2State, request.template);
  const version = template === null ? null : versionOf(template, request.template?.version ?? '$Default');
  const data = version?.data ?? null;
  const market = request.market ?? data?.market ?? 'on-demand';
  rejectSpotRequestTags(data, request.tagSpecifications, market);
  const { subnetId, securityGroups } = networkOf(request, data);
  const subnet = subnetId === null ? defaultSubnet(ec2State, request.zone) : subnetOf(ec2State, subnetId);
  const tags = instanceTags(data, request.tagSpecifications);
  if (template !== null && version !== null) {
    tags.set('aws:ec2launchtemplate:id', template.id).set('aws:ec2launchtemplate:version', String(version.number));
  }
  const order = {
    instanceType: request.instanceType ?? data?.instanceType ?? null,
    imageId: request.imageId ?? data?.imageId ?? null,
    subnet,
    securityGroups,
    market,
    tags,
    ...(data && { target: targetOf(data) }),
    protected: request.disableApiTermination ?? data?.disableApiTermination ?? false,
    hibernates: data?.hibernates,
    volumes: data?.volumes,
    shutdownBehavior: request.shutdownBehavior ?? data?.shutdownBehavior ?? null,
    reservationId: `r-${ec2State.newId()}`,
    clientToken: request.clientToken,
  };
  const launched: Instance[] = [];
  while (launched.length < request.maxCount) {
    const answer = launch(ec2State, order);
    if (!(answer instanceof Ec2Error)) {
      launched.push(answer);
      continue;
    }
    if (launched.length >= request.minCount) break;
    for (const { id, instanceType, subnetId } of launched) {
      ec2State.instances.delete(id);
      ec2State.shortages.giveBack({ instanceType, subnetId, market });
    }
    throw answer;
  }
  return launched;
}

/** https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html */
function rejectEnded(launched: readonly Instance[]): void {
  if (launched.some(({ endedAt }) => endedAt === null)) return;
  throw new Ec2Error(
    'IdempotentInstanceTerminated',
    'The request to launch an instance uses the same client token as a previous request for which the instance has been terminated.',
  );
}
