/** Who may make a call. A managed policy of the stack allows the calls of a level. */
export const LEVELS = {
  reader: 'Read everything except the audit trail',
  submitter: 'Push metrics',
  operator:
    'What readers and submitters may do; pause, resume, set the size of a group, replace its workers, evaluate, and roll back policies',
  admin: 'Everything: also write and delete policies, and read the audit trail',
} as const;
export type Level = keyof typeof LEVELS;

/** The levels that a level includes. */
const INCLUDED: Readonly<Record<Level, readonly Level[]>> = {
  reader: ['reader'],
  submitter: ['submitter'],
  operator: ['reader', 'submitter', 'operator'],
  admin: ['reader', 'submitter', 'operator', 'admin'],
};

/** Whether a caller of level `own` may make a call that needs `needed`. */
export const allows = (own: Level, needed: Level): boolean => INCLUDED[own].includes(needed);
