export { controlHabits, Habits } from './habits.ts';
export type { TargetState } from './target-states.ts';
