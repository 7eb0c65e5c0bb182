import { App } from 'aws-cdk-lib/core';
import { stackName } from '../shared/aws/names.ts';
import { HeadcountStack } from './headcount-stack.ts';
import { settingsOf } from './settings.ts';

/** The autoscaler's stack, with the settings of the context. */
export const app = new App();
try {
  const settings = settingsOf(app.node);
  new HeadcountStack(app, stackName(settings.stage), settings);
} catch (fault) {
  // A wrong context value is the caller's mistake: the sentence says all that helps.
  process.stderr.write(`${fault instanceof Error ? fault.message : fault}\n`);
  process.exit(2);
}
