import { Ec2Error, invalidValue, missing } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import type {
  Filter,
  LaunchTemplate,
  LaunchTemplateData,
  LaunchTemplateReference,
  LaunchTemplateVersion,
  Page,
  PageRequest,
  TagSpecification,
} from '../model.ts';
import { pageOf } from '../pages.ts';
import type { Ec2State } from '../state.ts';
import { checkTags } from '../tags/tags.ts';

export interface LaunchTemplateRequest {
  readonly clientToken: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly data: LaunchTemplateData;
  readonly tagSpecifications: readonly TagSpecification[];
}

/** A page of launch templates has 1 to 200 items. */
const PAGES = { least: 1, most: 200 };

export function createLaunchTemplate(ec2State: Ec2State, request: LaunchTemplateRequest): LaunchTemplate {
  return ec2State.tokens.once('CreateLaunchTemplate', request, () => {
    if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(request.name)) {
      throw new Ec2Error(
        'InvalidLaunchTemplateName.MalformedException',
        'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
      );
    }
    if ([...ec2State.templates.values()].some((template) => template.name === request.name)) {
      throw new Ec2Error('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.');
    }
    for (const { tags } of [...request.tagSpecifications, ...request.data.tagSpecifications]) checkTags(tags);
    const own = request.tagSpecifications.filter(({ resourceType }) => resourceType === 'launch-template');
    const template: LaunchTemplate = {
      id: `lt-${ec2State.newId()}`,
      name: request.name,
      createdAt: ec2State.now(),
      tags: new Map(own.flatMap(({ tags }) => tags.map(({ key, value }) => [key, value] as const))),
      versions: [],
      created: 0,
      defaultVersion: 1,
    };
    ec2State.templates.set(template.id, template);
    addVersion(ec2State, template, request.description, request.data);
    return template;
  });
}

export interface VersionRequest extends Pick<LaunchTemplateRequest, 'clientToken' | 'description'> {
  readonly id: string | null;
  readonly name: string | null;
  /** The version whose data the new one has, where `written` says nothing else. */
  readonly source: string | null;
  readonly written: Partial<LaunchTemplateData>;
}

/** The data of a template of which nothing is written. */
export const NOTHING_WRITTEN: LaunchTemplateData = {
  imageId: null,
  instanceType: null,
  networkInterfaces: [],
  securityGroups: [],
  market: null,
  disableApiTermination: false,
  hibernates: false,
  shutdownBehavior: null,
  instanceProfile: null,
  tagSpecifications: [],
};

/**
 * As in EC2, a new version inherits nothing from an earlier one, unless SourceVersion names it, and does not become the
 * default. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
 */
export function createLaunchTemplateVersion(
  ec2State: Ec2State,
  request: VersionRequest,
): { template: LaunchTemplate; version: LaunchTemplateVersion } {
  return ec2State.tokens.once('CreateLaunchTemplateVersion', request, () => {
    const { source, written, description } = request;
    for (const { tags } of written.tagSpecifications ?? []) checkTags(tags);
    const template = templateOf(ec2State, request);
    const inherited = source === null ? NOTHING_WRITTEN : versionOf(template, source).data;
    return { template, version: addVersion(ec2State, template, description, { ...inherited, ...written }) };
  });
}

function addVersion(
  ec2State: Ec2State,
  template: LaunchTemplate,
  description: string | null,
  data: LaunchTemplateData,
): LaunchTemplateVersion {
  template.created += 1;
  const version = { number: template.created, description, createdAt: ec2State.now(), data };
  template.versions.push(version);
  return version;
}

export function templateOf(
  ec2State: Ec2State,
  { id, name }: Pick<LaunchTemplateReference, 'id' | 'name'>,
): LaunchTemplate {
  if (id !== null && name !== null) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      'The parameter launchTemplateName cannot be used with the parameter launchTemplateId.',
    );
  }
  if (id !== null) {
    if (!/^lt-[0-9a-f]{17}$/.test(id)) {
      throw new Ec2Error('InvalidLaunchTemplateId.Malformed', `The specified launch template ID '${id}' is malformed.`);
    }
    const template = ec2State.templates.get(id);
    if (template !== undefined) return template;
    throw new Ec2Error(
      'InvalidLaunchTemplateId.NotFound',
      `The specified launch template, with template ID ${id}, does not exist.`,
    );
  }
  if (name === null) throw missing('LaunchTemplateName or LaunchTemplateId');
  for (const template of ec2State.templates.values()) if (template.name === name) return template;
  throw new Ec2Error(
    'InvalidLaunchTemplateName.NotFoundException',
    'At least one of the launch templates specified in the request does not exist.',
  );
}

/** `version` is a number, `$Latest` or `$Default`. */
export function versionOf(template: LaunchTemplate, version: string): LaunchTemplateVersion {
  const number =
    version === '$Default'
      ? template.defaultVersion
      : version === '$Latest'
        ? (template.versions.at(-1)?.number ?? 0)
        : Number(version);
  const found = template.versions.find((candidate) => candidate.number === number);
  if (found !== undefined) return found;
  if (!/^\d+$/.test(version)) throw invalidValue(`Invalid launch template version: ${version}`);
  throw new Ec2Error(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${version} for the launch template with ID ${template.id}.`,
  );
}

const NAMES: Filterable<LaunchTemplate> = {
  'launch-template-name': (template) => [template.name],
  'create-time': (template) => [new Date(template.createdAt).toISOString()],
};

export function describeLaunchTemplates(
  ec2State: Ec2State,
  request: { ids: readonly string[]; names: readonly string[]; filters: readonly Filter[]; page: PageRequest },
): Page<LaunchTemplate> {
  const named = [
    ...request.ids.map((id) => templateOf(ec2State, { id, name: null })),
    ...request.names.map((name) => templateOf(ec2State, { id: null, name })),
  ];
  const chosen = request.ids.length + request.names.length > 0 ? named : [...ec2State.templates.values()];
  const passing = filtered(chosen, request.filters, NAMES, (template) => template.tags);
  return pageOf('launch-templates', passing, (template) => template.id, request.page, PAGES);
}

/**
 * Deletes versions, each for itself. "You can't delete the default version".
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html
 */
export function deleteLaunchTemplateVersions(template: LaunchTemplate, numbers: readonly string[]) {
  const [deleted, failed]: [LaunchTemplateVersion[], { number: number; code: string; message: string }[]] = [[], []];
  for (const written of numbers) {
    const number = Number(written);
    const at = template.versions.findIndex((version) => version.number === number);
    const version = template.versions[at];
    if (version === undefined) {
      const message = `Could not find the specified version ${written} for the launch template with ID ${template.id}.`;
      failed.push({ number, code: 'launchTemplateVersionDoesNotExist', message });
    } else if (number === template.defaultVersion) {
      const message = 'You cannot delete the default version of a launch template.';
      failed.push({ number, code: 'unexpectedError', message });
    } else {
      template.versions.splice(at, 1);
      deleted.push(version);
    }
  }
  return { deleted, failed };
}

export function deleteLaunchTemplate(
  ec2State: Ec2State,
  reference: Pick<LaunchTemplateReference, 'id' | 'name'>,
): LaunchTemplate {
  const template = templateOf(ec2State, reference);
  ec2State.templates.delete(template.id);
  return template;
}
