import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { DOCUMENTS } from '../../cli/documents/index.ts';
import { documentSchema } from '../../shared/documents/index.ts';

// The pattern of a time says all that its format does.
const ajv = new Ajv2020({ validateFormats: false, strict: false });
const validators = new Map(
  Object.entries(DOCUMENTS).map(([name, document]) => [name, ajv.compile(documentSchema(document, { isOpen: false }))]),
);

/** The fields of a row of `simulate` and `backtest`, in the order that they print. */
export const ROW_FIELDS: readonly string[] = [
  ...['name', 'workerHours', 'optimumWorkerHours', 'costRatio'],
  ...['equalLossPercent', 'equalLossWorkerHours', 'equalLossRatio'],
  ...['lostPercent', 'latePercent', 'p95WaitSeconds', 'underPercent', 'overPercent'],
  ...['actions', 'launches', 'usd'],
];

/** Fails unless the output is a document of its command, as `headcount schema` prints it, and names no other field. */
export function expectDocumented(command: readonly string[], document: unknown): void {
  const name = [command.slice(0, 2).join(' '), String(command[0])].find((each) => validators.has(each));
  const validate = name === undefined ? undefined : validators.get(name);
  expect(validate, `headcount ${command.join(' ')} has a document`).toBeDefined();
  validate?.(document);
  expect(validate?.errors ?? [], `what "headcount ${command.join(' ')}" prints`).toEqual([]);
}
