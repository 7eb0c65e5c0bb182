import { deleteLaunchTemplateVersions, versionOf } from '../launching/launch-templates.ts';
import type { LaunchTemplate, LaunchTemplateData, LaunchTemplateVersion } from '../model.ts';
import type { Actions } from './action.ts';
import {
  filtersIn,
  marketOptionsIn,
  networkInterfacesIn,
  type Parameters,
  pageIn,
  reservationIn,
  shutdownBehaviorIn,
  tagSpecificationsIn,
} from './parameters.ts';
import { Elements, isoTime, tagSet, type Xml } from './xml.ts';

export const templateActions: Actions = {
  CreateLaunchTemplate: (parameters) => {
    const request = {
      clientToken: parameters.text('ClientToken'),
      name: parameters.required('LaunchTemplateName'),
      description: parameters.text('VersionDescription'),
      data: dataIn(parameters),
      tagSpecifications: tagSpecificationsIn(parameters),
    };
    return (localEc2) => ({ launchTemplate: templateXml(localEc2.createLaunchTemplate(request)) });
  },
  CreateLaunchTemplateVersion: (parameters) => {
    const of = { id: parameters.text('LaunchTemplateId'), name: parameters.text('LaunchTemplateName') };
    const request = {
      clientToken: parameters.text('ClientToken'),
      description: parameters.text('VersionDescription'),
      data: dataIn(parameters),
    };
    return (localEc2) => {
      const { template, version } = localEc2.createLaunchTemplateVersion({ ...of, ...request });
      return { launchTemplateVersion: versionXml(template, version) };
    };
  },
  ModifyLaunchTemplate: (parameters) => {
    const of = { id: parameters.text('LaunchTemplateId'), name: parameters.text('LaunchTemplateName') };
    const version = parameters.required('SetDefaultVersion');
    parameters.passOver('ClientToken');
    return (localEc2) => {
      const template = localEc2.launchTemplate(of);
      template.defaultVersion = versionOf(template, version).number;
      return { launchTemplate: templateXml(template) };
    };
  },
  DeleteLaunchTemplate: (parameters) => {
    const of = { id: parameters.text('LaunchTemplateId'), name: parameters.text('LaunchTemplateName') };
    return (localEc2) => ({ launchTemplate: templateXml(localEc2.deleteLaunchTemplate(of)) });
  },
  DeleteLaunchTemplateVersions: (parameters) => {
    const of = { id: parameters.text('LaunchTemplateId'), name: parameters.text('LaunchTemplateName') };
    const numbers = parameters.texts('LaunchTemplateVersion');
    return (localEc2) => {
      const template = localEc2.launchTemplate(of);
      const named = { launchTemplateId: template.id, launchTemplateName: template.name };
      const { deleted, failed } = deleteLaunchTemplateVersions(template, numbers);
      return {
        successfullyDeletedLaunchTemplateVersionSet: deleted.map(({ number }) => ({ ...named, versionNumber: number })),
        unsuccessfullyDeletedLaunchTemplateVersionSet: failed.map(({ number, code, message }) => ({
          ...{ ...named, versionNumber: number, responseError: { code, message } },
        })),
      };
    };
  },
  DescribeLaunchTemplates: (parameters) => {
    const request = {
      ids: parameters.texts('LaunchTemplateId'),
      names: parameters.texts('LaunchTemplateName'),
      filters: filtersIn(parameters),
      page: pageIn(parameters),
    };
    return (localEc2) => {
      const page = localEc2.describeLaunchTemplates(request);
      return { launchTemplates: page.items.map(templateXml), nextToken: page.nextToken };
    };
  },
  DescribeLaunchTemplateVersions: (parameters) => {
    const of = { id: parameters.text('LaunchTemplateId'), name: parameters.text('LaunchTemplateName') };
    const wanted = parameters.texts('LaunchTemplateVersion');
    parameters.passOver('ResolveAlias');
    return (localEc2) => {
      const template = localEc2.launchTemplate(of);
      const versions =
        wanted.length > 0 ? wanted.map((one) => versionOf(template, one)) : template.versions.toReversed();
      return { launchTemplateVersionSet: versions.map((version) => versionXml(template, version)) };
    };
  },
};

function dataIn(parameters: Parameters): LaunchTemplateData {
  const data = parameters.child('LaunchTemplateData');
  const profile = data?.child('IamInstanceProfile');
  const market = data === null ? null : marketOptionsIn(data);
  const reservation = data === null ? null : reservationIn(data);
  const read = {
    imageId: data?.text('ImageId') ?? null,
    instanceType: data?.text('InstanceType') ?? null,
    networkInterfaces: data === null ? [] : networkInterfacesIn(data),
    securityGroups: data?.texts('SecurityGroupId') ?? [],
    market: market === 'spot' ? market : null,
    ...(market === 'capacity-block' && { isForBlock: true }),
    ...(reservation && { reservation }),
    disableApiTermination: data?.flag('DisableApiTermination') ?? false,
    hibernates: data?.child('HibernationOptions')?.flag('Configured') ?? false,
    shutdownBehavior: shutdownBehaviorIn(data),
    instanceProfile: profile?.text('Arn') ?? profile?.text('Name') ?? null,
    tagSpecifications: data === null ? [] : tagSpecificationsIn(data),
  };
  // User data, volumes and similar settings do not affect which instances are launched.
  data?.passOverTheRest();
  return read;
}

const templateXml = (template: LaunchTemplate): Xml => ({
  launchTemplateId: template.id,
  launchTemplateName: template.name,
  createTime: isoTime(template.createdAt),
  defaultVersionNumber: template.defaultVersion,
  latestVersionNumber: template.versions.at(-1)?.number ?? 0,
  tagSet: tagSet(template.tags),
});

const versionXml = (template: LaunchTemplate, version: LaunchTemplateVersion): Xml => ({
  launchTemplateId: template.id,
  launchTemplateName: template.name,
  versionNumber: version.number,
  versionDescription: version.description,
  createTime: isoTime(version.createdAt),
  defaultVersion: version.number === template.defaultVersion,
  launchTemplateData: {
    imageId: version.data.imageId,
    instanceMarketOptions: marketOptionsXml(version.data),
    instanceType: version.data.instanceType,
    disableApiTermination: version.data.disableApiTermination,
    hibernationOptions: { configured: version.data.hibernates ?? false },
    instanceInitiatedShutdownBehavior: version.data.shutdownBehavior,
    securityGroupIdSet: version.data.securityGroups,
    networkInterfaceSet: version.data.networkInterfaces.map((each) => ({
      ...{ deviceIndex: each.deviceIndex, subnetId: each.subnetId, associatePublicIpAddress: each.publicAddress },
      groupSet: new Elements('groupId', each.securityGroups),
    })),
    tagSpecificationSet: version.data.tagSpecifications.map(({ resourceType, tags }) => ({
      resourceType,
      tagSet: tags.map(({ key, value }) => ({ key, value })),
    })),
  },
});

const marketOptionsXml = ({ market, isForBlock }: LaunchTemplateData): Xml =>
  isForBlock ? { marketType: 'capacity-block' } : market === null ? null : { marketType: market };
