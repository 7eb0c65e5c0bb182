import { type UserError, userErrors } from '../model/index.ts';
import { reasons } from './reasons.ts';

const errors = userErrors(reasons);

export const unknownGroup = (group: string, { table }: { readonly table: string }): UserError =>
  errors['no-such-group']({ group, table });
