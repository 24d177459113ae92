import type { Case, Contender } from "./cases.ts";
import type { CaseReport, ContenderReport, Order } from "./messages.ts";

/** The largest difference between two contenders' answers that still counts as the same network. */
export const tolerance = 1e-4;
/** And the largest as a share of the answers' standard deviation: mutants that all answer alike would prove nothing. */
const relativeTolerance = 0.01;
/** Short cases are repeated until a round has lasted so long. */
const roundAtLeastMs = 250;

/**
 * Checks that all contenders give the same answers, which also warms them up, then times them in turn, round by round. What
 * else the machine does falls on all of them alike; every other round goes backwards, so that none always comes first.
 */
export async function runCase(
  task: Case,
  rounds: number,
  progress: (text: string) => void,
): Promise<CaseReport> {
  progress(`${task.name}: comparing the answers`);
  const expected = await task.contenders[0]!.run();
  const variation = standardDeviation(expected);
  const allowed = expected.length > 1 ? Math.min(tolerance, relativeTolerance * variation) : tolerance;
  const reports: ContenderReport[] = [];
  for (const { name, items, run } of task.contenders) {
    const start = performance.now();
    const difference = largestDifference(expected, items, await run());
    const isShort = performance.now() - start < roundAtLeastMs;
    if (!(difference <= allowed)) {
      throw new Error(
        `${task.name}: ${name} differs from ${task.contenders[0]!.name} by ${difference}, of ${allowed} allowed`,
      );
    }
    // Short runs need more of them until the browser has compiled what is hot.
    if (isShort) await millisecondsOf(run);
    reports.push({ name, items: items.length, of: task.items, milliseconds: [], difference });
  }
  for (let round = 0; round < rounds; round++) {
    progress(`${task.name}: round ${round + 1} of ${rounds}`);
    const order = [...task.contenders.keys()];
    if (round % 2) order.reverse();
    for (const at of order) {
      const contender = task.contenders[at]!;
      const whole = task.items / contender.items.length;
      reports[at]!.milliseconds.push((await millisecondsOf(contender.run)) * whole);
    }
  }
  const { name, plainMultiplyAdds, leastMultiplyAdds } = task;
  return { name, plainMultiplyAdds, leastMultiplyAdds, variation, contenders: reports };
}

/** The best rate of multiply-adds a second over some tries of each number of chains. */
export async function measurePeak({ address, turns, chains }: Order["peak"]): Promise<number> {
  const { instance } = await WebAssembly.instantiateStreaming(fetch(address));
  let best = 0;
  for (const [kind, count] of ["run", "fused"].flatMap((kind) =>
    chains.map((count) => [kind, count] as const),
  )) {
    const run = instance.exports[`${kind}${count}`] as (turns: number) => number;
    // The first call may run before the optimising compiler is done with it.
    for (let attempt = 0; attempt < 12; attempt++) {
      const start = performance.now();
      run(turns);
      best = Math.max(best, (4 * count * turns) / ((performance.now() - start) / 1000));
    }
  }
  return best;
}

async function millisecondsOf(run: Contender["run"]): Promise<number> {
  const start = performance.now();
  let runs = 0;
  let elapsed = 0;
  while (elapsed < roundAtLeastMs) {
    await run();
    runs++;
    elapsed = performance.now() - start;
  }
  return elapsed / runs;
}

function standardDeviation(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
}

function largestDifference(expected: ArrayLike<number>, items: number[], answers: ArrayLike<number>): number {
  if (answers.length !== items.length) return Infinity;
  // A NaN stays one, and is refused.
  return items.reduce((largest, item, at) => {
    const difference = Math.abs(expected[item]! - answers[at]!);
    return difference > largest || Number.isNaN(difference) ? difference : largest;
  }, 0);
}
