import { App } from 'aws-cdk-lib/core';
import { stackName } from '../shared/names/index.ts';
import { HeadcountStack } from './headcount-stack.ts';
import { settingsOf } from './settings.ts';

/** The autoscaler's stack, configured by the CDK context. */
export const app = new App();
try {
  const settings = settingsOf(app.node);
  new HeadcountStack(app, stackName(settings.stage), settings);
} catch (error) {
  // An invalid context value is a usage error: print the message without a stack trace.
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(2);
}
