import { type Node, text } from '../../../../aws/query/xml.ts';
import { type Borrowed, ec2Call } from '../../../instances/call.ts';
import { everyPage } from '../../../instances/pages.ts';
import { ARCHITECTURES, type Requirements } from '../../launching/requirements.ts';
import { instanceRequirements } from '../launching/instance-requirements.ts';

const TYPES = {
  action: 'GetInstanceTypesFromInstanceRequirements',
  set: 'instanceTypeSet',
  read: (item: Node) => text(item, 'instanceType'),
};

/**
 * The types that match requirements. Without a template, nobody knows the image: without `architectures`, the types are
 * those of both. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceTypesFromInstanceRequirements.html
 */
export function lightMatchingTypes(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env) {
  const call = ec2Call(borrowed, environment);
  return async (of: unknown): Promise<readonly string[]> => {
    const requirements = of as Requirements;
    return everyPage(call, TYPES, {
      ...flat('ArchitectureTypes', requirements.architectures ?? ARCHITECTURES),
      ...flat('VirtualizationTypes', ['hvm']),
      ...flat('InstanceRequirements', instanceRequirements(requirements)),
      MaxResults: '1000',
    });
  };
}

/** Nested fields as form parameters; the items of a list have the name of the list without its last letter. */
function flat(name: string, value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return { [name]: String(value) };
  const items = Array.isArray(value)
    ? value.map((item, index) => [`${name.slice(0, -1)}.${index + 1}`, item] as const)
    : Object.entries(value).map(([field, item]) => [`${name}.${field}`, item] as const);
  return Object.assign({}, ...items.map(([path, item]) => flat(path, item)));
}
