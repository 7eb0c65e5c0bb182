export { candidatePolicy, candidatesFor } from './candidates.ts';
export { type Choice, chosen, type Tried } from './choice.ts';
export { choiceReasons } from './reasons.ts';
