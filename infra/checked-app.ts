import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { app } from './app.ts';

// A finding without a recorded reason stops the synthesis. An installed package does without: it was checked here.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
