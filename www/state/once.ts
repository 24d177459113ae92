/** What belongs to something else and is made when it is first asked for: one of each, for as long as that lives. */
export function once<Owner extends object, Part>(make: (owner: Owner) => Part): (owner: Owner) => Part {
  const parts = new WeakMap<Owner, Part>();
  return (owner) => {
    const known = parts.get(owner);
    if (known !== undefined) return known;
    const part = make(owner);
    parts.set(owner, part);
    return part;
  };
}
