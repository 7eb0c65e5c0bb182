import type { Reason } from '../../../model/index.ts';
import type { Spec } from '../../rollout/part.ts';
import { because } from '../because.ts';
import type { DescribedGroup, GroupTemplate } from '../described/group.ts';
import type { AutoScalingGroupConfig } from '../format/config.ts';
import type { AutoScaling } from '../ports.ts';

type Named = Pick<AutoScalingGroupConfig, 'name'>;
type Group = DescribedGroup & { readonly template: GroupTemplate };

type Reads = Pick<AutoScaling, 'groups' | 'templates'>;

/** The versions from which these groups launch: numbers instead of `$Default` and `$Latest`. */
export async function currentVersions(configs: readonly Named[], aws: Reads): Promise<(Spec | Reason)[]> {
  const found = await aws.groups(configs.map(({ name }) => name));
  const known = configs.map(({ name }) => groupWithTemplate(name, found.get(name)));
  const loose = known.flatMap((group) =>
    isGroup(group) && group.template.version.startsWith('$') ? [group.template] : [],
  );
  const numbers = loose.length > 0 ? await aws.templates.find(loose.map(({ id }) => ({ id }))) : [];
  return known.map((group) => {
    if (!isGroup(group)) return group;
    const { id, version } = group.template;
    if (!version.startsWith('$')) return { template: id, version };
    const template = numbers.find((each) => each.id === id);
    if (!template) return because['group-template-version-gone']({ name: group.name, version });
    return { template: id, version: String(version === '$Latest' ? template.latest : template.byDefault) };
  });
}

/** What a rollout goes to. The template of a mixed instances policy is its owner's to change. */
export async function targetVersion({ name }: Named, version: string | undefined, aws: Reads): Promise<Spec | Reason> {
  const group = groupWithTemplate(name, (await aws.groups([name])).get(name));
  if (!isGroup(group)) return group;
  const { id, version: own } = group.template;
  const wanted = version ?? own;
  const found = await aws.templates.version({ id }, wanted);
  if (found === null) return because['group-template-version-gone']({ name, version: wanted });
  if (group.mixed && version !== undefined && version !== own) return because['group-mixed-template']({ name });
  return { template: id, version: String(found.number) };
}

function groupWithTemplate(name: string, group: DescribedGroup | undefined): Group | Reason {
  if (!group) return because['group-not-found']({ name });
  return group.template ? { ...group, template: group.template } : because['group-without-template']({ name });
}

const isGroup = (group: Group | Reason): group is Group => 'members' in group;
