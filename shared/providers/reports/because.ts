import { makersOf } from '../../model/index.ts';
import type { reasons } from './reasons.ts';

export const because = makersOf<typeof reasons>();
