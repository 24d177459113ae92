/** Headings as R makes names of them (`make.names`, then `make.unique`), which is how a preset names the column it came from. */
export function rNames(headings: readonly string[]): string[] {
  const seen = new Map<string, number>();
  const names = headings.map((heading) => {
    const name = heading.replace(/[^\p{L}\p{N}._]/gu, ".");
    return /^(\p{L}|\.(?!\d))/u.test(name) ? name : `X${name}`;
  });
  const taken = new Set(names);
  return names.map((name) => {
    let count = seen.get(name);
    if (count === undefined) {
      seen.set(name, 0);
      return name;
    }
    do count++;
    while (taken.has(`${name}.${count}`));
    seen.set(name, count);
    taken.add(`${name}.${count}`);
    return `${name}.${count}`;
  });
}
