/** What edits are bound to: whatever has another identity is another promoter or condition, though it may stand in the same place. */
export type Identity = () => string;

const mark = "~";

/** Of a gene, or of a condition that comes with the model; asked for by few, as most things are never edited. */
export function named(key: string, print: () => string): Identity {
  let known: string | undefined;
  return () => (known ??= `${key} ${mark}${print()}`);
}

/** Of the visitor's own, wherever they stand in the text: of equal ones the first, the second, … */
export function ofOwn<Own>(list: readonly Own[], printOf: (one: Own) => string): Identity[] {
  let known: string[] | undefined;
  const all = () => {
    const counts = new Map<string, number>();
    return list.map((one) => {
      const name = `own ${mark}${printOf(one)}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count > 1 ? `${name} ${count}` : name;
    });
  };
  return list.map((_, at) => () => (known ??= all())[at] ?? "");
}

/** Whether it is of something that the visitor typed. */
export const isOwn = (identity: string) => identity.startsWith(`own ${mark}`);

/** Edits of an older link or session, which knew only places ("own 2", "YFL014W"), bound to what stands there now. */
export function bound<Edit>(
  edits: ReadonlyMap<string, Edit>,
  items: readonly { key: string; identity: Identity }[],
): ReadonlyMap<string, Edit> {
  const isOld = (name: string) => !name.includes(mark);
  if (![...edits.keys()].some(isOld)) return edits;
  const identities = new Map(items.map(({ key, identity }) => [key, identity]));
  return new Map([...edits].map(([name, edit]) => [(isOld(name) && identities.get(name)?.()) || name, edit]));
}
