import * as z from 'zod';
import { LONGEST_BECAUSE } from './actor.ts';

/** The reason that somebody writes for a change, without the spaces around it. */
export const becauseText = z.string().trim().min(1).max(LONGEST_BECAUSE);
