import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { blocksOf } from '../docs/markdown.ts';
import { text as resolved } from '../infra/iam.ts';
import { only } from '../infra/synthesized.ts';

const page = blocksOf('docs/how-to/github-runners.md');
const commands = page.filter(({ language }) => language === 'sh').map(({ text }) => text);
const beginning = (start: string): string[] => commands.filter((command) => command.startsWith(start));

/** The settings of a `cdk` command of the page. */
const contextOf = (command = ''): Record<string, string> =>
  Object.fromEntries([...command.matchAll(/--context (\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]));

const app = 'npx cdk deploy --app ';
vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify({ ...contextOf(beginning(app)[0]), 'aws:cdk:bundling-stacks': [] }));
const example = await import('../../examples/github-runners/app.ts');
vi.unstubAllEnvs();
const template = Template.fromStack(example.app.node.findChild('github-runners') as Stack);
const script = resolved(
  only(template, 'AWS::EC2::LaunchTemplate').Properties.LaunchTemplateData.UserData['Fn::Base64'],
);
const { Variables } = only(template, 'AWS::Lambda::Function', ({ Properties }) => Properties.Environment).Properties
  .Environment;

test('the guide deploys and destroys the example with the settings that it needs', () => {
  expect(script).toContain("GITHUB_SCOPE='repos/acme/shop'");
  expect(beginning('npx cdk destroy')).toEqual([beginning(app)[0]?.replace('deploy', 'destroy')]);
});

test('the guide stores the parameters that worker and webhook read', () => {
  const stored = beginning('aws ssm put-parameter').map((command) => / --name (\S+)/.exec(command)?.[1]);
  expect(stored).toEqual([/TOKEN_PARAMETER='(.+)'/.exec(script)?.[1], Variables.SECRET_PARAMETER]);
  expect(beginning('aws ssm get-parameter')[0]).toContain(Variables.SECRET_PARAMETER);
});

test('the guide lets Headcount pass the role of the workers', () => {
  const [deployment = ''] = beginning('npx cdk deploy --context');
  const { RoleName } = only(template, 'AWS::IAM::Role', ({ Properties }) => Properties.RoleName).Properties;
  expect(contextOf(deployment)).toEqual({
    stage: 'production',
    passRoles: `arn:aws:iam::111122223333:role/${RoleName}`,
  });
});

test('the job of the guide asks for labels that the runners have', () => {
  const workflow = parse(page.find(({ language }) => language === 'yaml')?.text ?? '');
  expect(Variables.RUNNER_LABELS.split(',')).toEqual(expect.arrayContaining(workflow.jobs.test['runs-on']));
});

test('the commands of the guide name the group of the example', () => {
  const { group } = JSON.parse(
    resolved(only(template, 'Custom::HeadcountPolicy').Properties.document).replaceAll(/\$\{[^}]+\}/g, 'x'),
  );
  for (const command of beginning('npx headcount'))
    expect(command.split(' ').at(-1)).toMatch(new RegExp(`^${group}(\\.yaml)?$`));
});
