import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { seedInstances } from '../../local/seed.ts';
import { folderWith, headcount, NO_AWS } from '../cli/headcount.ts';
import { group, served } from '../local/autoscaling/served.ts';
import { readPage } from './markdown.ts';

const page = readPage('docs/how-to/existing-auto-scaling-group.md');
/** Lines of the page's shell blocks that begin so. */
const commands = (start: string): string[] =>
  [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.split('\n'))
    .filter((line) => line.startsWith(start));
const words = (command: string): string[] => [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, a, b]) => a ?? b ?? '');

/** Parameters of an `aws autoscaling` command, as its query has them. */
function parametersOf(command: string): [string, Record<string, string>] {
  const [, , action = '', ...rest] = words(command);
  const camel = (kebab: string): string => kebab.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const parameters: Record<string, string> = {};
  let option = '';
  let count = 0;
  for (const word of rest) {
    if (word.startsWith('--')) [option, count] = [camel(word.slice(2)), 0];
    else if (option === 'Tags') {
      count += 1;
      for (const pair of word.split(',')) {
        const [key = '', value = ''] = pair.split('=');
        parameters[`Tags.member.${count}.${key}`] = value;
      }
    } else if (option === 'ScalingProcesses') {
      count += 1;
      parameters[`ScalingProcesses.member.${count}`] = word;
    } else parameters[option] = word;
  }
  return [camel(action), parameters];
}

test('every step of the page works on the group that the local AWS has, and the command prints the same steps', async () => {
  const all = await served();
  const environment = { ...NO_AWS, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: all.endpoint };

  await seedInstances(environment);
  const directory = await folderWith({});

  const [adopt = ''] = commands('npx headcount adopt');
  const adopted = await headcount(words(adopt).slice(2), { environment, directory });
  expect(adopted).toMatchObject({ code: 0, out: '' });
  const written = parse(await readFile(join(directory, 'web-fleet.yaml'), 'utf8'));
  const [shown = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block);
  expect(written).toEqual(parse(shown));

  const [validate = ''] = commands('npx headcount policy validate');
  expect(await headcount(words(validate).slice(2), { environment, directory })).toMatchObject({ code: 0 });

  for (const command of commands('aws autoscaling')) {
    if (!command.includes('resume-processes')) expect(adopted.err).toContain(command);
    await all.ask(...parametersOf(command));
  }
  const tags = Object.fromEntries(
    (await group(all)).Tags.member.map((tag: { Key: string; Value: string }) => [tag.Key, tag.Value]),
  );
  expect(tags).toEqual({ 'headcount:stage': 'local', 'headcount:group': 'web-fleet' });
});
