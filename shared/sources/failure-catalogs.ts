import type { ReasonCatalog } from '../model/index.ts';
import { failures as cloudwatch } from './cloudwatch/failures.ts';
import { failures as lambda } from './lambda/failures.ts';
import { failures as prometheus } from './prometheus/failures.ts';
import { failures as reading } from './reading/failures.ts';

/** The codes of failures of readers: a source whose reader has some is added here. Functions load no texts of them. */
export const failureCatalogs: readonly ReasonCatalog[] = [reading, cloudwatch, prometheus, lambda];
