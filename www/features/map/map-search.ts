/** Finding names by parts of them; pure. */

interface Named {
  name: string;
  detail: string;
}

// The names of a whole genome are made comparable once, not at every key.
const simplified = new WeakMap<readonly Named[], string[]>();

function simplify(text: string): string {
  return text.normalize("NFKD").replace(/[°,]/g, " ").toLowerCase();
}

/** 1 for every name that contains, with its detail line, all the typed words; all 0 where nothing is typed. */
export function matching(names: readonly Named[], typed: string): Uint8Array {
  const words = simplify(typed).split(/\s+/).filter(Boolean);
  const flags = new Uint8Array(names.length);
  if (!words.length) return flags;
  let texts = simplified.get(names);
  if (!texts) {
    texts = names.map(({ name, detail }) => simplify(`${name} ${detail}`));
    simplified.set(names, texts);
  }
  texts.forEach((text, at) => (flags[at] = Number(words.every((word) => text.includes(word)))));
  return flags;
}

/** The members of an order whose flag is set. */
export function flagged(order: Uint32Array, flags: Uint8Array): Uint32Array {
  return order.filter((at) => flags[at] === 1);
}
