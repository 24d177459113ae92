import type { ModelDescription } from "../../engine/messages";

type Tf = ModelDescription["tfs"][number];

/** Whether a TF goes by what was typed, by its standard or its systematic name. */
export function isNamed({ id, name }: Tf, text: string): boolean {
  const typed = text.trim().toUpperCase();
  return name.toUpperCase().includes(typed) || id.toUpperCase().includes(typed);
}

/** TFs that go by what was typed; those whose name begins with it first. */
export function findTfs(tfs: readonly Tf[], text: string): number[] {
  const typed = text.trim().toUpperCase();
  const found = tfs.flatMap((tf, at) => (isNamed(tf, text) ? [at] : []));
  const rank = (at: number) => Number(!tfs[at]?.name.toUpperCase().startsWith(typed));
  return found.sort((a, b) => rank(a) - rank(b) || compare(tfs[a]?.name, tfs[b]?.name));
}

export function compare(a = "", b = ""): number {
  return a.localeCompare(b, "en", { numeric: true });
}
