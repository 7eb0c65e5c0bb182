import { Ec2Error } from '../errors.ts';
import { subnetOf } from '../instances/subnets.ts';
import type { Instance, LaunchTemplate, LaunchTemplateData, LaunchTemplateReference, Market, Tag } from '../model.ts';
import type { Ec2State } from '../state.ts';
import { instanceTags, launch } from './launch.ts';
import { templateOf, versionOf } from './launch-templates.ts';
import { securityGroupsOf } from './network.ts';
import { targetOf } from './reservations.ts';

/** One instance that another AWS service launches for its customer. */
export interface ServiceLaunch {
  readonly template: LaunchTemplateReference;
  /** Overrides the template's type. */
  readonly instanceType: string | null;
  readonly subnetId: string;
  readonly market: Market;
  /** Tags that the customer sets. */
  readonly tags: readonly Tag[];
  /** Tags that only the service can set: `aws:…`. */
  readonly serviceTags: ReadonlyMap<string, string>;
  /** Ms since the epoch. */
  readonly at: number;
}

/** Launches the instance. Returns EC2's error if it cannot be launched. */
export function launchForService(ec2State: Ec2State, order: ServiceLaunch): Instance | Ec2Error {
  try {
    const { template, number, data } = resolved(ec2State, order.template);
    const tags = instanceTags(data, [{ resourceType: 'instance', tags: order.tags }]);
    return launch(ec2State, {
      instanceType: order.instanceType ?? data.instanceType,
      imageId: data.imageId,
      subnet: subnetOf(ec2State, order.subnetId),
      securityGroups: securityGroupsOf(data),
      market: order.market,
      target: targetOf(data),
      tags: new Map([
        ...tags,
        ...order.serviceTags,
        ['aws:ec2launchtemplate:id', template.id],
        ['aws:ec2launchtemplate:version', String(number)],
      ]),
      protected: data.disableApiTermination,
      shutdownBehavior: data.shutdownBehavior,
      reservationId: `r-${ec2State.newId()}`,
      clientToken: null,
      at: order.at,
    });
  } catch (error) {
    if (error instanceof Ec2Error) return error;
    throw error;
  }
}

/** The version that a reference resolves to now. Throws EC2's error if there is none. */
export function resolved(
  ec2State: Ec2State,
  reference: LaunchTemplateReference,
): { readonly template: LaunchTemplate; readonly number: number; readonly data: LaunchTemplateData } {
  const template = templateOf(ec2State, reference);
  const { number, data } = versionOf(template, reference.version ?? '$Default');
  return { template, number, data };
}
