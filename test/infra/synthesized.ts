import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { HeadcountStack } from '../../infra/headcount-stack.ts';
import type { Settings } from '../../infra/settings.ts';

export const WORKER_ROLE = 'arn:aws:iam::111122223333:role/worker';

const SETTINGS: Settings = {
  stage: 'production',
  passRoleArns: [WORKER_ROLE],
  alarmConcurrency: 5,
  notifyTopicArn: null,
  recordCases: false,
  protectTable: false,
  api: false,
  dashboard: true,
  overflowRegions: [],
};
const ENVIRONMENT = { account: '111122223333', region: 'eu-west-1' };

/** An app without bundling, which only the bundle tests need. */
export const unbundledApp = () => new App({ context: { 'aws:cdk:bundling-stacks': [] } });

export function synthesizedStack(settings: Partial<Settings> = {}): HeadcountStack {
  return new HeadcountStack(unbundledApp(), 'headcount', { ...SETTINGS, ...settings }, { env: ENVIRONMENT });
}

const templates = new Map<string, Template>();

/** Synthesized once for all tests in a thread. They only read it. */
export function synthesized(settings: Partial<Settings> = {}): Template {
  const key = JSON.stringify({ ...SETTINGS, ...settings });
  const template = templates.get(key) ?? Template.fromStack(synthesizedStack(settings));
  templates.set(key, template);
  return template;
}

export interface Resource {
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no types.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

/** The only resource of a type that satisfies `is`; throws if there is none or more than one. */
export function only(template: Template, type: string, is: (resource: Resource) => boolean = () => true) {
  const found = Object.entries(template.findResources(type) as Record<string, Resource>).filter(([, resource]) =>
    is(resource),
  );
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} resources of type ${type}`);
  return { id: first[0], ...first[1] };
}

export const functionNamed = (template: Template, name: string) =>
  only(template, 'AWS::Lambda::Function', ({ Properties }) => Properties.FunctionName.endsWith(`-${name}`));

export const attribute = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
