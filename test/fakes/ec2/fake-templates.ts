import type {
  FoundTemplate,
  NamedTemplate,
  Templates,
  TemplateVersion,
} from '../../../shared/providers/instances/templates-port.ts';
import { Calls } from '../calls.ts';

/** Launch templates of any name, all with the same versions. The id of one is `lt-` and its name. */
export class FakeTemplates implements Templates {
  readonly calls = new Calls();
  /** The image of each version that has one. */
  readonly images = new Map<string, string>();
  readonly #versions = new Set(['1']);
  #byDefault = '1';

  /** What `$Default` and `$Latest` are now. */
  get byDefault(): string {
    return this.#byDefault;
  }

  set byDefault(version: string) {
    this.#byDefault = version;
    this.#versions.add(version);
  }

  /** Another version, which is not the default. */
  create(version: string): void {
    this.#versions.add(version);
  }

  delete(version: string): void {
    this.#versions.delete(version);
  }

  numberOf = (version: string): string => (version.startsWith('$') ? this.#byDefault : version);

  async find(wanted: readonly NamedTemplate[]): Promise<FoundTemplate[]> {
    await this.calls.enter('find');
    const number = Number(this.#byDefault);
    return wanted.map((each) => ({ ...namesOf(each), byDefault: number, latest: number }));
  }

  async version(template: NamedTemplate, version: string): Promise<TemplateVersion | null> {
    await this.calls.enter('version');
    const number = this.numberOf(version);
    if (!this.#versions.has(number)) return null;
    return { template: namesOf(template).id, number: Number(number), image: this.images.get(number) ?? null };
  }
}

const namesOf = (template: NamedTemplate): { id: string; name: string } =>
  'id' in template
    ? { id: template.id, name: template.id.replace(/^lt-/, '') }
    : { id: `lt-${template.name}`, name: template.name };
