import { mostOf } from '../../rollout/most.ts';
import type { RolloutPart, RolloutSettings, Spec } from '../../rollout/part.ts';
import { rolloutSettings } from '../../rollout/settings.ts';
import type { ManagedWorker } from '../../worker.ts';
import type { Ec2Config } from '../format/config.ts';
import { typeIn, typesOf } from '../instance-types.ts';

/** Types with their weights, and subnets, as a spec lists them. */
const SEPARATOR = ' ';
const WEIGHT = ':';
const listed = (names: readonly string[]): string => [...new Set(names)].toSorted().join(SEPARATOR);
const namesIn = (list: string | undefined): string[] => (list ? list.split(SEPARATOR) : []);
const typeNamed = (written: string): string => written.split(WEIGHT)[0] ?? written;

/** What the provider ec2 knows of versions: those of launch templates, with images, types and subnets. */
export const part: RolloutPart<Ec2Config> = { settings, specOf, specOfWorkers, withSpec, differs };

function settings(config: Ec2Config): RolloutSettings {
  const written = rolloutSettings(config);
  return written.on === 'manual' && config.rightsize?.mode === 'auto' ? { ...written, on: 'type' } : written;
}

/**
 * Types that right-sizing chooses for launches alone are no reason to replace workers, and which types match requirements
 * is not known here.
 */
function specOf(config: Ec2Config, current: Spec | null): Spec {
  const types = typesIn(config);
  return { ...current, ...(types && { types }), ...(current && { subnets: listed(config.subnets) }) };
}

function typesIn({ instanceTypes, rightsize }: Ec2Config): string | null {
  if (!instanceTypes || rightsize?.mode === 'initial') return null;
  return listed(instanceTypes.map((each) => written(typeIn(each), typeof each === 'string' ? undefined : each.weight)));
}

const written = (type: string, weight: number | undefined): string =>
  weight === undefined ? type : `${type}${WEIGHT}${weight}`;

/** Of workers without a launch template nothing is known. */
function specOfWorkers(config: Ec2Config, workers: readonly ManagedWorker[]): Spec | null {
  const most = mostOf(workers, ({ details: { template, version, image } }) =>
    template && version ? [template, version, image].join(SEPARATOR) : null,
  );
  const { template, version, image } = most[0]?.details ?? {};
  if (!template || !version) return null;
  const allowed = typesIn(config);
  return {
    template,
    version,
    ...(image && { image }),
    ...(allowed !== null && { types: typesThat(most, config, allowed) }),
    subnets: subnetsThat(most, config),
  };
}

/** The types of these workers; those that the policy lists, if it lists them all. */
function typesThat(workers: readonly ManagedWorker[], config: Ec2Config, allowed: string): string {
  const known = new Set(typesOf(config));
  const ran = workers.flatMap(({ details: { instanceType }, weight }) =>
    instanceType ? [{ type: instanceType, weight }] : [],
  );
  return ran.every(({ type }) => known.has(type))
    ? allowed
    : listed(ran.map(({ type, weight }) => written(type, weight)));
}

function subnetsThat(workers: readonly ManagedWorker[], { subnets }: Ec2Config): string {
  const ran = workers.flatMap(({ details: { subnet } }) => subnet ?? []);
  return listed(ran.every((subnet) => subnets.includes(subnet)) ? subnets : ran);
}

function withSpec(config: Ec2Config, spec: Spec): Ec2Config {
  const { template, version, image, types, subnets } = spec as Readonly<Record<string, string | undefined>>;
  const { name } = config.launchTemplate;
  return {
    ...config,
    launchTemplate: {
      ...config.launchTemplate,
      ...(template && { id: template, ...(name !== undefined && { name }) }),
      ...(version && { version }),
      ...(image && { image }),
    },
    ...(types && { requirements: undefined, instanceTypes: namesIn(types).map(asWritten) }),
    ...(subnets && { subnets: inOrder(namesIn(subnets), config.subnets) }),
  };
}

function asWritten(type: string): string | { type: string; weight: number } {
  const [name = '', weight] = type.split(WEIGHT);
  return weight === undefined ? name : { type: name, weight: Number(weight) };
}

/** As the policy orders them, because the first ones are preferred. */
const inOrder = (names: readonly string[], order: readonly string[]): string[] => {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return names.toSorted((one, other) => rank(one) - rank(other));
};

function differs(spec: Spec, { details }: ManagedWorker) {
  const { template, version, image, types, subnets } = spec as Readonly<Record<string, string | undefined>>;
  const isOf = (wanted: string | undefined, has: string | undefined) => !wanted || !has || wanted === has;
  if (!isOf(template, details['template']) || !isOf(version, details.version)) return 'version';
  if (!isOf(image, details['image'])) return 'image';
  if (types && details.instanceType && !namesIn(types).map(typeNamed).includes(details.instanceType)) return 'type';
  return subnets && details.subnet && !namesIn(subnets).includes(details.subnet) ? 'subnet' : null;
}
