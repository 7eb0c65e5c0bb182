import { define, errorsOf, setText, workersText } from '../../model/index.ts';

/** Reasons of the provider lambda. */
export const reasons = {
  'function-not-replaced': define<{ function: string }>(
    'The function decides what its workers are.',
    ({ function: name }) =>
      `The function ${name} decides what its workers are: let them report "retire", and it replaces them one after the other`,
  ),
  'function-threw': define<{ function: string; error: string }>(
    'The function failed.',
    ({ function: name, error }) => `The function ${name} failed: ${error}. Read its log.`,
  ),
  'function-timeout': define<{ function: string; seconds: number }>(
    'The function did not answer in time. Headcount no longer waits for the answer, and ignores it.',
    ({ function: name, seconds }) =>
      `The function ${name} did not answer within ${seconds} s. Make it faster: it should begin a change, not wait for its end.`,
  ),
  'function-not-asked': define<{ function: string }>(
    'The functions of other groups took so long that this one was not asked. The next evaluation asks it.',
    ({ function: name }) =>
      `The function ${name} was not asked, because the functions of other groups took too long. The next evaluation asks it. Look for other groups whose function does not answer.`,
  ),
  'function-not-invoked': define<{ function: string; error: string }>(
    'The function cannot be invoked.',
    ({ function: name, error }) =>
      `The function ${name} cannot be invoked: ${error}. Check its name, and that it has the tag headcount:stage with the name of the stage.`,
  ),
  'function-too-large': define<{ function: string; bytes: number }>(
    'The answer of the function is too large, so it is not read.',
    ({ function: name, bytes }) =>
      `The answer of the function ${name} has more than ${bytes} bytes. Return one short entry for each worker of the group.`,
  ),
  'function-invalid-answer': define<{ function: string; action: string; path: string; error: string }>(
    'The answer of the function does not have the documented form, so nothing of it is used.',
    ({ function: name, action, path, error }) =>
      `The answer of the function ${name} to ${action} is not valid: ${path} ${error}. Compare it with the schema.`,
  ),
  'function-reports': define<{ function: string; message: string }>(
    'A note that the function returned.',
    ({ function: name, message }) => `The function ${name} reports: ${message}`,
  ),
  'function-surplus': define<{ function: string; workers: number; desired: number }>(
    'The function lists more workers than its own answer calls desired.',
    ({ function: name, workers, desired }) =>
      `The function ${name} lists ${workersText(workers)}, but its answer says that ${desired} are desired. If this persists, it does not end the workers that it is asked to end.`,
  ),
  'function-foreign-workers': define<{ function: string; count: number }>(
    'The function reports workers as ended that it was not asked to end. Headcount ignores them.',
    ({ function: name, count }) =>
      `The function ${name} reports ${workersText(count)} as ended that it was not asked to end. Headcount ignores this.`,
  ),
  'function-kept': define<{ function: string; protected: number; busy: number; notEnded: number }>(
    'Workers that Headcount wanted to end still run. `protected`, `busy`: how many the function reports as such; `notEnded`: how many it was asked to end but did not list in `gone`.',
    ({ function: name, protected: isProtected, busy, notEnded }) =>
      [
        ...(isProtected > 0 ? [`${workersText(isProtected)} ${isProtected === 1 ? 'is' : 'are'} protected`] : []),
        ...(busy > 0 ? [`${workersText(busy)} ${busy === 1 ? 'is' : 'are'} busy`] : []),
        ...(notEnded > 0
          ? [
              `The function ${name} was asked to end ${workersText(notEnded)}, but its answer does not list ${notEnded === 1 ? 'it' : 'them'} in "gone". Look in its log for the cause`,
            ]
          : []),
      ].join('. '),
  ),
  'function-raised-less': define<{ function: string; target: number; desired: number }>(
    'The function accepted fewer workers than it was asked for.',
    ({ function: name, target, desired }) => `${name} was asked for ${workersText(target)} and accepted ${desired}`,
  ),
  'function-rejected': define<{ function: string; message: string }>(
    'The function rejects a resize.',
    ({ function: name, message }) => `${name} rejects the resize: ${message}`,
  ),
  'function-worker-unhealthy': define<Record<never, never>>(
    'The function reports the worker as unhealthy, and replaces it itself.',
    () => 'is unhealthy, as its function reports',
  ),
  'function-boot-timeout': define<{ seconds?: number }>(
    'The worker was not ready in time. `seconds`: `bootTimeout`.',
    ({ seconds }) => `was not ready within ${setText(seconds, 'bootTimeout')}`,
  ),
  'function-raise': define<{ name: string; from: number; target: number }>(
    'The function was asked for more workers. `name` is the function and the group.',
    ({ name, from, target }) => `asked ${name} for ${target} workers instead of ${from}`,
  ),
  'function-remove': define<{ name: string }>(
    'The function is asked to end workers. `name` is the function and the group.',
    ({ name }) => `${name} ends the workers`,
  ),
  'function-invalid-name': define<{ written: string }>(
    'The value is not a name of a function.',
    () => 'must be the name of a function, or name:alias, in the account and region of the deployment, not an ARN',
  ),
} as const;

export const functionError = errorsOf(reasons);
