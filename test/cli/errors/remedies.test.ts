import { expect, test } from 'vitest';
import { ERROR_CATALOGS } from '../../../cli/errors/index.ts';
import { describedError } from '../../../cli/program/described-error.ts';
import { apiReasons } from '../../../shared/api/index.ts';
import { InvalidInputError, UserError } from '../../../shared/model/index.ts';
import { invalidDocument } from '../../../shared/presentation/index.ts';

const all = [...ERROR_CATALOGS, apiReasons].flatMap((catalog) => Object.entries(catalog));

test.each(all)('the error %s says what to do about it', (_, definition) => {
  expect((definition as { remedy?: unknown }).remedy).toBeTypeOf('function');
});

test.each([
  new UserError('web: nothing was deleted.'),
  new InvalidInputError('metrics needs a group.'),
  invalidDocument('The policy web.yaml', []),
])('an error whose message says what to do has a remedy for programs: %s', (error) => {
  expect(describedError(error)).toMatchObject({ message: error.message, remedy: expect.stringMatching(/^[A-Z].*\.$/) });
});
