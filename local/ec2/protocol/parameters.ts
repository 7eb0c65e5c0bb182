import { Ec2Error, invalidValue, missing } from '../errors.ts';
import type {
  Filter,
  LaunchTemplateData,
  LaunchTemplateReference,
  Market,
  NetworkInterface,
  PageRequest,
  ShutdownBehavior,
  Tag,
  TagSpecification,
} from '../model.ts';

interface Node {
  value: string | null;
  read: boolean;
  readonly children: Map<string, Node>;
}
const emptyNode = (): Node => ({ value: null, read: false, children: new Map() });

/**
 * Parameters of EC2's query protocol: `A.1.B=v` is B of the first A.
 * A request with parameters that no action reads is rejected, because the stand-in would otherwise ignore them silently.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
export class Parameters {
  readonly #node: Node;
  readonly #path: string;

  private constructor(node: Node, path: string) {
    this.#node = node;
    this.#path = path;
  }

  static parse(form: string): Parameters {
    const root = emptyNode();
    for (const [name, value] of new URLSearchParams(form)) {
      let node = root;
      for (const part of name.split('.')) {
        const child = node.children.get(part) ?? emptyNode();
        node.children.set(part, child);
        node = child;
      }
      node.value = value;
    }
    return new Parameters(root, '');
  }

  text(name: string): string | null {
    const node = this.#node.children.get(name);
    if (node === undefined) return null;
    node.read = true;
    return node.value;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === null || value === '') throw missing(this.#path + name);
    return value;
  }

  number(name: string): number | null {
    const value = this.text(name);
    if (value === null) return null;
    if (!/^-?\d+(\.\d+)?$/.test(value)) throw invalidValue(`Invalid value '${value}' for ${this.#path}${name}.`);
    return Number(value);
  }

  flag(name: string): boolean | null {
    const value = this.text(name);
    if (value === null) return null;
    if (value !== 'true' && value !== 'false') throw invalidValue(`Invalid value '${value}' for ${this.#path}${name}.`);
    return value === 'true';
  }

  child(name: string): Parameters | null {
    const node = this.#node.children.get(name);
    return node === undefined ? null : new Parameters(node, `${this.#path}${name}.`);
  }

  /** The items, sorted by their numbers. */
  list(name: string): Parameters[] {
    return this.#items(name).map(([index, item]) => new Parameters(item, `${this.#path}${name}.${index}.`));
  }

  texts(name: string): string[] {
    return this.#items(name).map(([, item]) => {
      item.read = true;
      return item.value ?? '';
    });
  }

  /** Accepts everything under `name` and ignores it. For parameters that have no effect in this stand-in. */
  passOver(name: string): void {
    const accept = (node: Node): void => {
      node.read = true;
      for (const child of node.children.values()) accept(child);
    };
    const node = this.#node.children.get(name);
    if (node !== undefined) accept(node);
  }

  passOverTheRest(): void {
    for (const name of this.#node.children.keys()) this.passOver(name);
  }

  /** Throws for the first parameter that was not read. */
  finish(): void {
    const visit = (node: Node, path: string): void => {
      if (node.value !== null && !node.read) {
        throw new Ec2Error('UnknownParameter', `The parameter ${path} is not recognized by this stand-in for EC2`);
      }
      for (const [name, child] of node.children) visit(child, path === '' ? name : `${path}.${name}`);
    };
    visit(this.#node, '');
  }

  #items(name: string): [string, Node][] {
    const children = this.#node.children.get(name)?.children ?? new Map<string, Node>();
    return [...children].sort(([a], [b]) => Number(a) - Number(b));
  }
}

export const filtersIn = (parameters: Parameters): Filter[] =>
  parameters.list('Filter').map((filter) => ({ name: filter.required('Name'), values: filter.texts('Value') }));

export const pageIn = (parameters: Parameters): PageRequest => ({
  maxResults: parameters.number('MaxResults'),
  nextToken: parameters.text('NextToken'),
});

export const tagsIn = (parameters: Parameters): Tag[] =>
  parameters.list('Tag').map((tag) => ({ key: tag.required('Key'), value: tag.text('Value') ?? '' }));

export const tagSpecificationsIn = (parameters: Parameters): TagSpecification[] =>
  parameters.list('TagSpecification').map((specification) => ({
    resourceType: specification.required('ResourceType'),
    tags: tagsIn(specification),
  }));

export function marketIn(value: string | null, fallback: Market): Market {
  if (value === null) return fallback;
  if (value !== 'on-demand' && value !== 'spot') throw invalidValue(`Invalid target capacity type: ${value}`);
  return value;
}

export function shutdownBehaviorIn(parameters: Parameters | null): ShutdownBehavior | null {
  const value = parameters?.text('InstanceInitiatedShutdownBehavior') ?? null;
  if (value !== null && value !== 'stop' && value !== 'terminate') {
    throw invalidValue(`Value (${value}) for parameter instanceInitiatedShutdownBehavior is invalid.`);
  }
  return value;
}

/**
 * The market that `InstanceMarketOptions` asks for; null without them. One-time spot instances that end when they are
 * interrupted are the default, and the only kind here.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotMarketOptions.html
 */
export function marketOptionsIn(parameters: Parameters): Market | 'capacity-block' | null {
  const options = parameters.child('InstanceMarketOptions');
  if (options === null) return null;
  const type = options.required('MarketType');
  if (type === 'capacity-block') return type;
  if (type !== 'spot') throw invalidValue(`Invalid value '${type}' for InstanceMarketOptions.MarketType.`);
  const spot = options.child('SpotOptions');
  spot?.passOver('MaxPrice');
  const kind = spot?.text('SpotInstanceType') ?? 'one-time';
  const interruption = spot?.text('InstanceInterruptionBehavior') ?? 'terminate';
  if (kind === 'one-time' && interruption !== 'terminate') {
    throw new Ec2Error(
      'InvalidParameterCombination',
      `Spot Instances of a one-time request cannot ${interruption} when they are interrupted.`,
    );
  }
  if (kind !== 'one-time') {
    throw new Ec2Error(
      'UnsupportedOperation',
      `Spot requests of type ${kind} are not part of this stand-in; only one-time is.`,
    );
  }
  return 'spot';
}

export const networkInterfacesIn = (parameters: Parameters): NetworkInterface[] =>
  parameters.list('NetworkInterface').map((each) => {
    const read = {
      deviceIndex: each.number('DeviceIndex'),
      subnetId: each.text('SubnetId'),
      securityGroups: each.texts('SecurityGroupId'),
      publicAddress: each.flag('AssociatePublicIpAddress'),
    };
    each.passOverTheRest();
    return read;
  });

export const templateIn = (parameters: Parameters): LaunchTemplateReference => ({
  id: parameters.text('LaunchTemplateId'),
  name: parameters.text('LaunchTemplateName'),
  version: parameters.text('Version'),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateCapacityReservationSpecificationRequest.html */
export function reservationIn(parameters: Parameters): NonNullable<LaunchTemplateData['reservation']> | null {
  const written = parameters.child('CapacityReservationSpecification');
  if (written === null) return null;
  const target = written.child('CapacityReservationTarget');
  const preference = written.text('CapacityReservationPreference');
  if (preference !== null && !['open', 'none', 'capacity-reservations-only'].includes(preference)) {
    throw invalidValue(`Invalid value '${preference}' for CapacityReservationPreference.`);
  }
  return {
    id: target?.text('CapacityReservationId') ?? null,
    group: target?.text('CapacityReservationResourceGroupArn') ?? null,
    preference,
  };
}
