import { reasons as adopt } from '../../adopt/reasons.ts';
import { apiReasons } from '../../api/reasons.ts';
import { reasons as eventReasons } from '../../evaluation/events/reasons.ts';
import { pushReasons } from '../../evaluation/index.ts';
import {
  preflightReasons,
  type Reason,
  type ReasonCatalog,
  type Render,
  remedyIn,
  rendererOf,
} from '../../model/index.ts';
import { auditReasons } from '../../operations/audit/reasons.ts';
import { controlReasons } from '../../operations/control/reasons.ts';
import { reasons as ofAccount } from '../../operations/preflight/reasons.ts';
import { reasons as operations } from '../../operations/reasons.ts';
import { redriveReasons } from '../../operations/redrive/reasons.ts';
import { rightsizingReasons } from '../../operations/rightsizing/reasons.ts';
import { effectReasons } from '../../operations/versions/changes/reasons.ts';
import { versionReasons } from '../../operations/versions/reasons.ts';
import { warningReasons } from '../../policy/index.ts';
import { preflightCatalogs } from '../../providers/preflight/reasons.ts';
import { reasons as registration } from '../../registration/reasons.ts';
import { poolReasons, reasons as rightsize } from '../../rightsize/index.ts';
import { choiceReasons } from '../../simulation/choice/reasons.ts';
import { reasons as simulation } from '../../simulation/reasons.ts';
import { failureCatalogs } from '../../sources/index.ts';
import { reasons as presentation } from '../reasons.ts';
import { FUNCTION_CATALOGS, sentencesOf } from './sentence.ts';

/** Every code. Those that only commands present are listed here, so that functions do not load their texts. */
export const CATALOGS: readonly ReasonCatalog[] = [
  apiReasons,
  ...FUNCTION_CATALOGS,
  controlReasons,
  ...[
    presentation,
    adopt,
    auditReasons,
    choiceReasons,
    effectReasons,
    eventReasons,
    operations,
    poolReasons,
    pushReasons,
    redriveReasons,
    registration,
    rightsize,
    rightsizingReasons,
    simulation,
  ],
  ...[versionReasons, warningReasons],
  ...[preflightReasons, ofAccount, ...preflightCatalogs, ...failureCatalogs],
];

export const commandPhrase: Render = rendererOf(CATALOGS);

export const commandSentence = sentencesOf(commandPhrase);

/** How a reason is shown whose code nobody knows: see `rendererOf`. */
const RAW = /(?<![\w-])([a-z][a-z0-9]*(?:-[a-z0-9]+)+) \{(?=["}])/g;
const KNOWN = new Set(CATALOGS.flatMap((catalog) => Object.keys(catalog)));

/** The codes in a text that are shown as they are, because neither Headcount nor a registered extension has them. */
export const unknownCodesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(RAW)].flatMap(([, code = '']) => (KNOWN.has(code) ? [] : [code]))),
];

/** What to do about a reason at a command line; null if nothing is to be done. */
export const commandRemedy: (reason: Reason) => string | null = remedyIn(CATALOGS);
