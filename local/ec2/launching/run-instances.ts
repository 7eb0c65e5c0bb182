import { Ec2Error, invalidValue } from '../errors.ts';
import { subnetOf } from '../instances/subnets.ts';
import type { Instance, LaunchTemplateReference, Market, TagSpecification } from '../model.ts';
import type { Ec2State } from '../state.ts';
import { defaultSubnet, instanceTags, launch } from './launch.ts';
import { templateOf, versionOf } from './launch-templates.ts';

export interface RunRequest {
  readonly clientToken: string | null;
  readonly minCount: number;
  readonly maxCount: number;
  readonly template: LaunchTemplateReference | null;
  readonly instanceType: string | null;
  readonly imageId: string | null;
  readonly subnetId: string | null;
  readonly zone: string | null;
  readonly market: Market;
  readonly disableApiTermination: boolean | null;
  readonly tagSpecifications: readonly TagSpecification[];
}

/** Launches up to `maxCount` equal instances. Throws and launches nothing if EC2 has fewer than `minCount`. */
export function runInstances(ec2State: Ec2State, request: RunRequest): Instance[] {
  return ec2State.tokens.once('RunInstances', request, () => {
    if (request.minCount < 1 || request.maxCount < request.minCount) {
      throw invalidValue('MinCount must be at least 1, and MaxCount at least MinCount.');
    }
    const template = request.template === null ? null : templateOf(ec2State, request.template);
    const version = template === null ? null : versionOf(template, request.template?.version ?? '$Default');
    const data = version?.data ?? null;
    const subnetId = request.subnetId ?? data?.subnetId ?? null;
    const subnet = subnetId === null ? defaultSubnet(ec2State, request.zone) : subnetOf(ec2State, subnetId);
    const tags = instanceTags(data, request.tagSpecifications);
    if (template !== null && version !== null) {
      tags.set('aws:ec2launchtemplate:id', template.id).set('aws:ec2launchtemplate:version', String(version.number));
    }
    const reservationId = `r-${ec2State.newId()}`;
    const launched: Instance[] = [];
    while (launched.length < request.maxCount) {
      const answer = launch(ec2State, {
        instanceType: request.instanceType ?? data?.instanceType ?? null,
        imageId: request.imageId ?? data?.imageId ?? null,
        subnet,
        market: request.market,
        tags,
        protected: request.disableApiTermination ?? data?.disableApiTermination ?? false,
        reservationId,
        clientToken: request.clientToken,
      });
      if (!(answer instanceof Ec2Error)) {
        launched.push(answer);
        continue;
      }
      if (launched.length >= request.minCount) break;
      for (const { id } of launched) ec2State.instances.delete(id);
      throw answer;
    }
    return launched;
  });
}
