import { describeAlarmsContract } from '../../../contracts/alarms.contract.ts';
import { NOON } from '../../../contracts/examples.ts';
import { describeMetricsContract } from '../../../contracts/metrics.contract.ts';
import { alarmsOnAws, metricsOnAws } from '../../../contracts/on-aws/cloudwatch.ts';
import { FakeAlarms } from '../../../fakes/fake-alarms.ts';
import { FakeMetrics } from '../../../fakes/fake-metrics.ts';
import { localAws } from '../local-aws.ts';
import { patientConnections } from '../patient.ts';

describeMetricsContract('fake', () => {
  const metrics = new FakeMetrics();
  return { metrics, moment: NOON, put: async (source, at, value) => metrics.put(source, at, value) };
});

describeAlarmsContract('fake', () => {
  const alarms = new FakeAlarms();
  const existing = async (group: string) =>
    Object.fromEntries(alarms.of(group).map(({ rule, side, bound }) => [`${rule}/${side}`, bound]));
  return { alarms, existing };
});

const aws = localAws();

describeMetricsContract('CloudWatch', () => metricsOnAws(aws.clients()));
describeMetricsContract('CloudWatch as functions call it', () =>
  metricsOnAws(aws.clients(), patientConnections().metrics),
);

describeAlarmsContract('CloudWatch', () => alarmsOnAws(aws.clients()));
describeAlarmsContract('CloudWatch as functions call it', () =>
  alarmsOnAws(aws.clients(), patientConnections().metrics),
);
