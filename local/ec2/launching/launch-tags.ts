import { invalidValue } from '../errors.ts';
import type { LaunchTemplateData, Market, TagSpecification } from '../model.ts';

/**
 * EC2 refuses to launch an on-demand instance with tags for a spot request, also if they come from the launch template.
 * https://github.com/aws/karpenter-provider-aws/issues/5850
 */
export function rejectSpotRequestTags(
  data: LaunchTemplateData | null,
  request: readonly TagSpecification[],
  market: Market,
): void {
  const all = [...(data?.tagSpecifications ?? []), ...request];
  if (market === 'spot' || !all.some(({ resourceType }) => resourceType === 'spot-instances-request')) return;
  throw invalidValue(
    'You cannot specify tags for Spot instances requests if there are no Spot instances requests being created by the request.',
  );
}
