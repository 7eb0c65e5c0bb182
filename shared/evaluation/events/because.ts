import { makersOf } from '../../model/index.ts';
import type { reasons } from './reasons.ts';

/** Makes the reasons of events without their texts, which only publishing needs. */
export const becauseOfEvent = makersOf<typeof reasons>();
