import { existsSync, readFileSync } from "node:fs";
import { strToU8, zipSync, type Zippable } from "fflate";

/** Checkpoints, configurations and model folders to be added to the page, good ones and hostile ones. */

export type Config = Record<string, number | string | number[] | boolean>;

interface Fixture {
  config: Config;
  sequences: string[];
  tf_vectors?: number[][];
  predictions?: number[];
  "predictions[sequence][condition]"?: number[][];
}

export const fixture = (name: string) =>
  JSON.parse(readFileSync(`tests/fixtures/${name}.json`, "utf8")) as Fixture;
export const checkpoint = (file: string) => readFileSync(`tests/fixtures/${file}`);

const safetensors = checkpoint("fun-prose-tiny.safetensors");

/** The same weights, one of them not a number. */
export function withNaN(): Buffer {
  const damaged = Buffer.from(safetensors);
  damaged.writeFloatLE(NaN, damaged.length - 4);
  return damaged;
}

/** The same weights under names that a wrapper put a prefix before. */
export function prefixed(prefix: string): Buffer {
  const end = 8 + Number(safetensors.readBigUInt64LE(0));
  const header = JSON.parse(safetensors.toString("utf8", 8, end)) as Record<string, unknown>;
  const renamed = Object.entries(header).map(([name, weight]) => [
    name === "__metadata__" ? name : prefix + name,
    weight,
  ]);
  const json = strToU8(JSON.stringify(Object.fromEntries(renamed)));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([size, json, safetensors.subarray(end)]);
}

/** Weights of the given shapes, all alike, as a safetensors file. */
export function weightsOf(shapes: Record<string, number[]>): Buffer {
  const sizes = Object.values(shapes).map((shape) => 4 * shape.reduce((all, one) => all * one, 1));
  const ends = sizes.map((_, at) => sizes.slice(0, at + 1).reduce((sum, size) => sum + size, 0));
  const header = Object.entries(shapes).map(([name, shape], at) => [
    name,
    { dtype: "F32", shape, data_offsets: [ends[at]! - sizes[at]!, ends[at]!] },
  ]);
  const json = strToU8(JSON.stringify(Object.fromEntries(header)));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  const values = Buffer.alloc(ends.at(-1) ?? 0);
  for (let at = 0; at < values.length; at += 4) values.writeFloatLE(0.25, at);
  return Buffer.concat([size, json, values]);
}

/** A safetensors file whose header says that a weight is far larger than the file. */
export function withGiantShape(): Buffer {
  const header = strToU8(
    JSON.stringify({ "conv1.weight": { dtype: "F32", shape: [4_000_000_000, 4, 9], data_offsets: [0, 16] } }),
  );
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([size, header, Buffer.alloc(16)]);
}

/** A checkpoint of PyTorch's kind whose pickle calls os.system when it is loaded as Python would. */
export function withCode(): Uint8Array {
  const pickle = strToU8("\x80\x02cposix\nsystem\nX\x04\x00\x00\x00echo\x85R.", true);
  return zipSync({ "archive/data.pkl": pickle, "archive/version": strToU8("3\n") }, { level: 0 });
}

/** The files of a shipped model, as its folder zipped. */
export function folderZip(id: string, change: (files: Zippable) => void = () => undefined): Uint8Array {
  const names = [
    "manifest.json",
    "weights.safetensors",
    "MODEL_CARD.md",
    "motifs.meme",
    "grammar.json",
    "example.fa",
  ];
  const own = names.filter((name) => existsSync(`models/${id}/${name}`));
  const files: Zippable = Object.fromEntries(
    own.map((name) => [`${id}/${name}`, new Uint8Array(readFileSync(`models/${id}/${name}`))]),
  );
  change(files);
  return zipSync(files, { level: 1 });
}
