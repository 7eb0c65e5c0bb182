import { type LocalEcs, toRun } from '../../../local/ecs/index.ts';
import { TAG } from '../../../shared/names/index.ts';

/** The cluster `main` of the stand-in, on instances of two tasks each, or as many times that as their size. */
export function clusterMain(ecs: () => LocalEcs, stage: string) {
  const tags = [{ key: TAG.stage, value: stage }];
  const tasks = (service: string) =>
    ecs()
      .services()
      .filter(({ name }) => name === service)
      .flatMap(toRun);

  return {
    tasks,
    /** How many there are, those among them that stop. */
    there: (service: string) =>
      ecs()
        .services()
        .filter(({ name }) => name === service)
        .flatMap((each) => [...each.tasks.values()])
        .filter((task) => ecs().statusOf(task) !== 'STOPPED').length,
    running: (service: string) => tasks(service).filter((task) => ecs().statusOf(task) === 'RUNNING').length,
    /** What the agents of running instances do. */
    join(instances: readonly { readonly id: string; readonly size?: number }[]): void {
      const known = new Set(
        ecs()
          .containerInstances()
          .map(({ ec2InstanceId }) => ec2InstanceId),
      );
      for (const { id, size = 1 } of instances.filter((each) => !known.has(each.id))) {
        ecs().answer('RegisterContainerInstance', {
          ...{ cluster: 'main', instanceIdentityDocument: JSON.stringify({ instanceId: id }), tags },
          totalResources: [
            { name: 'CPU', type: 'INTEGER', integerValue: 2048 * size },
            { name: 'MEMORY', type: 'INTEGER', integerValue: 4096 * size },
          ],
        });
      }
    },
    /** A service of tasks of 1024 units, with so many of them wanted at first. */
    create(name: string, desiredCount: number): void {
      const containerDefinitions = [{ name: 'app', image: 'app', cpu: 1024, memory: 512 }];
      ecs().answer('RegisterTaskDefinition', { family: name, containerDefinitions });
      ecs().answer('CreateService', {
        ...{ cluster: 'main', serviceName: name, taskDefinition: `${name}:1`, desiredCount, tags, launchType: 'EC2' },
        propagateTags: 'SERVICE',
      });
    },
  };
}
