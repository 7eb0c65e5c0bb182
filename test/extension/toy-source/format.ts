import * as z from 'zod';
import type { SourceFormat } from '../../../shared/sources/source-module.ts';

const schema = z.strictObject({ room: z.string().min(1) });
export type Thermometer = z.output<typeof schema>;

export const format = { kind: 'thermometer', schema } as const satisfies SourceFormat<Thermometer>;
