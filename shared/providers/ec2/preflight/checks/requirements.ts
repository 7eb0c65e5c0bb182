import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../../../model/index.ts';
import type { Image } from '../../api/launching/matching-types.ts';
import type { Requirements } from '../../launching/requirements.ts';
import { because } from '../reasons.ts';

/** Whether any instance type matches the requirements and can run the image. */
export function requirementChecks(
  group: string,
  { architectures }: Requirements,
  answer: Asked<{ readonly image: Image | null; readonly types: readonly string[] }>,
): Check[] {
  if ('failure' in answer) return [unchecked(group, answer.failure)];
  const { image, types } = answer.value;
  const remedy = because['remedy-requirements']({ group });
  if (image && architectures && !architectures.some((each) => each === image.architecture)) {
    const { id, architecture } = image;
    return [blocked(group, because['requirements-not-of-image']({ image: id, architecture, architectures }), remedy)];
  }
  if (types.length === 0) return [blocked(group, because['requirements-match-nothing']({}), remedy)];
  const checks = [passed(group, because['requirements-match']({ types: types.length }))];
  if (image === null && !architectures) {
    checks.push(warned(group, because['requirements-image-unknown']({}), because['remedy-image']({})));
  }
  return checks;
}
