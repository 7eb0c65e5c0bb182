/** The vocabulary that all rooms share. Pure; imports no other room. */
export { type Datapoint, isFigure } from './datapoint.ts';
export { duration, positiveDuration, withinADay } from './duration.ts';
export { counted, figure, percentText, secondsText, workersText } from './format.ts';
export { compileFormula, type Formula, type FormulaFigures, formulaFault } from './formula.ts';
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
  type Render,
} from './reason.ts';
export { InvalidInputError, invalid, UserError } from './user-error.ts';
