import { Ec2Error } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type { Filter, Image, Page, PageRequest, Volume } from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Ec2State } from '../state.ts';

const NAMES: Filterable<Image> = {
  'image-id': ({ id }) => [id],
  architecture: ({ architecture }) => [architecture],
};

/** The root volume of an image that does not set one. */
export const ROOT: Volume = { device: '/dev/xvda', encrypted: null, key: null, gib: 8 };

const IMAGE_ID = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/;

const notFound = (id: string): Ec2Error =>
  new Ec2Error('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);

/** The images that an account has from the start: three builds of one, one with a short id, and one for Intel and AMD. */
export const IMAGES: readonly Image[] = [
  { id: 'ami-0123456789abcdef0', architecture: 'arm64' },
  { id: 'ami-0123456789abcdef1', architecture: 'arm64' },
  { id: 'ami-0123456789abcdef2', architecture: 'arm64' },
  { id: 'ami-12345678', architecture: 'arm64' },
  { id: 'ami-0fedcba9876543210', architecture: 'x86_64' },
];

/**
 * Why nothing can be launched from an image: its id is invalid, or there is no such image.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function imageFault({ images }: Pick<Ec2State, 'images'>, id: string): Ec2Error | null {
  if (!IMAGE_ID.test(id)) {
    return new Ec2Error('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`);
  }
  return images.has(id) ? null : notFound(id);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
export function describeImages(
  { images }: Ec2State,
  { ids, filters, page }: { ids: readonly string[]; filters: readonly Filter[]; page: PageRequest },
): Page<Image> {
  const unknown = ids.find((id) => !images.has(id));
  if (unknown !== undefined) throw notFound(unknown);
  const chosen = [...images.values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
  return pageOf('images', filtered(chosen, filters, NAMES), ({ id }) => id, page);
}
