/** Numbers as they are shown: a true minus sign, and as many digits as mean something. */

export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return (value < 0 ? "\u2212" : "+") + text;
}

export function unsigned(value: number, digits = 2): string {
  return value.toFixed(digits);
}

export function position(value: number): string {
  return value < 0 ? `\u2212${-value}` : String(value);
}

/** "log2 ratio" of "log2 ratio to the reference sample": a unit where there is little room. */
export function shortUnit(unit: string): string {
  return unit.replace(/ (relative )?to .*$/, "");
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** "14:05", or "24 Nov, 14:05" on another day. */
export function timeOf(milliseconds: number): string {
  const [then, now] = [new Date(milliseconds), new Date()];
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (then.toDateString() === now.toDateString()) return time;
  return `${then.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${time}`;
}
