/** What providers share whose service has a desired capacity, and launches and replaces workers itself. Pure. */
export { NOTHING, type Owner, rejected, type SizedGroups, sizedAdapter } from './adapter.ts';
export { type Addition, countOf, isAddition, isOpen, type Plan, planSchema } from './plan.ts';
