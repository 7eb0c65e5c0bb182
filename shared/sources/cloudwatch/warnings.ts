import type { ValidationError } from '../../model/index.ts';
import { type CloudWatchConfig, isExpression, WORKER_DIMENSION } from './config.ts';
import { publishedBy, publishedEvery } from './published.ts';
import { cloudwatchError as warning } from './reasons.ts';

/** What is valid in a metric and will have no data, or seldom. */
export function warnings(config: CloudWatchConfig): ValidationError[] {
  if (isExpression(config)) return [];
  const { namespace, name, dimensions, period, each } = config;
  const written = [...Object.keys(dimensions), ...(each ? [WORKER_DIMENSION] : [])].sort();
  const published = publishedBy(namespace, name);
  const every = publishedEvery(namespace);
  const found: ValidationError[] = [];
  if (published && !published.some((names) => names.join() === written.join())) {
    found.push(
      warning('dimensions', 'dimensions-not-published', {
        namespace,
        written: written.length === 0 ? 'no dimension' : written.join(' and '),
        published: published.map((names) => names.join(' and ')),
      }),
    );
  }
  if (every !== null && period < every) {
    found.push(warning('period', 'period-too-fine', { namespace, period, published: every }));
  }
  return found;
}
