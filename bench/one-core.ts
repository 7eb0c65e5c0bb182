import { spawnSync } from 'node:child_process';

const hasTaskset = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** Command that runs Node on one core if `taskset` is available, because a small Lambda function has at most one. */
export function nodeOnOneCore(...parameters: readonly string[]): readonly [command: string, parameters: string[]] {
  return hasTaskset ? ['taskset', ['-c', '0', process.execPath, ...parameters]] : [process.execPath, [...parameters]];
}

export const coresText = hasTaskset ? 'on one core (taskset -c 0)' : 'on all cores (taskset is not available)';
