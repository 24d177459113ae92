import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { isPyTorchFile, safetensorsOf } from "../../www/engine/pytorch-checkpoint";
import {
  call,
  dict,
  global,
  int,
  numbers,
  repeated,
  saved,
  tensor,
  text,
  tuple,
  ascii,
} from "./pytorch-files";

interface Written {
  dtype: string;
  shape: number[];
  /** In base64. */
  data: string;
}

/** The tensors of a safetensors file, without the counters that no prediction needs. */
function tensorsIn(file: Uint8Array): Record<string, Written> {
  const view = Buffer.from(file);
  const start = 8 + Number(view.readBigUInt64LE(0));
  const header = JSON.parse(view.toString("utf8", 8, start)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const written = Object.entries(header).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      return [name, { dtype, shape, data: view.toString("base64", start + from, start + to) }] as const;
    },
  );
  return Object.fromEntries(
    written.filter(([name, { dtype }]) => name !== "__metadata__" && dtype !== "I64"),
  );
}

const base64 = ({ buffer }: { buffer: ArrayBufferLike }, bytes?: number) =>
  Buffer.from(buffer, 0, bytes).toString("base64");
const float32 = (shape: number[], ...values: number[]): Written => ({
  dtype: "F32",
  shape,
  data: base64(Float32Array.from(values)),
});
const whole = float32([2, 3], ...numbers);
const read = (...file: Parameters<typeof saved>) => tensorsIn(safetensorsOf(saved(...file)));

for (const name of ["camformer-tiny", "fun-prose-tiny"]) {
  test(`${name}.pt holds the tensors of its safetensors twin`, () => {
    const [checkpoint, twin] = ["pt", "safetensors"].map((ending) =>
      readFileSync(`tests/fixtures/${name}.${ending}`),
    ) as [Buffer, Buffer];
    expect(isPyTorchFile(checkpoint)).toBe(true);
    expect(isPyTorchFile(twin)).toBe(false);
    expect(tensorsIn(safetensorsOf(checkpoint))).toEqual(tensorsIn(twin));
  });
}

test("views of one storage are gathered, each under its name", () => {
  const pickle = dict(
    [text("whole"), tensor()],
    [text("transposed"), tensor({ shape: [3, 2], strides: [1, 3] })],
    [text("column"), tensor({ offset: 1, shape: [2, 1], strides: [3, 1] })],
    [text("row"), tensor({ offset: 3, shape: [3], strides: [1] })],
    [text("number"), tensor({ offset: 5, shape: [], strides: [] })],
    [text("nothing"), tensor({ shape: [0, 3], strides: [3, 1] })],
  );
  expect(read(pickle)).toEqual({
    whole,
    transposed: float32([3, 2], 1, 4, 2, 5, 3, 6),
    column: float32([2, 1], 2, 5),
    row: float32([3], 4, 5, 6),
    number: float32([], 6),
    nothing: float32([0, 3]),
  });
});

test("each floating-point type is kept as stored, and batch counters are left out", () => {
  const types = { Half: "F16", BFloat16: "BF16", Float: "F32", Double: "F64" };
  const parts = { "data/0": new Float64Array([1, 2, 3, 4, 5, 6]) };
  const entry = (type: string) => [text(type), tensor({ type: `${type}Storage` })] as [number[], number[]];
  const found = read(dict(...[...Object.keys(types), "Long"].map(entry)), parts);
  expect(Object.fromEntries(Object.entries(found).map(([name, { dtype }]) => [name, dtype]))).toEqual(types);
  expect(found["Double"]?.data).toEqual(base64(parts["data/0"]));
  expect(found["Half"]?.data).toEqual(base64(parts["data/0"], 12));
});

test("the weights are found under the usual keys, and what is no tensor beside them is ignored", () => {
  const weights = dict([text("w"), tensor()], [text("note"), int(3)]);
  const optimizer = dict([text("state"), dict([int(0), tensor({ key: "gone" })])]);
  const dtype = call(global("numpy", "dtype"), text("f8"), ascii("\x89"), ascii("\x88"));
  const bytes = call(global("_codecs", "encode"), text("12345678"), text("latin1"));
  const score = call(
    global("numpy._core.multiarray", "scalar"),
    [...dtype, ...tuple(int(3)), ...ascii("b")],
    bytes,
  );
  for (const key of ["model_state_dict", "state_dict"])
    expect(
      read(dict([text("optimizer_state_dict"), optimizer], [text("score"), score], [text(key), weights])),
    ).toEqual({ w: whole });
  const parameter = call(
    global("torch._utils", "_rebuild_parameter"),
    tensor(),
    ascii("\x88"),
    call(global("collections", "OrderedDict")),
  );
  expect(read(dict([text("w"), parameter]))).toEqual({ w: whole });
});

test("a newer pickle protocol is read as well", () => {
  // FRAME, SHORT_BINUNICODE, MEMOIZE and STACK_GLOBAL in place of what protocol 2 writes.
  const short = (value: string) => [0x8c, value.length, ...ascii(value), 0x94];
  const ordered = [...short("collections"), ...short("OrderedDict"), 0x93, ...ascii(")R")];
  const pickle = [0x80, 4, 0x95, ...repeated(8, 0), ...ordered, ...short("w"), ...tensor(), ...ascii("s")];
  expect(read(pickle)).toEqual({ w: whole });
});

test("what a pickle sets on its values changes nothing here", () => {
  const hostile = dict([text("__proto__"), dict()], [text("length"), int(-1)]);
  const own = Object.getOwnPropertyNames(Object.prototype);
  expect(
    read(dict([text("list"), [...ascii("]"), ...hostile, ...ascii("b")]], [text("w"), tensor()])),
  ).toEqual({
    w: whole,
  });
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(own);
});

test("a dictionary that contains itself is read once", () => {
  const pickle = [
    ...ascii("}q\x00("),
    ...text("self"),
    ...ascii("h\x00"),
    ...text("w"),
    ...tensor(),
    ...ascii("u"),
  ];
  expect(read(pickle)).toEqual({ w: whole });
});
