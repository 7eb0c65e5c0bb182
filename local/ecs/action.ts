import type { State } from './model.ts';

export type Input = Readonly<Record<string, unknown>>;
export type Answer = Readonly<Record<string, unknown>>;
export type Actions = Readonly<Record<string, (state: State, input: Input) => Answer>>;
