import { App, Stack } from 'aws-cdk-lib/core';
import { Headcount } from 'headcount/infra';

/** The app of a team that uses the extension. `headcount-acme` is installed, or a path: `./dist/src/index.js`. */
const app = new App();
const stack = new Stack(app, 'autoscaler');
new Headcount(stack, 'Headcount', { extensions: [process.env['EXTENSION'] ?? 'headcount-acme'] });
