import { Ec2Error } from '../errors.ts';
import { ROOT } from '../instances/images.ts';
import { attributesOf } from '../instances/type-attributes.ts';
import type { Volume } from '../model.ts';
import type { Ec2State } from '../state.ts';

const MOST_MEMORY_GIB = 150;

/**
 * Why EC2 rejects a launch with hibernation; null if the instance could hibernate.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html
 */
export function hibernationFault(
  { images, encryptsVolumes }: Pick<Ec2State, 'images' | 'encryptsVolumes'>,
  { instanceType, imageId, volumes = [] }: Launched,
): Ec2Error | null {
  const root = images.get(imageId)?.root ?? ROOT;
  const changed = volumes.find(({ device }) => device === root.device);
  const isEncrypted = [root, changed].some((each) => each?.encrypted || each?.key) || encryptsVolumes;
  const { canHibernate, memoryMib } = attributesOf(instanceType);
  const gib = (memoryMib ?? 0) / 1024;
  if (!canHibernate || gib > MOST_MEMORY_GIB) {
    return unsupported(`Hibernation is not supported for the instance type '${instanceType}'.`);
  }
  // https://github.com/apache/airflow/pull/35790 quotes this text of EC2.
  if (!isEncrypted) return unsupported('For hibernation, the root device volume must be encrypted.');
  const size = changed?.gib ?? root.gib;
  if (size !== null && size <= gib) {
    return unsupported('For hibernation, the root device volume must have room for the memory of the instance.');
  }
  return null;
}

interface Launched {
  readonly instanceType: string;
  readonly imageId: string;
  readonly volumes?: readonly Volume[] | undefined;
}

const unsupported = (message: string): Ec2Error => new Ec2Error('UnsupportedHibernationConfiguration', message);
