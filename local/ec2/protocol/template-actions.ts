import { deleteLaunchTemplateVersions, NOTHING_WRITTEN, versionOf } from '../launching/launch-templates.ts';
import type { LaunchTemplate, LaunchTemplateData, LaunchTemplateVersion, Volume } from '../model.ts';
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
import { Elements, isoTime, tagSet, volumeXml, type Xml } from './xml.ts';

export const templateActions: Actions = {
  CreateLaunchTemplate: (parameters) => {
    const request = {
      clientToken: parameters.text('ClientToken'),
      name: parameters.required('LaunchTemplateName'),
      description: parameters.text('VersionDescription'),
      data: { ...NOTHING_WRITTEN, ...writtenIn(parameters) },
      tagSpecifications: tagSpecificationsIn(parameters),
    };
    return (localEc2) => ({ launchTemplate: templateXml(localEc2.createLaunchTemplate(request)) });
  },
  CreateLaunchTemplateVersion: (parameters) => {
    const of = { id: parameters.text('LaunchTemplateId'), name: parameters.text('LaunchTemplateName') };
    const request = {
      clientToken: parameters.text('ClientToken'),
      description: parameters.text('VersionDescription'),
      source: parameters.text('SourceVersion'),
      written: writtenIn(parameters),
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
          ...named,
          versionNumber: number,
          responseError: { code, message },
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

/** What the request says of the data, and no more: what it leaves out may come from another version. */
function writtenIn(parameters: Parameters): Partial<LaunchTemplateData> {
  const data = parameters.child('LaunchTemplateData');
  if (data === null) return {};
  const profile = data.child('IamInstanceProfile');
  const market = marketOptionsIn(data);
  const reservation = reservationIn(data);
  const hibernates = data.child('HibernationOptions')?.flag('Configured') ?? null;
  const read = {
    imageId: data.text('ImageId'),
    instanceType: data.text('InstanceType'),
    networkInterfaces: someOf(networkInterfacesIn(data)),
    securityGroups: someOf(data.texts('SecurityGroupId')),
    market: market === 'spot' ? market : null,
    isForBlock: market === 'capacity-block' || null,
    reservation,
    disableApiTermination: data.flag('DisableApiTermination'),
    hibernates,
    volumes: someOf(volumesIn(data)),
    shutdownBehavior: shutdownBehaviorIn(data),
    instanceProfile: profile?.text('Arn') ?? profile?.text('Name') ?? null,
    tagSpecifications: someOf(tagSpecificationsIn(data)),
  };
  // User data and similar settings do not affect which instances are launched.
  data.passOverTheRest();
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== null));
}

const volumesIn = (data: Parameters): Volume[] =>
  data.list('BlockDeviceMapping').map((each) => {
    const ebs = each.child('Ebs');
    return {
      device: each.required('DeviceName'),
      key: ebs?.text('KmsKeyId') ?? null,
      encrypted: ebs?.flag('Encrypted') ?? null,
      gib: ebs?.number('VolumeSize') ?? null,
    };
  });

const someOf = <T>(values: readonly T[]): readonly T[] | null => (values.length > 0 ? values : null);

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
    iamInstanceProfile: profileXml(version.data.instanceProfile),
    instanceMarketOptions: marketOptionsXml(version.data),
    instanceType: version.data.instanceType,
    disableApiTermination: version.data.disableApiTermination,
    hibernationOptions: { configured: version.data.hibernates ?? false },
    blockDeviceMappingSet: (version.data.volumes ?? []).map(volumeXml),
    instanceInitiatedShutdownBehavior: version.data.shutdownBehavior,
    securityGroupIdSet: version.data.securityGroups,
    networkInterfaceSet: version.data.networkInterfaces.map((each) => ({
      deviceIndex: each.deviceIndex,
      subnetId: each.subnetId,
      associatePublicIpAddress: each.publicAddress,
      groupSet: new Elements('groupId', each.securityGroups),
    })),
    tagSpecificationSet: version.data.tagSpecifications.map(({ resourceType, tags }) => ({
      resourceType,
      tagSet: tags.map(({ key, value }) => ({ key, value })),
    })),
  },
});

const profileXml = (profile: string | null): Xml =>
  profile === null ? null : profile.startsWith('arn:') ? { arn: profile } : { name: profile };

const marketOptionsXml = ({ market, isForBlock }: LaunchTemplateData): Xml =>
  isForBlock ? { marketType: 'capacity-block' } : market === null ? null : { marketType: market };
