/** The vocabulary that all rooms share. Pure; imports no other room. */
export { type Actor, LONGEST_BECAUSE, THROUGH } from './actor.ts';
export {
  ceilUncapped,
  ceilWorkers,
  exceeds,
  floorWorkers,
  isWithin,
  MOST_WORKERS,
  reaches,
  truncWorkers,
} from './arithmetic.ts';
export { becauseText } from './because-text.ts';
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
} from './call-error.ts';
export { type ChangeAuthor, canonical, changeAuthor, changeId, changeMark, type WrittenChange } from './change.ts';
export { checksum } from './checksum.ts';
export { inChunks } from './chunks.ts';
export { CONDITION_CLAUSES } from './condition-clauses.ts';
export { type Datapoint, isFigure, isMeasured } from './datapoint.ts';
export { atMost, duration, LONGEST_SECONDS, positiveDuration, withinADay } from './duration.ts';
export { type Extended, type ExtendedKind, extend, extended } from './extended.ts';
export { extendedSchema, sinceExtended } from './extended-schema.ts';
export type { AwsAccess, AwsCredentials, ExtensionContext } from './extension-context.ts';
export { type FieldTypes, fieldTypes, type Schemas, schemas, withCommonFields } from './field-types.ts';
export { type Fleet, fleetOf, isWarmingUp, launching, liveOf, type ReportedWork, reportedWork } from './fleet.ts';
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
  workersText,
} from './format.ts';
export { forms, listLike, mapLike } from './forms.ts';
export { compileFormula, type Formula, type FormulaFigures, formulaFault } from './formula.ts';
export { groupedBy } from './grouped.ts';
export { inTurns } from './in-turns.ts';
export { INSTANCE_SIZES, INSTANCE_TYPE, sizeOfType } from './instance-size.ts';
export { instant } from './instant.ts';
export { closeTo, kindsText, meantText, NO_GROUP_REMEDY, type NoGroup, noGroupText } from './kinds.ts';
export { lazyModule, loadLazyModules } from './lazy-module.ts';
export { isMap } from './map.ts';
export { momentText } from './moment.ts';
export { groupName, PLAIN_NAME, plainName } from './name-fields.ts';
export { CLUSTER_FIGURES, GROUP_FIGURES, GROUP_NAME, isClusterFigure, isGroupFigure, readsGroup } from './names.ts';
export { once } from './once.ts';
export { type ArnParts, LISTS_NAME_NO_RESOURCE, type PermissionData, type ResourceName } from './permission.ts';
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
} from './preflight.ts';
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
} from './reason.ts';
export { reasonSchema, writtenReason } from './reason-schema.ts';
export { errorText, ReasonedError, reasonedErrors, reasonOfError } from './reasoned-error.ts';
export { always, atLeastOne, exactlyOne, minUpToMax, noneTwice, whereRight } from './refinements.ts';
export { remediedErrors, remedyIn } from './remedied-errors.ts';
export { rendererOf } from './renderer.ts';
export { silentText } from './silent-text.ts';
export { looseTimeOf, timeOf } from './time-text.ts';
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
} from './user-error.ts';
export { faultsOf, oneOf, PARSING } from './validation.ts';
export { faultText, type Parsed, pathText, type ValidationError } from './validation-error.ts';
export { errorsOf, reasons as validationReasons, refused, type ValueError, valueError } from './validation-reasons.ts';
export { fitting, unitsOf, weightOf } from './weights.ts';
export { wholeNumber } from './whole-number.ts';
export { closesAt, opensEver, openUntil } from './window.ts';
export { type Window, window, windowFields, windowForms } from './window-fields.ts';
export {
  WORKER_STATES,
  type Worker,
  type WorkerCounts,
  type WorkerState,
  worker,
  workerCounts,
  workerList,
} from './worker.ts';
export { MOST_WEIGHT, weight, workerCount } from './worker-count.ts';
export { because as becauseWritten, reasons as writtenReasons } from './written.ts';
export { checked, textLike } from './written-text.ts';
export { wrongTexts } from './wrong-texts.ts';
