// Generated from the format of policies by "npm run docs".

/** Recognizes the format of policies: another one may have further fields, or other defaults. */
export const POLICY_EDITION = '4fgcyr0g5a';
