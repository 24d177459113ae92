/** Inputs for the targets: the seeds with changes of many kinds, and texts that are put together of what each format is made of. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

const corpora = join(import.meta.dirname, "corpora");

/** Words of each format, which changes put in. */
const words: Record<string, string[]> = {
  link: [
    "#v1;",
    ";",
    "=",
    ",",
    "genes=",
    "presets=",
    "cell=",
    "view=",
    "edit=",
    "seq=",
    "tf=",
    "*",
    "%E2",
    "-1.-9",
    "AAAA",
    "_-",
  ],
  session: ['"genes"', '"edits"', '"cell"', "null", "[]", "{}", "-1", "1e999", '"__proto__"', "\\u0000"],
  frame_message: [
    '"$holes"',
    '"$itself"',
    '"$infinity"',
    '"$map"',
    '"cisight"',
    '"id"',
    '"type"',
    "null",
    "[]",
    "__proto__",
  ],
  file_text: ["\u00ff\u00fe", "\u00fe\u00ff", "\u00ef\u00bb\u00bf", "\0", "A\0", "\0A", "\u00b0", "\ud800"],
  model_form: ["\x1e", "{", "}", '"tfs":', '"scaling":', "null", "[]", "1e999", "\t", ";", "#", "__proto__"],
  genome_file: [
    "##FASTA",
    "\n##FASTA\n",
    ">",
    "LOCUS ",
    "ID   ",
    "PK",
    "<html",
    "\t\t\t\t\t\t\t\t",
    "\0",
    "\r\n",
    "\u00ef\u00bb\u00bf",
  ],
  typed_sequence: ["ACGT", "n", "U", "\u2212", "1", " ", "\r\n", "\u{1f9ec}", "\ud800"],
};

export function seeds(target: string): Buffer[] {
  const folder = join(corpora, target);
  return readdirSync(folder)
    .sort()
    .map((file) => readFileSync(join(folder, file)));
}

/** A place as a share of the length, so that what is found shrinks whatever else does. */
const place = fc.integer({ min: 0, max: 0xffff });
const at = (share: number, length: number) => Math.floor((share / 0x10000) * (length + 1));

/** A change of some bytes. */
type Change = (bytes: Buffer) => Buffer;

function change(target: string): fc.Arbitrary<Change> {
  const splice = (bytes: Buffer, from: number, removed: number, put: Uint8Array) =>
    Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + removed)]);
  const word = fc
    .constantFrom(...(words[target] ?? [""]))
    .map((one) => Buffer.from(one, one.length > 1 && /[\x80-\xff]/.test(one) ? "latin1" : "utf8"));
  const other = fc.constantFrom(...seeds(target));
  return fc.oneof(
    fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([where, value]): Change => (bytes) => {
      const copy = Buffer.from(bytes);
      if (copy.length) copy[Math.min(copy.length - 1, at(where, copy.length))] = value;
      return copy;
    }),
    fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(
      ([where, count]): Change =>
        (bytes) =>
          splice(bytes, at(where, bytes.length), count, Buffer.alloc(0)),
    ),
    fc.tuple(place, word).map(
      ([where, put]): Change =>
        (bytes) =>
          splice(bytes, at(where, bytes.length), 0, put),
    ),
    fc.tuple(place, word).map(
      ([where, put]): Change =>
        (bytes) =>
          splice(bytes, at(where, bytes.length), put.length, put),
    ),
    fc.tuple(place, fc.uint8Array({ maxLength: 12 })).map(
      ([where, put]): Change =>
        (bytes) =>
          splice(bytes, at(where, bytes.length), 0, put),
    ),
    fc.tuple(place, place, place).map(([from, to, where]): Change => (bytes) => {
      const ends = [at(from, bytes.length), at(to, bytes.length)].sort((a, b) => a - b);
      return splice(
        bytes,
        at(where, bytes.length),
        0,
        bytes.subarray(ends[0], Math.min(ends[1]!, ends[0]! + 2000)),
      );
    }),
    fc.tuple(place, place, other).map(
      ([where, from, seed]): Change =>
        (bytes) =>
          splice(bytes, at(where, bytes.length), bytes.length, seed.subarray(at(from, seed.length))),
    ),
    place.map(
      (where): Change =>
        (bytes) =>
          bytes.subarray(0, at(where, bytes.length)),
    ),
  );
}

const mutated = (target: string) =>
  fc
    .tuple(fc.constantFrom(...seeds(target)), fc.array(change(target), { maxLength: 6 }))
    .map(([seed, changes]): Uint8Array => changes.reduce((bytes, apply) => apply(bytes), seed));

/** Nothing but words, numbers and line ends. */
const babble = (target: string) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...(words[target] ?? [""]), "\n", " "),
        fc.integer().map(String),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 40 },
    )
    .map((pieces): Uint8Array => Buffer.from(pieces.join("")));

const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    "$holes",
    "$itself",
    "$infinity",
    "$map",
    "$nothing",
    "$bytes",
    -1,
    1e21,
    0.5,
    [],
    {},
    [[]],
    "__proto__",
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A JSON seed with some of its values replaced, whatever they hold. */
function otherJson(target: string): fc.Arbitrary<Uint8Array> {
  const parsed = seeds(target).flatMap((seed) => {
    try {
      return [JSON.parse(seed.toString()) as unknown];
    } catch {
      return [];
    }
  });
  return fc
    .tuple(fc.constantFrom(...parsed), fc.array(fc.tuple(fc.nat(40), oddValue), { maxLength: 4 }))
    .map(([whole, changes]): Uint8Array => Buffer.from(JSON.stringify(changes.reduce(replaced, whole))));
}

/** The `number`th value below a JSON value, in the order in which it is written, replaced. */
function replaced(whole: unknown, [number, value]: [number, unknown]): unknown {
  let left = number;
  const walk = (one: unknown): unknown => {
    if (left-- === 0) return value;
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(whole);
}

export function inputsFor(target: string): fc.Arbitrary<Uint8Array> {
  const own = ["session", "frame_message"].includes(target) ? otherJson(target) : babble(target);
  return fc.oneof(
    { weight: 3, arbitrary: mutated(target) },
    { weight: 2, arbitrary: own },
    fc.uint8Array({ maxLength: 200 }),
  );
}
