import * as z from 'zod';
import { atLeastOne, window, workerCount } from '../model/index.ts';

export const guards = z
  .strictObject({
    maintenance: z.array(window).max(50).default([]),
    budget: z
      .strictObject({
        hourlyUsd: z.number().positive().max(1e9).optional(),
        monthlyUsd: z.number().positive().max(1e12).optional(),
      })
      .superRefine(atLeastOne(['hourlyUsd', 'monthlyUsd']))
      .optional(),
    floor: workerCount.optional(),
  })
  .default({ maintenance: [] });
