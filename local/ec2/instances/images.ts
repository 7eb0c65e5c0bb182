import { Ec2Error } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Image, Page, PageRequest, Volume } from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Ec2State } from '../state.ts';

const NAMES: Filterable<Image> = {
  'image-id': ({ id }) => [id],
  architecture: ({ architecture }) => [architecture],
};

/** The root volume of an image that says nothing of it. */
export const ROOT: Volume = { device: '/dev/xvda', encrypted: null, key: null, gib: 8 };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
export function describeImages(
  { images }: Ec2State,
  { ids, filters, page }: { ids: readonly string[]; filters: readonly Filter[]; page: PageRequest },
): Page<Image> {
  const unknown = ids.find((id) => !images.has(id));
  if (unknown !== undefined) {
    throw new Ec2Error('InvalidAMIID.NotFound', `The image id '[${unknown}]' does not exist`);
  }
  const chosen = [...images.values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
  return pageOf('images', filtered(chosen, filters, NAMES), ({ id }) => id, page);
}
