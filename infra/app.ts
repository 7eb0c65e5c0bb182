import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { stackName } from '../shared/aws/names.ts';
import { HeadcountStack } from './headcount-stack.ts';
import { settingsOf } from './settings.ts';

const app = new App();
try {
  const settings = settingsOf(app.node);
  new HeadcountStack(app, stackName(settings.stage), settings);
  // A finding that nobody gave a reason for stops the synthesis.
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (fault) {
  // A wrong context value is the caller's: the sentence is all there is to say.
  process.stderr.write(`${fault instanceof Error ? fault.message : fault}\n`);
  process.exit(2);
}
