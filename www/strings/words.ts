/** The first few of a list of names, and how many more there are. */
export function some(names: string[], most = 5): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** "a, b and c". */
export function list(names: string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
}

/** Outputs of a model that are in one unit. */
export interface Predicted {
  names: string[];
  unit: string;
}

/** "a (unit); b and c (another unit)"; of many names the first few. */
export function inUnits(predicted: readonly Predicted[], most = 5): string {
  const named = (names: string[]) => (names.length > most ? some(names, most) : list(names));
  return predicted.map(({ names, unit }) => `${named(names)} (${unit})`).join("; ");
}

/** Units have commas of their own. */
export const units = (of: readonly string[]) => [...new Set(of)].join("; ");

export const count = (n: number, one: string, many = `${one}s`) =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** The engine words its errors so that a program can embed them; here they stand alone. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? "" : ".");
}

/** ", such as a or b"; nothing where there is no example. */
export const such = (names: string[]) => (names.length ? `, such as ${names.join(" or ")}` : "");
