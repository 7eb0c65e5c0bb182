import type { Node } from 'constructs';
import { isRegion } from '../shared/policy/index.ts';
import { type Stage, stageOf } from './stage.ts';

/** Settings that you pass as `cdk deploy --context name=value`. */
export interface Settings {
  readonly stage: Stage;
  readonly passRoleArns: readonly string[];
  readonly alarmConcurrency: number | null;
  readonly notifyTopicArn: string | null;
  readonly recordCases: boolean;
  readonly protectTable: boolean;
  readonly api: boolean;
  readonly dashboard: boolean;
  readonly overflowRegions: readonly string[];
  /** Modules, as `HeadcountProps.extensions`. @default none */
  readonly extensions?: readonly string[];
}

const DEFAULT_ALARM_CONCURRENCY = 5;
const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=.@/-]+$/;
const TOPIC_ARN = /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/;

/** Reads the settings from the app's context. Throws an error with the expected format for an invalid value. */
export function settingsOf(node: Node): Settings {
  return {
    stage: stageOf(node.tryGetContext('stage')),
    passRoleArns: roleArns(node.tryGetContext('passRoles')),
    alarmConcurrency: concurrency(node.tryGetContext('alarmConcurrency')),
    notifyTopicArn: topicArn(node.tryGetContext('notify')),
    recordCases: yesOrNo('recordCases', node.tryGetContext('recordCases')),
    protectTable: yesOrNo('protectTable', node.tryGetContext('protectTable')),
    api: yesOrNo('api', node.tryGetContext('api')),
    dashboard: yesOrNo('dashboard', node.tryGetContext('dashboard'), true),
    overflowRegions: regions(node.tryGetContext('overflowRegions')),
    extensions: modules(node.tryGetContext('extensions')),
  };
}

const roleArns = (written: unknown): string[] =>
  list(
    written,
    (arn) => ROLE_ARN.test(arn),
    'the ARN of a role. Write --context passRoles=arn:aws:iam::111122223333:role/worker; separate several roles by commas.',
  );

const regions = (written: unknown): string[] =>
  list(
    written,
    isRegion,
    'the name of a region. Write --context overflowRegions=eu-central-1; separate several regions by commas.',
  );

/** Values that are separated by commas. Throws an error for the first that is not what is `expected`. */
function list(written: unknown, isValid: (value: string) => boolean, expected: string): string[] {
  if (written === undefined) return [];
  const values = String(written).split(',');
  const invalid = values.find((value) => !isValid(value));
  if (invalid === undefined) return values;
  throw new Error(`'${invalid}' is not ${expected}`);
}

const modules = (written: unknown): string[] =>
  written === undefined
    ? []
    : String(written)
        .split(',')
        .map((module) => module.trim());

function concurrency(written: unknown): number | null {
  if (written === undefined) return DEFAULT_ALARM_CONCURRENCY;
  if (written === 'none') return null;
  const figure = Number(written);
  if (Number.isInteger(figure) && figure > 0) return figure;
  throw new Error(
    `'${String(written)}' is not a valid concurrency. Write --context alarmConcurrency=5, or alarmConcurrency=none to reserve nothing.`,
  );
}

function topicArn(written: unknown): string | null {
  if (written === undefined) return null;
  if (TOPIC_ARN.test(String(written))) return String(written);
  throw new Error(
    `'${String(written)}' is not the ARN of a topic. Write --context notify=arn:aws:sns:eu-west-1:111122223333:pager.`,
  );
}

function yesOrNo(name: string, written: unknown, isDefault = false): boolean {
  if (written === undefined) return isDefault;
  const text = String(written);
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error(`'${text}' is neither true nor false. Write --context ${name}=${!isDefault}, or omit it.`);
}
