/** Both names of the first that has two, or the first two. */
export function twoNames(named: [string, string][]): string[] {
  return named.find(([name, id]) => name !== id) ?? named.slice(0, 2).map(([name]) => name);
}
