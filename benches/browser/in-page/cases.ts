import { insertLength } from "../model/bases.ts";
import { multiplyAdds } from "../multiply-adds/index.ts";
import { Random } from "../random.ts";
import type { Cisight } from "./cisight.ts";
import type { GridSize, Order } from "./messages.ts";
import type { OnnxRuntime } from "./onnxruntime.ts";

/** One way to compute a case, or a part of it. */
export interface Contender {
  name: string;
  /** Which of the case's items one run computes, in the order of its answers. */
  items: number[];
  run: () => Promise<ArrayLike<number>>;
}

/** Several ways to compute the same items; the first computes them all and the others are compared with it. */
export interface Case {
  name: string;
  items: number;
  plainMultiplyAdds: number;
  leastMultiplyAdds: number;
  contenders: Contender[];
}

export function cases(order: Order, cisight: Cisight, ort: OnnxRuntime): Case[] {
  const { model, sizes } = order;
  const { members, scaling } = model;
  const window = insertLength(model.input);
  const counts = multiplyAdds(model);
  const random = new Random(20231);
  const condition = () =>
    Float32Array.from(model.tfs, (_, tf) => random.normal(scaling?.mean[tf] ?? 0, scaling?.sd[tf] ?? 1));

  const forward = sizes.forward.map((count): Case => {
    const promoters = range(count).map(() => random.sequence(window));
    const levels = condition();
    const repeated = promoters.map(() => levels);
    return {
      name: `forward, batch ${count}`,
      items: count,
      plainMultiplyAdds: members * count * counts.plainForward,
      leastMultiplyAdds: members * counts.leastGrid(count, 1),
      contenders: [
        { name: "Cisight", items: range(count), run: () => cisight.grid(promoters, levels, 1) },
        { name: "ONNX Runtime", items: range(count), run: () => ort.pairs(promoters, repeated) },
      ],
    };
  });

  const mutagenesis = (): Case => {
    const { bases, batch, batches } = sizes.mutagenesis;
    const reference = random.sequence(window);
    const levels = condition();
    const from = window - bases;
    const all = mutants(reference, from);
    const part = spread(all.length, batch, batches);
    return {
      name: `mutagenesis of ${bases} bp`,
      items: all.length,
      plainMultiplyAdds: members * all.length * counts.plainForward,
      leastMultiplyAdds: members * counts.leastMutagenesis(bases),
      contenders: [
        {
          name: "Cisight",
          items: range(all.length),
          run: () => cisight.mutagenesis(reference, levels, from),
        },
        {
          name: "Cisight, naive",
          items: part.flat(),
          run: () => inTurn(part, (chosen) => cisight.grid(pick(all, chosen), levels, 1)),
        },
        {
          name: "ONNX Runtime",
          items: part.flat(),
          run: () =>
            inTurn(part, (chosen) =>
              ort.pairs(pick(all, chosen), Array<Float32Array>(chosen.length).fill(levels)),
            ),
        },
      ],
    };
  };

  const grid = ({ promoters: rows, conditions: columns, batch, batches }: GridSize): Case => {
    const promoters = range(rows).map(() => random.sequence(window));
    const conditions = Array.from({ length: columns }, condition);
    const levels = new Float32Array(columns * model.tfs.length);
    conditions.forEach((row, at) => levels.set(row, at * model.tfs.length));
    const part = spread(rows * columns, batch, batches);
    const row = (pair: number) => Math.floor(pair / columns);
    return {
      name: `grid of ${rows} x ${columns}`,
      items: rows * columns,
      plainMultiplyAdds: members * rows * columns * counts.plainForward,
      leastMultiplyAdds: members * counts.leastGrid(rows, columns),
      contenders: [
        {
          name: "Cisight",
          items: range(rows * columns),
          run: () => cisight.grid(promoters, levels, columns),
        },
        {
          name: "ONNX Runtime",
          items: part.flat(),
          run: () =>
            inTurn(part, (pairs) =>
              ort.pairs(
                pairs.map((pair) => promoters[row(pair)]!),
                pairs.map((pair) => conditions[pair % columns]!),
              ),
            ),
        },
      ],
    };
  };

  return [...forward, mutagenesis(), ...(sizes.grid ? [grid(sizes.grid)] : [])];
}

/** Every single-base mutant of the bases from `from` on, as a whole sequence: base by base, A, C, G, T without the one that stands there. */
function mutants(reference: string, from: number): string[] {
  return range(reference.length - from).flatMap((offset) => {
    const at = from + offset;
    return Array.from("ACGT")
      .filter((base) => base !== reference[at])
      .map((base) => reference.slice(0, at) + base + reference.slice(at + 1));
  });
}

/** `batches` batches of neighbouring items, spread evenly; all items where that many are not fewer than all. */
function spread(items: number, batch: number, batches: number): number[][] {
  const whole = Math.ceil(items / batch);
  const chosen =
    batches >= whole ? range(whole) : range(batches).map((at) => Math.floor(((at + 0.5) * whole) / batches));
  return chosen.map((at) => range(Math.min(batch, items - at * batch)).map((item) => at * batch + item));
}

async function inTurn(
  parts: number[][],
  run: (part: number[]) => Promise<ArrayLike<number>>,
): Promise<number[]> {
  const answers: number[] = [];
  for (const part of parts) answers.push(...Array.from(await run(part)));
  return answers;
}

function pick<Item>(all: Item[], chosen: number[]): Item[] {
  return chosen.map((at) => all[at]!);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}
