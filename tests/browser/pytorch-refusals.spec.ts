import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { CheckpointError } from "../../www/engine/checkpoint-error";
import { isPyTorchFile, safetensorsOf } from "../../www/engine/pytorch-checkpoint";
import { checkpoint as says } from "../../www/strings/checkpoint";
import {
  ascii,
  call,
  dict,
  global,
  int,
  repeated,
  replaced,
  saved,
  tensor,
  text,
  zipped,
} from "./pytorch-files";
import { withField, type TensorParts } from "./pytorch-files";

const weight = (parts?: TensorParts) => saved(dict([text("w"), tensor(parts)]));
const good = weight();
const megabyte = new Uint8Array(1024 ** 2);
const largest = 2 ** 31 - 1;
const many = (count: number, parts: TensorParts) =>
  dict(...Array.from({ length: count }, (_, i) => [text(`w${i}`), tensor(parts)] as [number[], number[]]));
const shortText = (value: string) => [0x8c, value.length, ...ascii(value)];

/** What is wrong, such a file, and how it is refused. */
type Case = [string, () => Uint8Array, string];

/** What asks for code, or is no pickle of torch.save's. */
const pickles: Case[] = [
  ["a system call", () => saved(call(global("os", "system"), text("ls"))), says.runsCode("os.system")],
  [
    "an evaluation",
    () => saved([...shortText("builtins"), ...shortText("eval"), 0x93]),
    says.runsCode("builtins.eval"),
  ],
  ["an instance", () => saved(ascii("(ios\nsystem\n")), says.runsCode("os.system")],
  ["a whole model", () => saved(call(global("__main__", "Net"))), says.runsCode("__main__.Net")],
  ["a call of a text", () => saved(call(text("eval"), text("1"))), says.damaged],
  ["a name that is no text", () => saved([...int(1), ...int(2), 0x93]), says.damaged],
  [
    "arguments without end",
    () => saved(call(global("numpy", "dtype"), ...repeated(99, int(0)))),
    says.damaged,
  ],
  // BINBYTES of a negative length would go back to where it began, for ever.
  ["a step back", () => saved([...ascii("B"), 0xfb, 0xff, 0xff, 0xff]), says.unknownInstruction(0x42)],
  ["an object by instruction", () => saved(ascii("(o")), says.unknownInstruction(0x6f)],
  [
    "an endless pickle",
    () => saved([], { "data.pkl": new Uint8Array(1_000_001).fill(0x7d) }),
    says.tooManyInstructions,
  ],
  [
    "a huge pickle",
    () => saved([], { "data.pkl": new Uint8Array(17 * 1024 ** 2) }),
    says.tooManyInstructions,
  ],
  ["deep nesting", () => saved([...repeated(100_000, 0x28), ...repeated(100_000, 0x74)]), says.noWeights],
  ["no end", () => saved(dict(), {}, []), says.damaged],
  ["an empty stack", () => saved(ascii("tttt")), says.damaged],
  ["a storage of no type", () => saved([...text("0"), ...ascii("Q")]), says.damaged],
];

const weights: Case[] = [
  ["a shape larger than its storage", () => weight({ shape: [largest, largest] }), says.weightShape("w")],
  [
    "a shape beyond all numbers",
    () => weight({ shape: repeated(60, largest), strides: repeated(60, 1) }),
    says.weightShape("w"),
  ],
  [
    "too many dimensions",
    () => weight({ shape: repeated(65, 1), strides: repeated(65, 1) }),
    says.weightShape("w"),
  ],
  ["a negative size", () => weight({ shape: [-2, -3] }), says.weightShape("w")],
  ["a negative stride", () => weight({ offset: 5, strides: [-3, -1] }), says.weightShape("w")],
  ["a negative offset", () => weight({ offset: -1 }), says.weightShape("w")],
  ["an offset beyond its storage", () => weight({ offset: 1 }), says.weightShape("w")],
  ["a repeated number", () => weight({ shape: [1000], strides: [0] }), says.weightShape("w")],
  ["fewer strides than sizes", () => weight({ strides: [1] }), says.weightShape("w")],
  ["a storage larger than its part", () => weight({ stored: 7 }), says.weightShape("w")],
  ["a negative storage", () => weight({ stored: -6 }), says.weightShape("w")],
  ["a storage that is missing", () => weight({ key: "../0" }), says.missingStorage("w")],
  ["whole numbers", () => weight({ type: "ByteStorage" }), says.weightType("w", "uint8")],
  ["a name that is no text", () => saved(dict([int(1), tensor()])), says.weightName],
  ["a prototype", () => saved(dict([text("__proto__"), tensor()])), says.reservedName("__proto__")],
  ["metadata", () => saved(dict([text("__metadata__"), tensor()])), says.reservedName("__metadata__")],
  ["too many weights", () => saved(many(10_001, {})), says.tooManyWeights(10_000)],
  [
    "one storage over and over",
    () => saved(many(1025, { stored: 2 ** 18, shape: [2 ** 18], strides: [1] }), { "data/0": megabyte }),
    says.tooLarge(1),
  ],
  ["no weights", () => saved(dict([text("epoch"), int(3)])), says.noWeights],
  ["a tensor without a name", () => saved(tensor()), says.noWeights],
];

function tooLarge(): Uint8Array {
  const file = new Uint8Array(1024 ** 3 + 1);
  file.set(good);
  return file;
}

const archives: Case[] = [
  ["nothing", () => new Uint8Array(), says.notPytorch],
  ["another file", () => Buffer.from("ATGCGT"), says.notPytorch],
  [
    "a checkpoint of PyTorch 1.5",
    () => Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9),
    says.oldFormat,
  ],
  ["another zip file", () => zipped({ "word/document.xml": new Uint8Array(9) }), says.noPickle],
  [
    "two checkpoints",
    () => zipped({ "a/data.pkl": new Uint8Array(1), "b/data.pkl": new Uint8Array(1) }),
    says.noPickle,
  ],
  ["a file cut short", () => good.subarray(0, -1), says.cutShort],
  ["more than 1 GB", tooLarge, says.tooLarge(1)],
  ["a zip bomb", () => zipped({ "model/data.pkl": megabyte }, 9), says.compressed("model/data.pkl")],
  ["a part of another size", () => withField(good, "entry", 24, 1), says.damaged],
  [
    "a part larger than the file",
    () => withField(withField(good, "entry", 20, 9999), "entry", 24, 9999),
    says.entriesOverlap,
  ],
  ["a part beyond the end", () => withField(good, "entry", 42, good.length), says.cutShort],
  // The library would look for these entries' zip64 sizes for ever.
  [
    "a directory elsewhere",
    () => withField(withField(good, "end", 16, 0xffffffff), "entry", 20, 0xffffffff),
    says.damaged,
  ],
  ["more entries than there are", () => withField(good, "end", 8, 0x00ff00ff), says.entryName("")],
  [
    "a part twice",
    () => replaced(saved([], { "data/0": megabyte, "data/1": megabyte }), "data/1", "data/0"),
    says.entryTwice("model/data/0"),
  ],
  ["a path upwards", () => replaced(good, "model/data/0", "model/../../"), says.entryName("model/../../")],
  ["an absolute path", () => replaced(good, "model/data/0", "/odel/data/0"), says.entryName("/odel/data/0")],
  ["a prototype", () => zipped({ ["__proto__/a"]: new Uint8Array(1) }), says.entryName("__proto__/a")],
  [
    "a big-endian computer",
    () => saved(dict(), { byteorder: Uint8Array.from(ascii("big")) }),
    says.bigEndian,
  ],
];

for (const [what, files] of Object.entries({ pickles, weights, archives }))
  for (const [name, file, sentence] of files)
    test(`${what}: ${name} is refused by its sentence`, () => {
      const error = refusal(file());
      expect(error).toBeInstanceOf(CheckpointError);
      expect(error).toMatchObject({ name: "ModelError", message: sentence });
      expect(sentence).toMatch(/^[A-Z].*[^.]\.$/);
    });

test("a long name from the file is cut in the sentence", () => {
  const error = refusal(saved(global("m", "x".repeat(100_000))));
  expect((error as Error).message.length).toBeLessThan(300);
});

test("a checkpoint damaged anywhere is read or refused, and never fails otherwise", () => {
  const file = readFileSync("tests/fixtures/camformer-tiny.pt");
  const random = randomNumbers(20_240_613);
  const below = (n: number) => Math.floor(random() * n);
  // The pickle is at the front of the file and the directory at its end.
  const places = [() => below(file.length), () => below(4_600), () => file.length - 1 - below(3_900)];
  const outcomes = { read: 0, refused: 0 };
  for (let round = 0; round < 400; round++) {
    const damaged = Uint8Array.from(file.subarray(0, round % 10 ? file.length : below(file.length)));
    const place = places[round % places.length] ?? (() => 0);
    for (let i = below(4); i >= 0; i--) damaged[place()] = below(256);
    const error = refusal(damaged);
    if (error) expect(error).toBeInstanceOf(CheckpointError);
    outcomes[error ? "refused" : "read"]++;
  }
  expect(outcomes.read).toBeGreaterThan(30);
  expect(outcomes.refused).toBeGreaterThan(100);
});

test("only a zip file or a bare pickle is taken for a PyTorch file", () => {
  expect(isPyTorchFile(good)).toBe(true);
  expect(isPyTorchFile(Uint8Array.of(0x80, 4, 0x95))).toBe(true);
  // A safetensors file whose header is 640 bytes long.
  expect(isPyTorchFile(Uint8Array.of(0x80, 2, 0, 0, 0, 0, 0, 0, 0x7b))).toBe(false);
  expect(isPyTorchFile(new Uint8Array())).toBe(false);
});

function refusal(file: Uint8Array): unknown {
  try {
    safetensorsOf(file);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Numbers from 0 to 1, the same in each run (mulberry32). */
function randomNumbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
