import type { ProtocolMutation } from './mutations.ts';
import { type Item, LEASE, type State } from './state.ts';

export const isOver = (leaseUntil: number, now: number, mutation: ProtocolMutation | null): boolean =>
  mutation === 'lease-compared-the-wrong-way' ? leaseUntil > now : leaseUntil <= now;

export const isFree = (
  { item: { revision, claim } }: State,
  seen: Item,
  at: number,
  mutation: ProtocolMutation | null,
): boolean =>
  mutation === 'claim-without-a-condition' ||
  (revision === seen.revision && (claim === null || isOver(claim.leaseUntil, at, mutation)));

export const raised = (revision: number, mutation: ProtocolMutation | null): number =>
  mutation === 'revision-not-raised' ? revision : revision + 1;

export const leaseFrom = (at: number, mutation: ProtocolMutation | null): number =>
  mutation === 'claim-without-an-end' ? 1000 : at + LEASE;
