/** The whole numbers from `from` to `to`, both among them. */
export function span(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, at) => from + at);
}
