/** Turns names that AWS allows into unique names of rules and metrics. */
export function namer(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    const letters = wanted.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z]+/, '');
    const plain = letters.replace(/-+$/, '').slice(0, 55) || 'rule';
    let name = plain;
    for (let count = 2; taken.has(name); count += 1) name = `${plain}-${count}`;
    taken.add(name);
    return name;
  };
}
