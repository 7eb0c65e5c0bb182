/** What providers share whose service has a desired capacity, and launches and replaces workers itself. Pure. */
export { type Owner, rejected, type SizedGroups, sizedAdapter } from './adapter.ts';
export { awsCode, DENIED } from './aws-error.ts';
export { additionTo, isAddition, isOpen, keptBeyond } from './plan.ts';
export { type Addition, type Plan, planSchema } from './plan-schema.ts';
