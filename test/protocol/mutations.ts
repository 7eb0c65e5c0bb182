/** Deliberate bugs in the protocol. Both the explorer and the simulation find all of them. */
export const PROTOCOL_MUTATIONS = [
  'claim-without-a-condition',
  'revision-not-raised',
  'claim-without-an-end',
  'lease-compared-the-wrong-way',
  'lease-ignored-before-the-act',
  'settle-without-an-owner',
  'claim-of-another-overlooked',
  'resume-plans-anew',
  'plan-stored-after-the-act',
  'one-token-for-all',
  'another-token-at-each-try',
  'token-expiry-ignored',
  'lost-answer-is-a-failure',
] as const;
export type ProtocolMutation = (typeof PROTOCOL_MUTATIONS)[number];
