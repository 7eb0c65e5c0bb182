import { makersOf } from '../../model/index.ts';
import type { overflowReasons } from './reasons.ts';

/** Makes the reasons of overflow without their texts, which only what presents them needs. */
export const becauseOfOverflow = makersOf<typeof overflowReasons>();
