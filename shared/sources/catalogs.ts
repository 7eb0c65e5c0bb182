import type { ReasonCatalog } from '../model/index.ts';
import { failures as cloudwatchFailures } from './cloudwatch/failures.ts';
import { reasons as cloudwatch } from './cloudwatch/reasons.ts';
import { failures as lambdaFailures } from './lambda/failures.ts';
import { reasons as lambda } from './lambda/reasons.ts';
import { failures as prometheusFailures } from './prometheus/failures.ts';
import { reasons as prometheus } from './prometheus/reasons.ts';
import { failures as reading } from './reading/failures.ts';
import { failures as sqsFailures } from './sqs/failures.ts';
import { reasons as sqs } from './sqs/reasons.ts';

/** The codes of validation errors and warnings: a source that has some is added here. */
export const sourceCatalogs: readonly ReasonCatalog[] = [cloudwatch, sqs, prometheus, lambda];

/** The codes of failures of readers: a source whose reader has some is added here. Functions load no texts of them. */
export const failureCatalogs: readonly ReasonCatalog[] = [
  reading,
  cloudwatchFailures,
  sqsFailures,
  prometheusFailures,
  lambdaFailures,
];
