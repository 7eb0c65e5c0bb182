import { App, Stack } from 'aws-cdk-lib/core';
import { Headcount } from 'headcount/infra';
import { GitHubRunners } from './github-runners.ts';

export const app = new App();
const stack = new Stack(app, 'github-runners');
const setting = (name: string): string => {
  const value: unknown = app.node.tryGetContext(name);
  if (typeof value !== 'string') throw new Error(`Add --context ${name}=VALUE`);
  return value;
};

new GitHubRunners(stack, 'Runners', {
  autoscaler: Headcount.deployed(stack, 'production'),
  scope: setting('scope'),
  labels: ['linux', 'arm64', 'headcount'],
  subnets: setting('subnets').split(','),
  max: 20,
  onDemandBase: 2,
});
