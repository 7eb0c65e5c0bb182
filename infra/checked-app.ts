import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { app } from './app.ts';

// A finding without an acknowledged reason stops the synthesis. An installed package is not checked again.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
