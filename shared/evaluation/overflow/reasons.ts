import { continuing, counted, define, momentText, type Reason } from '../../model/index.ts';

/** Overflow to another region: what happens to requests, on the side that asks and on the side that is asked. */
export const overflowReasons = {
  'overflow-started': define<{ region: string; workers: number; inUnits?: true }>(
    'This region cannot launch all workers that the group needs, so the group of the same name in another region is asked for the rest. `inUnits`: the figure counts units of capacity.',
    ({ region, workers, inUnits }, sentence) =>
      `${region} is asked for ${(inUnits ? sentence.inUnits : sentence).workers(workers)} that cannot be launched here`,
  ),
  'overflow-ended': define<{ region: string | null }>(
    'The group no longer asks another region for workers.',
    ({ region }) => `${region ?? 'The other region'} is no longer asked for workers`,
  ),
  'overflow-failed': define<{ region: string; cause: Reason }>(
    'Asking another region for workers has failed. `cause` says why.',
    ({ region, cause }, sentence) =>
      `Asking ${region} for the workers that cannot be launched here has failed: ${continuing(sentence(cause))}`,
  ),
  'overflow-own-region': define<{ region: string }>(
    'The region in `overflow` is the region of the group itself.',
    ({ region }) => `${region} is the region of the group itself. Write another region in overflow.region`,
  ),
  'overflow-unreachable': define<{ region: string; error: string }>(
    'The stack in the other region did not answer in time, or its region does not exist. The next evaluations try again, less and less often.',
    ({ region, error }) => `${region} did not answer (${error}). Check that the region exists and that AWS works there`,
  ),
  'overflow-no-stack': define<{ region: string; function: string }>(
    'The other region has no stack of the stage that accepts overflow.',
    ({ region, function: name }) =>
      `${region} has no function ${name}. Deploy the stage there, with this region among its overflowRegions`,
  ),
  'overflow-not-allowed': define<{ region: string; error: string }>(
    'The functions of the stage may not call the other region.',
    ({ region, error }) =>
      `no permission to ask ${region} (${error}). Deploy this stage with --context overflowRegions=${region}`,
  ),
  'overflow-answer-invalid': define<{ region: string; answer: string }>(
    'This version of Headcount cannot read the answer of the stack in the other region.',
    ({ region, answer }) =>
      `the answer of ${region} cannot be read: ${answer}. Deploy the same version of Headcount in both regions`,
  ),
  'overflow-refused': define<{ region: string; code: string; text: string }>(
    'The stack in the other region has refused the request. `code` and `text` are its reason.',
    ({ text }) => text,
  ),
  'overflow-other-version': define<{ version: string; known: number }>(
    'The request has the format of another version.',
    ({ version, known }) =>
      `the request has format ${version}, and this stack reads format ${known}. Deploy the same version of Headcount in both regions`,
  ),
  'overflow-other-stage': define<{ stage: string; own: string }>(
    'The request comes from another stage.',
    ({ stage, own }) => `the request comes from the stage ${stage}, and this stack belongs to the stage ${own}`,
  ),
  'overflow-foreign-region': define<{ from: string }>(
    'The stack accepts no overflow from the region of the request.',
    ({ from }) => `this stack accepts no overflow from ${from}. Deploy it with --context overflowRegions=${from}`,
  ),
  'overflow-no-group': define<{ group: string }>(
    'The region has no group of this name with a policy in force.',
    ({ group }) => `there is no group ${group} with a policy in force. Apply a policy for it in this region`,
  ),
  'overflow-invalid': define<{ field: string; expected: string }>(
    'A field of the request is not valid.',
    ({ field, expected }) => `${field} ${expected}`,
  ),
  'overflow-too-many': define<{ requests: number; most: number }>(
    'A message has more requests than are allowed.',
    ({ requests, most }) => `the message has ${counted(requests, 'request')}, but at most ${most} are allowed`,
  ),
  'overflow-from-future': define<{ sentAt: string }>(
    'The request was sent more than a minute in the future.',
    ({ sentAt }) => `the request was sent at ${momentText(sentAt)}, which is in the future. Check the clocks`,
  ),
  'overflow-expired': define<{ sentAt: string }>(
    'The request has expired: it arrived late, or it was sent twice.',
    ({ sentAt }) => `the request was sent at ${momentText(sentAt)} and has expired`,
  ),
  'overflow-conflict': define<{ group: string; attempts: number }>(
    'The state of the group changed at each attempt to store the request. The next request tries again.',
    ({ group, attempts }) => `the state of ${group} changed at each of ${attempts} attempts to store the request`,
  ),
};
