import { UserError } from '../model/index.ts';

export const unknownGroup = (group: string, { table }: { readonly table: string }): UserError =>
  new UserError(
    `There is no group ${group} in the table ${table}. "npx headcount policy list" shows the groups that exist; add one with "npx headcount policy apply FILE".`,
  );
