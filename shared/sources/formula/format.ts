import * as z from 'zod';
import { formulaFault, refused } from '../../model/index.ts';
import type { SourceFormat } from '../source-module.ts';

const schema = z
  .string()
  .max(1000)
  .superRefine((text, context) => {
    const fault = formulaFault(text);
    if (fault) context.addIssue(refused(fault));
  });

export const format = { kind: 'formula', schema } as const satisfies SourceFormat<string>;
