/** The name of a function and of one of its groups, because a function may have any number of groups: `resize-vms/build`. */
export const nameOf = ({ function: name, group }: { readonly function: string; readonly group: string }): string =>
  `${name}/${group}`;

export function partsOf(name: string): { readonly function: string; readonly group: string } {
  const [of = '', group = ''] = name.split('/');
  return { function: of, group };
}

/** With the name of the group, workers are found again by their ids. */
export const idOf = (name: string, own: string): string => `${name}/${own}`;

const WORKER_ID = /^[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9$_-]{1,128})?\/[a-z][a-z0-9-]{0,62}\/[A-Za-z0-9._:-]{1,128}$/;

/** The name in the id of a worker; null for a worker of another kind. */
export const nameOfWorker = (id: string): string | null =>
  WORKER_ID.test(id) ? id.slice(0, id.lastIndexOf('/')) : null;
