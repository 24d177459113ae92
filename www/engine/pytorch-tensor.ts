import { checkpoint } from "../strings/checkpoint";
import { CheckpointError } from "./checkpoint-error";
import type { ElementType } from "./pytorch-types";

const mostDimensions = 64;

/** Where numbers of one type lie in the file. */
export class Storage {
  constructor(
    readonly type: ElementType,
    readonly part: string,
    readonly length: unknown,
  ) {}
}

/** A tensor as the pickle declares it; nothing about it has been checked. */
export class StoredTensor {
  constructor(
    readonly storage: unknown,
    readonly offset: unknown,
    readonly shape: unknown,
    readonly strides: unknown,
  ) {}
}

/** A tensor every number of which lies within its storage. */
export interface View {
  type: ElementType;
  part: string;
  storageLength: number;
  offset: number;
  shape: number[];
  strides: number[];
  length: number;
}

/** The tensor named `name`, refused where it reaches beyond its storage. */
export function viewOf(name: string, { storage, offset, shape, strides }: StoredTensor): View {
  const refuse = () => new CheckpointError(checkpoint.weightShape(name));
  if (!(storage instanceof Storage)) throw refuse();
  const { type, part, length: storageLength } = storage;
  if (!isSize(storageLength) || !isSize(offset) || !areSizes(shape) || !areSizes(strides)) throw refuse();
  if (shape.length !== strides.length) throw refuse();
  let length = 1;
  let last = offset;
  for (const [i, size] of shape.entries()) {
    length *= size;
    // Also what a view repeats by a stride of 0: no weight needs more numbers than are stored.
    if (length > storageLength) throw refuse();
    last += (size - 1) * (strides[i] ?? 0);
  }
  if (length > 0 && last >= storageLength) throw refuse();
  return { type, part, storageLength, offset, shape, strides, length };
}

/** Writes the numbers of a view, row by row, from the bytes of its storage. */
export function gather(view: View, storage: Uint8Array, target: Uint8Array): void {
  const { bytes } = view.type;
  // A dimension of one number takes no step.
  const steps = view.shape
    .map((size, i) => ({ size, stride: view.strides[i] ?? 0, at: 0 }))
    .filter(({ size }) => size !== 1)
    .reverse();
  if (isContiguous(steps)) {
    target.set(storage.subarray(view.offset * bytes, (view.offset + view.length) * bytes));
    return;
  }
  let from = view.offset;
  for (let to = 0; to < target.length; to += bytes) {
    for (let byte = 0; byte < bytes; byte++) target[to + byte] = storage[from * bytes + byte] ?? 0;
    for (const step of steps) {
      from += step.stride;
      if (++step.at < step.size) break;
      from -= step.stride * step.size;
      step.at = 0;
    }
  }
}

function isContiguous(steps: { size: number; stride: number }[]): boolean {
  let expected = 1;
  return steps.every(({ size, stride }) => {
    const fits = stride === expected;
    expected *= size;
    return fits;
  });
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function areSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= mostDimensions && value.every(isSize);
}
