import type { Operations } from './account.ts';
import { monitoring } from './cloudwatch.ts';
import { dynamodb } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { applicationAutoScaling, ecs } from './ecs.ts';
import { events, lambda, secretsmanager, sns, sqs, ssm } from './messaging.ts';
import { pricing } from './pricing.ts';
import { autoscaling, elasticloadbalancing } from './workers.ts';

export { ACCOUNT, type Account, type StandIns } from './account.ts';

/** What operations need, by the name of the service in a signature. */
export const NEEDS: Readonly<Record<string, Operations>> = {
  'application-autoscaling': applicationAutoScaling,
  autoscaling,
  dynamodb,
  ec2,
  ecs,
  elasticloadbalancing,
  events,
  lambda,
  monitoring,
  pricing,
  secretsmanager,
  sns,
  sqs,
  ssm,
};
