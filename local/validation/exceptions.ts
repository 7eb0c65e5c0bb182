/** Rules of AWS's own models that AWS does not apply. */
export interface Exception {
  readonly service: string;
  readonly shape: string;
  readonly rule: 'pattern' | 'enum' | 'min' | 'max';
  readonly because: string;
}

export const EXCEPTIONS: readonly Exception[] = [];
