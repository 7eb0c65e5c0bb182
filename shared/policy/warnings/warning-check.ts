import type { ValidationError } from '../../model/index.ts';
import type { Policy } from '../policy.ts';

/** One check of a valid policy. The message of a warning says what will happen, and what to write instead. */
export type WarningCheck = (policy: Policy) => readonly ValidationError[];
