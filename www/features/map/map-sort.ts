/** Orders of the rows and the columns of a map of numbers; everything here is pure. */

export type Axis = "rows" | "columns";

export interface Matrix {
  /** rows x columns, row-major; NaN is what is still to come */
  values: Float32Array;
  rows: number;
  columns: number;
}

export interface Arrangement {
  /** "line": by the values in one column (of rows), or in one row (of columns) */
  by: "given" | "name" | "mean" | "range" | "similarity" | "line";
  descending: boolean;
  line: number;
}

export const given: Arrangement = { by: "given", descending: false, line: -1 };

/** What a click on a head does: high to low, low to high, and back to the order that was there. */
export function nextByLine(before: Arrangement, line: number): Arrangement {
  if (before.by !== "line" || before.line !== line) return { by: "line", descending: true, line };
  return before.descending ? { ...before, descending: false } : given;
}

/** Names read better upwards, numbers downwards. */
export function nextByName(before: Arrangement): Arrangement {
  if (before.by !== "name") return { by: "name", descending: false, line: -1 };
  return before.descending ? given : { ...before, descending: true };
}

/** The indices of the keys in their order; what has no number comes last either way, equals stay in the order they have. */
export function orderByKeys(keys: ArrayLike<number>, descending: boolean): Uint32Array {
  const sign = descending ? -1 : 1;
  return Uint32Array.from(keys, (_, at) => at).sort((a, b) => {
    const [left, right] = [keys[a]!, keys[b]!];
    if (left === right) return a - b;
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
    return sign * (left - right);
  });
}

// "YAL9" before "YAL10".
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export function orderByName(names: readonly { name: string }[], descending: boolean): Uint32Array {
  const sign = descending ? -1 : 1;
  return Uint32Array.from(names, (_, at) => at).sort(
    (a, b) => sign * collator.compare(names[a]!.name, names[b]!.name) || a - b,
  );
}

/** The values in one column, from the top, or in one row, from the left. */
export function lineOf({ values, rows, columns }: Matrix, axis: Axis, line: number): Float32Array {
  if (axis === "columns") return values.subarray(line * columns, (line + 1) * columns);
  return Float32Array.from({ length: rows }, (_, row) => values[row * columns + line] ?? NaN);
}

/** The mean or the range of every row, or of every column, over the numbers that are there. */
export function summarise(matrix: Matrix, axis: Axis, kind: "mean" | "range"): Float64Array {
  const { values, rows, columns } = matrix;
  const length = axis === "rows" ? rows : columns;
  const [sums, counts] = [new Float64Array(length), new Uint32Array(length)];
  const [least, most] = [new Float64Array(length).fill(Infinity), new Float64Array(length).fill(-Infinity)];
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) {
      const value = values[at]!;
      if (Number.isNaN(value)) continue;
      const line = axis === "rows" ? row : column;
      sums[line]! += value;
      counts[line]! += 1;
      if (value < least[line]!) least[line] = value;
      if (value > most[line]!) most[line] = value;
    }
  return sums.map((sum, line) => {
    if (!counts[line]) return NaN;
    return kind === "mean" ? sum / counts[line] : most[line]! - least[line]!;
  });
}

/** The order that an arrangement stands for; `similar` is the order by clustering, once it is known. */
export function arrange(
  matrix: Matrix,
  axis: Axis,
  names: readonly { name: string }[],
  { by, descending, line }: Arrangement,
  similar: Uint32Array | undefined,
): Uint32Array {
  switch (by) {
    case "name":
      return orderByName(names, descending);
    case "mean":
    case "range":
      return orderByKeys(summarise(matrix, axis, by), descending);
    case "line":
      return orderByKeys(lineOf(matrix, axis, line), descending);
    case "similarity":
      return similar ?? Uint32Array.from(names, (_, at) => at);
    case "given":
      return Uint32Array.from(names, (_, at) => at);
  }
}
