import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, type IStackSynthesizer } from 'aws-cdk-lib/core';
import { stackName } from '../../shared/names/index.ts';
import { HeadcountStack } from '../headcount-stack.ts';
import { settingsOf } from '../settings.ts';
import { CodeByParameters } from './code-by-parameters.ts';
import { addParameters, operatorTopic, PARAMETER, workerRoles } from './parameters.ts';
import { zipOf } from './zip.ts';

/** Settings that the template leaves to whoever creates the stack. */
const BY_PARAMETER = { passRoles: PARAMETER.workerRoles, notify: PARAMETER.operatorTopic } as const;

/** The files of a template: itself, and the functions' zip files that it refers to. */
export type TemplateFiles = ReadonlyMap<string, string | Uint8Array>;

/**
 * The stack's CloudFormation template for any account and region, and the code of its functions. `context` has the
 * settings that the structure of the stack depends on. Throws an error for a setting that is a parameter.
 */
export function templateFiles(context: Readonly<Record<string, unknown>>): TemplateFiles {
  for (const [setting, parameter] of Object.entries(BY_PARAMETER)) {
    if (!Object.hasOwn(context, setting)) continue;
    throw new Error(`${setting} is not fixed in a template. Give the stack the parameter ${parameter}.`);
  }
  const outdir = mkdtempSync(join(tmpdir(), 'headcount-template-'));
  try {
    const app = new App({ context, outdir, analyticsReporting: false });
    const synthesizer = new CodeByParameters();
    const settings = { ...settingsOf(app.node), passRoleArns: [workerRoles()], notifyTopicArn: operatorTopic() };
    // The CDK's declarations of the class and of the interface differ in fields that may be undefined.
    const props = { synthesizer: synthesizer as IStackSynthesizer };
    const stack = new HeadcountStack(app, stackName(settings.stage), settings, props);
    addParameters(stack);
    app.synth();
    const template = readFileSync(join(outdir, stack.templateFile), 'utf8');
    const zips = [...synthesizer.folders].map(([file, folder]) => [file, zipOf(resolve(outdir, folder))] as const);
    return new Map<string, string | Uint8Array>([[`${stack.stackName}.template.json`, `${template}\n`], ...zips]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
