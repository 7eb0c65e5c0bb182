import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENVIRONMENT } from '../../shared/aws/names.ts';
import { BundledFunction, type BundledFunctionProps } from './bundled-function.ts';
import { allowEvaluation, type EvaluationAccess } from './evaluation-permissions.ts';
import { allow } from './permissions.ts';

interface EvaluatingFunctionProps extends Omit<BundledFunctionProps, 'environment' | 'memorySize'> {
  readonly access: EvaluationAccess;
  readonly queue: sqs.IQueue;
  /** The statement's name: why it may send to the queue. */
  readonly queues: string;
}

/** A function that evaluates groups, whatever triggers it: what it must know, and may do. */
export class EvaluatingFunction extends BundledFunction {
  constructor(scope: Construct, id: string, { access, queue, queues, ...props }: EvaluatingFunctionProps) {
    super(scope, id, {
      ...props,
      memorySize: 1024,
      environment: {
        [ENVIRONMENT.stage]: props.house.stage,
        [ENVIRONMENT.table]: access.table.tableName,
        [ENVIRONMENT.queueUrl]: queue.queueUrl,
        [ENVIRONMENT.eventBus]: access.eventBus.eventBusName,
        ...(props.house.recordCases && { [ENVIRONMENT.recordCases]: 'true' }),
      },
    });
    allowEvaluation(this.ownRole, access);
    allow(this.ownRole, { sid: queues, actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  }
}
