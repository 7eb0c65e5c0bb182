/** The vocabulary that all rooms share. Pure; imports no other room. */

export {
  credentialsCode,
  isOfCaller,
  isRejected,
  isThrottling,
  LOG_IN_AGAIN,
  NOT_AWS,
  networkCode,
  type Passing,
  passing,
} from './calls/call-error.ts';
export { failureText } from './calls/failure-text.ts';
export { type ArnParts, LISTS_NAME_NO_RESOURCE, type PermissionData, type ResourceName } from './calls/permission.ts';
export {
  type Asked,
  type AskFailure,
  asked,
  blocked,
  type Check,
  isDenied,
  isUnchecked,
  passed,
  reasons as preflightReasons,
  unchecked,
  warned,
} from './calls/preflight.ts';
export { type Actor, LONGEST_BECAUSE, THROUGH } from './changes/actor.ts';
export { becauseText } from './changes/because-text.ts';
export {
  type ChangeAuthor,
  canonical,
  changeAuthor,
  changeId,
  changeMark,
  type WrittenChange,
} from './changes/change.ts';
export { checksum } from './changes/checksum.ts';
export { errorText, ReasonedError, reasonedErrors, reasonOfError } from './errors/reasoned-error.ts';
export { remediedErrors, remedyIn } from './errors/remedied-errors.ts';
export {
  type DocumentFault,
  type ErrorDefinition,
  failure,
  InvalidInputError,
  invalid,
  misuse,
  UserError,
  userErrors,
  withFullStop,
} from './errors/user-error.ts';
export { type Extended, type ExtendedKind, extend, extended } from './extensions/extended.ts';
export { extendedSchema, sinceExtended } from './extensions/extended-schema.ts';
export type { AwsAccess, AwsCredentials, ExtensionContext } from './extensions/extension-context.ts';
export { type FieldTypes, fieldTypes, type Schemas, schemas, withCommonFields } from './extensions/field-types.ts';
export { atMost, duration, LONGEST_SECONDS, positiveDuration, withinADay } from './fields/duration.ts';
export { GROUP_NAME } from './fields/group-name.ts';
export { instant } from './fields/instant.ts';
export { groupName, PLAIN_NAME, plainName } from './fields/name-fields.ts';
export { wholeNumber } from './fields/whole-number.ts';
export { MOST_WEIGHT, weight, workerCount } from './fields/worker-count.ts';
export {
  ceilUncapped,
  ceilWorkers,
  exceeds,
  floorWorkers,
  isWithin,
  MOST_WORKERS,
  reaches,
  truncWorkers,
} from './figures/arithmetic.ts';
export { type Datapoint, isFigure, isMeasured } from './figures/datapoint.ts';
export { CLUSTER_FIGURES, GROUP_FIGURES, isClusterFigure, isGroupFigure, readsGroup } from './figures/figure-names.ts';
export { compileFormula, type Formula, type FormulaFigures, formulaFault } from './figures/formula.ts';
export { inChunks } from './lists/chunks.ts';
export { groupedBy } from './lists/grouped.ts';
export { inTurns } from './lists/in-turns.ts';
export { lazyModule, loadLazyModules } from './loading/lazy-module.ts';
export { once } from './loading/once.ts';
export {
  define,
  makers,
  makersOf,
  type Reason,
  type ReasonCatalog,
  type ReasonDefinition,
  type ReasonParam,
  type ReasonParams,
  type Render,
} from './reasons/reason.ts';
export { reasonSchema, writtenReason } from './reasons/reason-schema.ts';
export { rendererOf } from './reasons/renderer.ts';
export { silentDetails, silentText } from './reasons/silent-text.ts';
export { because as becauseWritten, reasons as writtenReasons } from './reasons/written.ts';
export { wrongTexts } from './reasons/wrong-texts.ts';
export { CONDITION_CLAUSES, CONDITION_OVER } from './text/condition-clauses.ts';
export { deniedAction, withShortDenials } from './text/denial.ts';
export {
  amountText,
  continuing,
  counted,
  cutTo,
  durationText,
  figure,
  figureBeside,
  figureShared,
  grouped,
  inSeries,
  percentText,
  secondsText,
  setText,
  workersText,
} from './text/format.ts';
export { closeTo, kindsText, meantText, NO_GROUP_REMEDY, type NoGroup, noGroupText } from './text/kinds.ts';
export { isoAfter, momentText } from './text/moment.ts';
export { looseTimeOf, timeOf } from './text/time-text.ts';
export { forms, listLike, mapLike } from './validation/forms.ts';
export { isMap } from './validation/map.ts';
export { always, atLeastOne, exactlyOne, minUpToMax, noneTwice, whereRight } from './validation/refinements.ts';
export { faultsOf, oneOf, PARSING } from './validation/validation.ts';
export { faultText, type Parsed, pathText, type ValidationError } from './validation/validation-error.ts';
export {
  errorsOf,
  reasons as validationReasons,
  refused,
  type ValueError,
  valueError,
} from './validation/validation-reasons.ts';
export { checked, textLike } from './validation/written-text.ts';
export { closesAt, lastClosing, nextOpening, opensEver, openUntil } from './windows/window.ts';
export { type Window, window, windowFields, windowForms } from './windows/window-fields.ts';
export {
  type Fleet,
  fleetOf,
  isWarmingUp,
  launching,
  liveOf,
  type ReportedWork,
  reportedWork,
} from './workers/fleet.ts';
export { INSTANCE_SIZES, INSTANCE_TYPE, sizeOfType } from './workers/instance-size.ts';
export { fitting, unitsOf, weightOf } from './workers/weights.ts';
export {
  WORKER_STATES,
  type Worker,
  type WorkerCounts,
  type WorkerState,
  worker,
  workerCounts,
  workerList,
} from './workers/worker.ts';
