/** Expressions of CloudWatch (queries and searches), which the emulator lacks. */
export { answerExpressions, expressionsIn } from './serve.ts';
