import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  ENVIRONMENT,
  FEWEST_TUNINGS_AT_ONCE,
  FUNCTION_TIMEOUT_SECONDS,
  queueName,
  TUNINGS_AT_ONCE,
} from '../../../shared/names/index.ts';
import { allowReading, type EvaluationAccess } from '../permissions/evaluation-permissions.ts';
import { allow } from '../permissions/permissions.ts';
import { BundledFunction, type FunctionDefaults } from './bundled-function.ts';
import type { EvaluatingFunction } from './evaluating-function.ts';

interface TuneProps {
  readonly defaults: FunctionDefaults;
  readonly table: dynamodb.TableV2;
  readonly access: EvaluationAccess;
  /** Gets the messages that crash the function. Its alarm costs nothing more. */
  readonly deadLetters: sqs.IQueue;
  /** Executions that functions for events reserve; null: none, and then many tunings would leave too few for `evaluate`. */
  readonly concurrency: number | null;
  /** The function that asks for tunings. */
  readonly evaluate: EvaluatingFunction;
}

/** A whole core: a tuning computes nearly all the time, and costs the same on less. */
const MEMORY_MB = 1769;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_TIMEOUTS = 6;
/** Twelve minutes apart, so that the message is not too old for the third. */
const RECEIVES = 3;

/** Tunes the rules of groups on their history, apart from the evaluations, which never wait for a tuning. */
export class Tune extends Construct {
  readonly function: BundledFunction;

  constructor(
    scope: Construct,
    id: string,
    { defaults, table, access, deadLetters, concurrency, evaluate }: TuneProps,
  ) {
    super(scope, id);
    const queue = new sqs.Queue(this, 'Queue', {
      queueName: queueName(defaults.stage, 'tunings'),
      visibilityTimeout: Duration.seconds(VISIBILITY_TIMEOUTS * FUNCTION_TIMEOUT_SECONDS.tune),
      // A group that is not tuned within this time is asked for again.
      retentionPeriod: Duration.hours(1),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: RECEIVES },
    });
    this.function = new BundledFunction(this, 'Function', {
      defaults,
      name: 'tune',
      description: 'Tunes the rules that tune themselves, on the history of their metrics',
      memorySize: MEMORY_MB,
      environment: { [ENVIRONMENT.stage]: defaults.stage, [ENVIRONMENT.table]: table.tableName },
    });
    const maxConcurrency = concurrency === null ? FEWEST_TUNINGS_AT_ONCE : TUNINGS_AT_ONCE;
    this.function.addEventSource(new SqsEventSource(queue, { batchSize: 1, maxConcurrency }));
    const role = this.function.ownRole;
    allow(role, {
      sid: 'ReadPoliciesStoreTunings',
      actions: ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      resources: [table.tableArn],
    });
    allowReading(role, access);
    evaluate.addEnvironment(ENVIRONMENT.tuningsUrl, queue.queueUrl);
    allow(evaluate.ownRole, { sid: 'AskForTunings', actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  }
}
