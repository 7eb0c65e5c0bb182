import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parse } from 'yaml';
import { REPOSITORY } from '../../../local/paths.ts';
import { type Policy, parsePolicy } from '../../../shared/policy/index.ts';
import {
  type DemandSteps,
  demandSteps,
  parseRecording,
  parseScenario,
  type Scenario,
} from '../../../shared/simulation/index.ts';
import { type Block, blocksOf } from '../markdown.ts';

/**
 * What a page replays, by the names of its files: policies and scenarios by the comment in a
 * block's first line, demand by the block's second word (`csv flat.csv`) or by the command that generates it.
 */
export class Replays {
  readonly #blocks: readonly Block[];
  readonly #demands = new Map<string, DemandSteps>();

  constructor(page: string, text?: string) {
    this.#blocks = blocksOf(page, text);
  }

  policy(name: string): Policy {
    const parsed = parsePolicy(this.#document(name));
    if (!parsed.ok) throw new Error(`${name} is refused: ${JSON.stringify(parsed.faults)}`);
    return parsed.value;
  }

  world(name: string): Scenario {
    const parsed = parseScenario(this.#document(name));
    if (!parsed.ok) throw new Error(`${name} is refused: ${JSON.stringify(parsed.faults)}`);
    return parsed.value;
  }

  /** In the steps of the scenario, drawn once for all replays on it. */
  demand(name: string, world: string): DemandSteps {
    const key = `${name} ${world}`;
    const known = this.#demands.get(key);
    if (known) return known;
    const { start, steps } = demandSteps(parseRecording(this.#recording(name)), this.world(world));
    const demand = { start, steps: Float64Array.from(steps) };
    this.#demands.set(key, demand);
    return demand;
  }

  #document(name: string): unknown {
    const block = this.#blocks.find(({ language, text }) => language === 'yaml' && text.startsWith(`# ${name}\n`));
    if (!block) throw new Error(`no block begins with "# ${name}"`);
    return parse(block.text);
  }

  #recording(name: string): string {
    const written = this.#blocks.find(({ language, marks }) => language === 'csv' && marks.includes(name));
    if (written) return written.text;
    const commands = this.#blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.split('\n'));
    const command = commands.find((each) => each.startsWith('npx headcount demand ') && each.endsWith(` > ${name}`));
    if (!command) throw new Error(`no command makes ${name}`);
    const words = command.replace(` > ${name}`, '').trim().split(/ +/).slice(2);
    return execFileSync(process.execPath, [join(REPOSITORY, 'cli', 'bin.js'), ...words], { encoding: 'utf8' });
  }
}
