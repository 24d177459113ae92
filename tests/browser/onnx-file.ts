/** A few messages of onnx.proto, written as they stand in a file. */

type Value = number | string | Uint8Array;

export interface Weight {
  name: string;
  extents: number[];
  values: number[];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

function message(...fields: [number, Value][]): Uint8Array {
  return Buffer.concat(
    fields.map(([tag, value]) => {
      if (typeof value === "number") return Uint8Array.from([...varint(8 * tag), ...varint(value)]);
      const content = typeof value === "string" ? Buffer.from(value) : value;
      return Buffer.concat([Uint8Array.from([...varint(8 * tag + 2), ...varint(content.length)]), content]);
    }),
  );
}

const all = (tag: number, values: Value[]) => values.map((value): [number, Value] => [tag, value]);

/** A value of floats; an extent that is a text may be anything. */
const value = (name: string, extents: (number | string)[]) => {
  const axes = extents.map((extent) => message([typeof extent === "number" ? 1 : 2, extent]));
  return message([1, name], [2, message([1, message([1, 1], [2, message(...all(1, axes))])])]);
};

const tensor = ({ name, extents, values }: Weight) =>
  message(...all(1, extents), [2, 1], [8, name], [9, new Uint8Array(Float32Array.from(values).buffer)]);

/** A network of one convolution without padding: it reads `x` (letters × any length) and gives `y` (channels × places). */
export function convolution(weight: Weight): Uint8Array {
  const [channels = 0, letters = 0] = weight.extents;
  const graph = message(
    [1, message(...all(1, ["x", weight.name]), [2, "y"], [3, "convolution"], [4, "Conv"])],
    [2, "one convolution"],
    [5, tensor(weight)],
    [11, value("x", ["N", letters, "L"])],
    [12, value("y", ["N", channels, "places"])],
  );
  return message([1, 8], [7, graph], [8, message([2, 13])]);
}
