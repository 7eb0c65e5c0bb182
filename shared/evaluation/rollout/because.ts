import { makersOf } from '../../model/index.ts';
import type { rolloutReasons } from './reasons.ts';

/** Makes the reasons of rollouts without their texts, which only what presents them needs. */
export const becauseOfRollout = makersOf<typeof rolloutReasons>();
