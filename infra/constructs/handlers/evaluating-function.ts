import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENVIRONMENT } from '../../../shared/names/index.ts';
import { allowEvaluation, type EvaluationAccess } from '../permissions/evaluation-permissions.ts';
import { allow } from '../permissions/permissions.ts';
import { BundledFunction, type BundledFunctionProps } from './bundled-function.ts';
import { heapOptions } from './heap.ts';

const MEMORY_MB = 1024;

interface EvaluatingFunctionProps extends Omit<BundledFunctionProps, 'environment' | 'memorySize'> {
  readonly access: EvaluationAccess;
  readonly queue: sqs.IQueue;
  readonly deadLetters: sqs.IQueue;
  /** Sid of the statement that allows sending to the queue; names the purpose. */
  readonly sendSid: string;
}

/** A function that evaluates groups, with the environment and permissions that an evaluation needs. */
export class EvaluatingFunction extends BundledFunction {
  constructor(
    scope: Construct,
    id: string,
    { access, queue, deadLetters, sendSid, ...props }: EvaluatingFunctionProps,
  ) {
    super(scope, id, {
      ...props,
      memorySize: MEMORY_MB,
      environment: {
        [ENVIRONMENT.stage]: props.defaults.stage,
        [ENVIRONMENT.table]: access.table.tableName,
        [ENVIRONMENT.queueUrl]: queue.queueUrl,
        [ENVIRONMENT.deadLettersUrl]: deadLetters.queueUrl,
        [ENVIRONMENT.eventBus]: access.eventBus.eventBusName,
        NODE_OPTIONS: heapOptions(MEMORY_MB).join(' '),
        ...(props.defaults.recordCases && { [ENVIRONMENT.recordCases]: 'true' }),
      },
    });
    allowEvaluation(this.ownRole, access);
    allow(this.ownRole, { sid: sendSid, actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
    allow(this.ownRole, {
      sid: 'ReportFailingGroups',
      actions: ['sqs:SendMessage'],
      resources: [deadLetters.queueArn],
    });
  }
}
