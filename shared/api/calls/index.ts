import type { ApiCall } from '../call.ts';
import { controlCalls } from './control.ts';
import { groupCalls } from './groups.ts';
import { metricCalls } from './metrics.ts';
import { policyCalls } from './policies.ts';
import { stageCalls } from './stage.ts';

/** Every call of the API. */
export const calls: readonly ApiCall[] = [
  ...groupCalls,
  ...policyCalls,
  ...metricCalls,
  ...controlCalls,
  ...stageCalls,
];
