/** The vocabulary that all rooms share. Pure; imports no other room. */
export { groupedBy } from './grouped.ts';
export { type ArnParts, LISTS_NAME_NO_RESOURCE, type PermissionData, type ResourceName } from './permission.ts';
export {
  define,
  makers,
  type Reason,
  type ReasonCatalog,
  type ReasonDefinition,
  type ReasonParam,
  type ReasonParams,
} from './reason.ts';
export { InvalidInputError, invalid, UserError } from './user-error.ts';
