import { defineExtension } from 'headcount/extension';
import { ladder } from './ladder.ts';
import { parameter } from './parameter.ts';
import { parameterGroup } from './parameter-group.ts';

/** A rule, a metric source and a provider that Headcount does not have. */
export default defineExtension({
  name: 'acme',
  rules: [ladder],
  sources: [parameter],
  providers: [parameterGroup],
});
