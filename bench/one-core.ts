import { spawnSync } from 'node:child_process';

const hasTaskset = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** A command line of Node's on one core, where the machine has `taskset`: a small Lambda function has no more. */
export function nodeOnOneCore(...parameters: readonly string[]): readonly [command: string, parameters: string[]] {
  return hasTaskset ? ['taskset', ['-c', '0', process.execPath, ...parameters]] : [process.execPath, [...parameters]];
}

export const coresText = hasTaskset ? 'on one core (taskset -c 0)' : 'on all cores (there is no taskset)';
