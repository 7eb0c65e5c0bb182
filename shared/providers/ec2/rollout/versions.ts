import type { Reason } from '../../../model/index.ts';
import type { NamedTemplate, Templates, TemplateVersion } from '../../instances/templates-port.ts';
import type { Spec } from '../../rollout/part.ts';
import { because } from '../because.ts';
import type { Ec2Config } from '../format/config.ts';

type Configured = Pick<Ec2Config, 'launchTemplate'>;

const named = ({ launchTemplate: { id, name } }: Configured): NamedTemplate =>
  id === undefined ? { name: name ?? '' } : { id };
const nameOf = ({ launchTemplate: { id, name } }: Configured): string => id ?? name ?? '';

/** What the launches of these configurations use: the templates by their ids, and numbers instead of `$Default` and `$Latest`. */
export async function currentVersions(
  configs: readonly Configured[],
  templates: Pick<Templates, 'find'>,
): Promise<(Spec | Reason)[]> {
  const found = await templates.find(configs.map(named));
  return configs.map((config) => {
    const template = found.find(({ id, name }) => [id, name].includes(nameOf(config)));
    if (!template) return because['template-gone']({ template: nameOf(config) });
    const { version } = config.launchTemplate;
    const number = { $Default: template.byDefault, $Latest: template.latest }[version] ?? version;
    return { template: template.id, version: String(number) };
  });
}

/** What a rollout goes to, with its image if that is known. */
export async function targetVersion(
  config: Configured,
  version: string | undefined,
  templates: Pick<Templates, 'version'>,
): Promise<Spec | Reason> {
  const wanted = version ?? config.launchTemplate.version;
  const found: TemplateVersion | null = await templates.version(named(config), wanted);
  if (found === null) return because['template-version-gone']({ template: nameOf(config), version: wanted });
  const { template, number, image } = found;
  return { template, version: String(number), ...(image?.startsWith('ami-') && { image }) };
}
