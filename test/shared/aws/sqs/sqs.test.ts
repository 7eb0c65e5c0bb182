import { evaluationQueueOnAws, queuesOnAws } from '../../../contracts/on-aws/sqs.ts';
import { describeEvaluationQueueContract, describeQueuesContract } from '../../../contracts/queues.contract.ts';
import { FakeEvaluationQueue, FakeQueues } from '../../../fakes/fake-queues.ts';
import { localAws } from '../local-aws.ts';
import { patientConnections } from '../patient.ts';

describeQueuesContract('fake', () => {
  const queues = new FakeQueues();
  return {
    queues,
    create: async (name, waiting, inFlight, delayed) => queues.set(name, { waiting, inFlight, delayed }),
    remove: async (name) => queues.delete(name),
  };
});

describeEvaluationQueueContract('fake', () => {
  const queue = new FakeEvaluationQueue();
  return { queue, received: async () => queue.sent.splice(0), delayed: async () => queue.later.length };
});

const aws = localAws();

describeQueuesContract('SQS', () => queuesOnAws(aws.clients()));
describeQueuesContract('SQS as functions call it', () => queuesOnAws(aws.clients(), patientConnections().queues));

describeEvaluationQueueContract('SQS', () => evaluationQueueOnAws(aws.clients()));
describeEvaluationQueueContract('SQS as functions call it', () =>
  evaluationQueueOnAws(aws.clients(), patientConnections().queues),
);
