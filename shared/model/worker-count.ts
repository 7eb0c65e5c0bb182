import * as z from 'zod';
import { MOST_WORKERS } from './arithmetic.ts';

export const workerCount = z.int().min(0).max(MOST_WORKERS);
