/** While the page starts, how many bytes have been downloaded, and of how many; of 0 where that is not known. */
export type Phase =
  | { state: "starting"; done: number; total: number }
  | { state: "ready" }
  | { state: "failed"; message: string };

export function starting(done: number, total: number): Phase {
  return { state: "starting", done, total };
}
