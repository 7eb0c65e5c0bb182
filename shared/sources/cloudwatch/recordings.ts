import { recordingsOfQueue } from '../queue-recordings.ts';
import type { Recordings, RelatedRecording } from '../source-module.ts';
import { type CloudWatchConfig, type CloudWatchSource, isExpression } from './config.ts';

/** The metric itself, and what AWS records about the same queue, Auto Scaling group or load balancer. */
export function recordings(source: CloudWatchConfig): Recordings {
  if (isExpression(source)) return { own: null, related: [] };
  const queue = source.namespace === 'AWS/SQS' ? source.dimensions['QueueName'] : undefined;
  const related = queue === undefined ? [...inService(source), ...requestCount(source)] : recordingsOfQueue(queue);
  return { own: source.each ? null : source, related };
}

/** A group that moves here from EC2 Auto Scaling: its size was recorded there. */
function inService({ dimensions }: CloudWatchSource): RelatedRecording[] {
  const group = dimensions['AutoScalingGroupName'];
  if (group === undefined) return [];
  const size = { namespace: 'AWS/AutoScaling', name: 'GroupInServiceInstances', period: 60 };
  return [
    {
      signal: 'workers',
      source: { ...size, statistic: 'Average', dimensions: { AutoScalingGroupName: group } },
    },
  ];
}

/** A load balancer counts its requests for each target, and in total as well. */
function requestCount(source: CloudWatchSource): RelatedRecording[] {
  if (source.namespace !== 'AWS/ApplicationELB' || source.name !== 'RequestCountPerTarget') return [];
  if (source.dimensions['LoadBalancer'] === undefined) return [];
  return [{ signal: 'demand', source: { ...source, name: 'RequestCount', statistic: 'Sum' } }];
}
