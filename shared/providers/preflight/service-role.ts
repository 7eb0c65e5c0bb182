import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../model/index.ts';
import { because } from './reasons.ts';

interface ServiceRole {
  readonly role: string;
  /** The service that assumes it. */
  readonly service: string;
  /** Whether launches certainly fail without it. */
  readonly isNeeded: boolean;
}

/** Whether a role exists with which a service launches on behalf of the account. Headcount's functions may not create it. */
export function serviceRoleCheck(
  group: string,
  { role, service, isNeeded }: ServiceRole,
  exists: Asked<boolean>,
): Check {
  if ('failure' in exists) return unchecked(group, exists.failure);
  if (exists.value) return passed(group, because['service-role-found']({ role }));
  const found = isNeeded ? blocked : warned;
  return found(group, because['service-role-missing']({ role }), because['remedy-service-role']({ service }));
}
