import { EC2Client } from '@aws-sdk/client-ec2';
import { patience } from '../../../../aws/client-settings.ts';
import type { LaunchType, LaunchTypes, ProviderTypes } from '../../../types/port.ts';
import {
  type DescribedType,
  describedTypes,
  type Image,
  imageOf,
  matchingNames,
} from '../../api/launching/matching-types.ts';
import type { Ec2Config } from '../../format/config.ts';
import { typesOf } from '../../instance-types.ts';
import { notOfImage, unableTypes } from '../checks/image-types.ts';
import { requirementChecks } from '../checks/requirements.ts';
import { because } from '../reasons.ts';

/** The types of a policy on AWS: those that it names, or those that match its requirements now. */
export function ec2Types(): ProviderTypes<Ec2Config> {
  const client = new EC2Client(patience(15_000));
  return async (group, config) => {
    const { launchTemplate, requirements } = config;
    const image = await imageOf(client, launchTemplate);
    if (!requirements) {
      const names = typesOf(config);
      return named(names, await describedTypes(client, names), image);
    }
    const types = await matchingNames(client, requirements, image);
    const checks = requirementChecks(group, requirements, { value: { image, types } });
    return {
      by: 'requirements',
      image: shown(image),
      types: (await describedTypes(client, types)).map((type) => listed(type, true)),
      notes: checks.flatMap(({ reason, remedy }) => (remedy ? { reason, remedy } : [])),
    };
  };
}

/** Types that a policy names, each with what keeps it from being launched. */
export function named(names: readonly string[], found: readonly DescribedType[], image: Image | null): LaunchTypes {
  const missing = names.filter((name) => !found.some((type) => type.name === name));
  const unable = unableTypes(found, image);
  return {
    by: 'instanceTypes',
    image: shown(image),
    types: [
      ...found.map((type) => listed(type, !unable.includes(type))),
      ...missing.map((type) => ({ type, vcpus: null, memoryGiB: null, architectures: [], launchable: false })),
    ],
    notes: [
      ...(missing.length > 0
        ? [{ reason: because['types-not-in-region']({ types: missing }), remedy: because['remedy-types']({}) }]
        : []),
      ...(image && unable.length > 0
        ? [{ reason: notOfImage(unable, image), remedy: because['remedy-image-types']({}) }]
        : []),
    ],
  };
}

const listed = ({ name, vcpus, memoryGiB, architectures }: DescribedType, launchable: boolean): LaunchType => ({
  type: name,
  vcpus,
  memoryGiB,
  architectures,
  launchable,
});

const shown = (image: Image | null): LaunchTypes['image'] =>
  image && { id: image.id, architecture: image.architecture };
