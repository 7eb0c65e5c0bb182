import type { Node } from 'constructs';
import { type Stage, stageOf } from './stage.ts';

/** What `cdk deploy --context name=value` may say. */
export interface Settings {
  readonly stage: Stage;
  readonly passRoleArns: readonly string[];
  readonly alarmConcurrency: number | null;
  readonly notifyTopicArn: string | null;
  readonly recordCases: boolean;
}

const DEFAULT_ALARM_CONCURRENCY = 5;
const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=.@/-]+$/;
const TOPIC_ARN = /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/;

/** Reads the app's context. Throws a sentence that says what to write instead. */
export function settingsOf(node: Node): Settings {
  return {
    stage: stageOf(node.tryGetContext('stage')),
    passRoleArns: roleArns(node.tryGetContext('passRoles')),
    alarmConcurrency: concurrency(node.tryGetContext('alarmConcurrency')),
    notifyTopicArn: topicArn(node.tryGetContext('notify')),
    recordCases: yesOrNo('recordCases', node.tryGetContext('recordCases')),
  };
}

function roleArns(written: unknown): string[] {
  if (written === undefined) return [];
  const arns = String(written).split(',');
  const wrong = arns.find((arn) => !ROLE_ARN.test(arn));
  if (wrong === undefined) return arns;
  throw new Error(
    `'${wrong}' is not a role's ARN: write --context passRoles=arn:aws:iam::111122223333:role/worker, more of them after commas.`,
  );
}

function concurrency(written: unknown): number | null {
  if (written === undefined) return DEFAULT_ALARM_CONCURRENCY;
  if (written === 'none') return null;
  const figure = Number(written);
  if (Number.isInteger(figure) && figure > 0) return figure;
  throw new Error(
    `'${String(written)}' is no concurrency: write --context alarmConcurrency=5, or none to reserve none.`,
  );
}

function topicArn(written: unknown): string | null {
  if (written === undefined) return null;
  if (TOPIC_ARN.test(String(written))) return String(written);
  throw new Error(
    `'${String(written)}' is not a topic's ARN: write --context notify=arn:aws:sns:eu-west-1:111122223333:pager.`,
  );
}

function yesOrNo(name: string, written: unknown): boolean {
  if (written === undefined) return false;
  const text = String(written);
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error(`'${text}' is neither true nor false: write --context ${name}=true, or leave it out.`);
}
