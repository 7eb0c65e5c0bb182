import { type Operations, onAnything } from './account.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awspricelist.html */
export const pricing: Operations = { GetProducts: onAnything('pricing:GetProducts') };
