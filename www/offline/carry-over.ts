import type { Workbench } from "../app/workbench";

const key = "cisight-carried-over";

interface Texts {
  sequences: string;
  table: string;
}

/** Keeps text that is too long for the address over one reload of this tab; false when the browser has no room for it. */
export function carryOver({ promoters, conditions }: Workbench): boolean {
  const texts: Texts = { sequences: promoters.text, table: conditions.text };
  try {
    sessionStorage.setItem(key, JSON.stringify(texts));
    return true;
  } catch {
    return false;
  }
}

/** Puts back what was carried over, before the page reads its address. */
export function putBack({ promoters, conditions }: Workbench): void {
  try {
    const texts = JSON.parse(sessionStorage.getItem(key) ?? "null") as Texts | null;
    sessionStorage.removeItem(key);
    if (!texts) return;
    promoters.text = texts.sequences;
    conditions.text = texts.table;
  } catch {
    // Storage may be blocked; then nothing was carried over.
  }
}
