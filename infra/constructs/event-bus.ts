import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { eventBusName } from '../../shared/aws/names.ts';
import type { Stage } from '../stage.ts';

/** Where other programs hear what becomes of workers: a bus of its own, so that who listens sees nothing else. */
export class AnnouncementBus extends events.EventBus {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      // A known name, because rules of other stacks name it.
      eventBusName: eventBusName(stage),
      description: `Headcount ${stage}: workers launched, draining, taken back and terminated`,
    });
  }
}
