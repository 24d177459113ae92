/** What belongs to something else and is made when it is first asked for: one of each, for as long as that lives. */
export function once<Owner extends object, Part>(make: (owner: Owner) => Part): (owner: Owner) => Part {
  return onceFor(make, (owner) => owner);
}

/** The same for what belongs to the model in use: with another one, another is made. */
export function oncePerModel<Bench extends { engine: object }, Part>(
  make: (bench: Bench) => Part,
): (bench: Bench) => Part {
  return onceFor(make, ({ engine }) => engine);
}

function onceFor<Owner, Part>(
  make: (owner: Owner) => Part,
  keyOf: (owner: Owner) => object,
): (owner: Owner) => Part {
  const parts = new WeakMap<object, Part>();
  return (owner) => {
    const key = keyOf(owner);
    const known = parts.get(key);
    if (known !== undefined) return known;
    const part = make(owner);
    parts.set(key, part);
    return part;
  };
}
