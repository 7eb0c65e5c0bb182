import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../../../model/index.ts';
import { because } from '../reasons.ts';

/** Whether volumes can be encrypted with a key. `spotRole`: the role that uses it for spot; null without spot. */
export function keyChecks(group: string, key: string, state: Asked<string | null>, spotRole: string | null): Check[] {
  if ('failure' in state) return [unchecked(group, state.failure)];
  if (state.value !== 'Enabled') {
    return [blocked(group, because['key-unusable']({ key, state: state.value }), because['remedy-key']({}))];
  }
  const usable = passed(group, because['key-usable']({ key }));
  if (spotRole === null) return [usable];
  const remedy = because['remedy-key-grant']({ role: spotRole, key });
  return [usable, warned(group, because['key-needs-grant']({ key }), remedy)];
}
