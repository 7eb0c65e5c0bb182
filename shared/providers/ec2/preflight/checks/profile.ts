import { type Asked, blocked, type Check, passed, unchecked } from '../../../../model/index.ts';
import { because } from '../reasons.ts';

/** Whether the instance profile exists and its role may be passed. `notPassable`: null if no function is deployed. */
export function profileChecks(
  group: string,
  profile: string,
  roles: Asked<readonly string[] | null>,
  notPassable: Asked<readonly string[] | null>,
): Check[] {
  if ('failure' in roles) return [unchecked(group, roles.failure)];
  if (roles.value === null || roles.value.length === 0) {
    return [blocked(group, because['profile-missing']({ profile }), because['remedy-profile']({}))];
  }
  if ('failure' in notPassable) return [unchecked(group, notPassable.failure)];
  const refused = notPassable.value;
  if (refused === null) return [];
  if (refused.length === 0) return [passed(group, because['profile-passable']({ profile }))];
  return [
    blocked(
      group,
      because['profile-not-passable']({ roles: refused }),
      because['remedy-pass-role']({ roles: refused }),
    ),
  ];
}
