import { type Node, only, text } from '../../aws/query/xml.ts';
import { inChunks } from '../../model/index.ts';
import { answerPage } from './answer.ts';
import { type Borrowed, ec2Call } from './call.ts';
import { codeOf } from './errors.ts';
import { everyPage } from './pages.ts';
import { FILTER_VALUES_PER_CALL } from './seen-instance.ts';
import type { FoundTemplate, NamedTemplate, Templates, TemplateVersion } from './templates-port.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplate.html */
const TEMPLATES = {
  action: 'DescribeLaunchTemplates',
  set: 'launchTemplates',
  read: (template: Node): FoundTemplate => ({
    id: text(template, 'launchTemplateId'),
    name: text(template, 'launchTemplateName'),
    byDefault: Number(text(template, 'defaultVersionNumber')),
    latest: Number(text(template, 'latestVersionNumber')),
  }),
};

const MISSING = /^InvalidLaunchTemplate(Id|Name)\./;

/** Launch templates, without the EC2 client. */
export function lightTemplates(borrowed: Borrowed, environment: NodeJS.ProcessEnv = process.env): Templates {
  const call = ec2Call(borrowed, environment);
  const list = (parameters: Readonly<Record<string, string>>) => everyPage(call, TEMPLATES, parameters);

  /** A name that does not exist is left out of a filtered list. */
  const byNames = (names: readonly string[]) =>
    list({ ...numbered('Filter.1.Value', names), 'Filter.1.Name': 'launch-template-name', MaxResults: '200' });

  /** There is no filter by id, and one that does not exist fails the call: then each is asked for alone. */
  async function byIds(ids: readonly string[]): Promise<FoundTemplate[]> {
    try {
      return await list(numbered('LaunchTemplateId', ids));
    } catch (error) {
      if (!MISSING.test(codeOf(error))) throw error;
      if (ids.length === 1) return [];
      return (await Promise.all(ids.map((id) => byIds([id])))).flat();
    }
  }

  return {
    async find(wanted) {
      const ids = new Set(wanted.flatMap((each) => ('id' in each ? [each.id] : [])));
      const names = new Set(wanted.flatMap((each) => ('name' in each ? [each.name] : [])));
      const answers = await Promise.all([
        ...inChunks([...ids], FILTER_VALUES_PER_CALL).map(byIds),
        ...inChunks([...names], FILTER_VALUES_PER_CALL).map(byNames),
      ]);
      return answers.flat();
    },

    async version(template, version) {
      const parameters = { ...templateParameter(template), 'LaunchTemplateVersion.1': version };
      try {
        // With the image that a parameter of Systems Manager names now.
        return await described({ ...parameters, ResolveAlias: 'true' });
      } catch (error) {
        if (MISSING.test(codeOf(error))) return null;
        // The parameter may not be readable for Headcount, and launches read it for themselves.
        return described(parameters).catch((again: unknown) => {
          if (MISSING.test(codeOf(again))) return null;
          throw again;
        });
      }
    },
  };

  async function described(parameters: Readonly<Record<string, string>>): Promise<TemplateVersion | null> {
    const action = 'DescribeLaunchTemplateVersions';
    const { items: versions } = answerPage(await call(action, parameters), action, 'launchTemplateVersionSet');
    const [version] = versions.map(versionOf);
    return version ?? null;
  }
}

const templateParameter = (template: NamedTemplate): Record<string, string> =>
  'id' in template ? { LaunchTemplateId: template.id } : { LaunchTemplateName: template.name };

function versionOf(version: Node): TemplateVersion {
  const image = text(only(version, 'launchTemplateData'), 'imageId');
  return {
    template: text(version, 'launchTemplateId'),
    number: Number(text(version, 'versionNumber')),
    image: image === '' ? null : image,
  };
}

const numbered = (name: string, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
