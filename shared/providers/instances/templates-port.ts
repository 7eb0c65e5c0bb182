/** A launch template by its id or its name. */
export type NamedTemplate = { readonly id: string } | { readonly name: string };

export interface FoundTemplate {
  readonly id: string;
  readonly name: string;
  /** The numbers behind `$Default` and `$Latest`. */
  readonly byDefault: number;
  readonly latest: number;
}

export interface TemplateVersion {
  /** The id of its launch template. */
  readonly template: string;
  readonly number: number;
  /** An image, or the parameter that names it; null without one. */
  readonly image: string | null;
}

/** Launch templates. */
export interface Templates {
  /** In few calls. Omits those that do not exist. */
  find(templates: readonly NamedTemplate[]): Promise<FoundTemplate[]>;
  /** A version by its number, or by `$Default` or `$Latest`; null if it does not exist. */
  version(template: NamedTemplate, version: string): Promise<TemplateVersion | null>;
}
