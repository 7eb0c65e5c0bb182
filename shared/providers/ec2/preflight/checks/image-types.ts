import { type Asked, blocked, type Check, type Reason, unchecked, warned } from '../../../../model/index.ts';
import type { DescribedType, Image } from '../../api/launching/matching-types.ts';
import { because } from '../reasons.ts';

/** Of the types that a policy names, those that cannot run the image of its launch template. EC2 rejects each of their launches. */
export function unableTypes(types: readonly DescribedType[], image: Image | null): DescribedType[] {
  return image === null ? [] : types.filter(({ architectures }) => !architectures.includes(image.architecture));
}

export const notOfImage = (unable: readonly DescribedType[], { id: image, architecture }: Image): Reason =>
  because['types-not-of-image']({ types: unable.map(({ name }) => name), image, architecture });

/** Whether the types can run the image. The dry runs of EC2's calls do not show it for all of them. */
export function imageChecks(
  group: string,
  answer: Asked<{ readonly image: Image | null; readonly types: readonly DescribedType[] }>,
): Check[] {
  if ('failure' in answer) return [unchecked(group, answer.failure)];
  const { image, types } = answer.value;
  const unable = unableTypes(types, image);
  if (image === null || unable.length === 0) return [];
  const found = unable.length === types.length ? blocked : warned;
  return [found(group, notOfImage(unable, image), because['remedy-image-types']({}))];
}
