import { type UserError, userErrors } from '../../model/index.ts';
import { reasons } from '../reasons.ts';

const errors = userErrors(reasons);

/** `close`: the group that was probably meant. */
export const unknownGroup = (group: string, { table }: { readonly table: string }, close?: string): UserError =>
  errors['no-such-group']({ group, table, ...(close !== undefined && { close }) });
