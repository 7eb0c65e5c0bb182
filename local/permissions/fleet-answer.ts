import { randomUUID } from 'node:crypto';
import { printXml } from '../query/xml.ts';
import type { Call, RefusedAnswer } from '../requests/index.ts';

type Structure = Readonly<Record<string, unknown>>;

/**
 * The answer to a CreateFleet call whose launches are all denied: no error, but an error for each launch that was tried.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleetError.html
 */
export function fleetWithout({ input }: Call, errorMessage: string): RefusedAnswer {
  const configs = (input['LaunchTemplateConfigs'] ?? []) as readonly Structure[];
  const target = (input['TargetCapacitySpecification'] ?? {}) as Structure;
  const lifecycle = target['DefaultTargetCapacityType'] === 'spot' ? 'spot' : 'on-demand';
  const errorSet = configs.flatMap(({ LaunchTemplateSpecification, Overrides }) => {
    const { LaunchTemplateId, LaunchTemplateName, Version } = (LaunchTemplateSpecification ?? {}) as Record<
      string,
      string
    >;
    const launchTemplateSpecification = {
      launchTemplateId: LaunchTemplateId ?? null,
      launchTemplateName: LaunchTemplateName ?? null,
      version: Version ?? null,
    };
    return ((Overrides ?? [{}]) as readonly Record<string, string>[]).map(({ InstanceType, SubnetId }) => ({
      launchTemplateAndOverrides: {
        launchTemplateSpecification,
        overrides: { instanceType: InstanceType ?? null, subnetId: SubnetId ?? null },
      },
      lifecycle,
      errorCode: 'UnauthorizedOperation',
      errorMessage,
    }));
  });
  const content = { requestId: randomUUID(), fleetId: `fleet-${randomUUID()}`, errorSet, fleetInstanceSet: [] };
  const body = printXml('CreateFleetResponse', content).replace(
    '>',
    ' xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">',
  );
  return { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
}
