import * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { eventBusName } from '../../../shared/names/index.ts';
import type { Stage } from '../../stage.ts';

/** Publishes events to other programs. A separate bus, so that subscribers have no access to other events. */
export class AnnouncementBus extends events.EventBus {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      // A fixed name, because rules of other stacks refer to it.
      eventBusName: eventBusName(stage),
      description: `Headcount ${stage}: decisions, resizes, workers, policies and conditions of groups`,
    });
  }
}
