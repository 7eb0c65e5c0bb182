import { ENVIRONMENT } from '../shared/names/index.ts';

/** Environment of a deployed function. Excludes this shell's variables, such as profiles, endpoints and options of Node. */
export const FUNCTION_ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_LAMBDA_FUNCTION_NAME: 'headcount-bench',
  PATH: process.env['PATH'] ?? '',
  [ENVIRONMENT.stage]: 'bench',
  [ENVIRONMENT.table]: 'headcount-bench',
  [ENVIRONMENT.queueUrl]: 'https://sqs.us-east-1.amazonaws.com/111122223333/bench',
  [ENVIRONMENT.failuresUrl]: 'https://sqs.us-east-1.amazonaws.com/111122223333/bench-failures',
  [ENVIRONMENT.deadLettersUrl]: 'https://sqs.us-east-1.amazonaws.com/111122223333/bench-dead-letters',
  [ENVIRONMENT.tuningsUrl]: 'https://sqs.us-east-1.amazonaws.com/111122223333/bench-tunings',
  [ENVIRONMENT.alarmTopicArn]: 'arn:aws:sns:us-east-1:111122223333:bench',
  [ENVIRONMENT.overflowRegions]: 'eu-west-1',
} as const;
