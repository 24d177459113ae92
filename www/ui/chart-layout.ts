/** Round values from below the least to above the greatest. */
export function niceTicks(least: number, greatest: number): number[] {
  const span = Math.max(greatest - least, 0.1);
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((size) => size * power >= rough) ?? 10) * power;
  const [first, last] = [Math.floor(least / step), Math.ceil(greatest / step)];
  const ticks: number[] = [];
  for (let at = first; at <= Math.max(last, first + 1); at++) ticks.push(Number((at * step).toFixed(6)));
  return ticks;
}

/** Places for labels as near to `wanted` as they can be without overlapping. */
export function spreadLabels(wanted: number[], height: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places = wanted.slice();
  let free = top;
  for (const at of order) {
    places[at] = Math.max(free, places[at] ?? 0);
    free = places[at] + height;
  }
  // What was pushed out below goes up again.
  let limit = bottom;
  for (const at of order.reverse()) {
    places[at] = Math.min(limit, places[at] ?? 0);
    limit = places[at] - height;
  }
  return places;
}

/** Decimal places that tell ticks apart. */
export function digitsOf([first = 0, second = 1]: number[]): number {
  return Math.max(0, Math.ceil(-Math.log10(second - first)));
}

/** A name that fits: 6 pixels a letter at the size of a chart's text. */
export function shorten(name: string, room: number): string {
  const most = Math.floor(room / 6);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
