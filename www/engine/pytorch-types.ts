/** A kind of number that a storage holds. */
export class ElementType {
  constructor(
    /** As PyTorch calls it. */
    readonly name: string,
    readonly bytes: number,
    /** As safetensors calls it; undefined for what is no weight. */
    readonly dtype?: "F64" | "F32" | "F16" | "BF16",
  ) {}

  /** Batch normalization counts its batches beside its weights; prediction needs no such count. */
  get isCounter(): boolean {
    return this.name === "int64" || this.name === "int32";
  }
}

/** By the name of their storages. */
export const elementTypes = {
  DoubleStorage: new ElementType("float64", 8, "F64"),
  FloatStorage: new ElementType("float32", 4, "F32"),
  HalfStorage: new ElementType("float16", 2, "F16"),
  BFloat16Storage: new ElementType("bfloat16", 2, "BF16"),
  LongStorage: new ElementType("int64", 8),
  IntStorage: new ElementType("int32", 4),
  ShortStorage: new ElementType("int16", 2),
  CharStorage: new ElementType("int8", 1),
  ByteStorage: new ElementType("uint8", 1),
  BoolStorage: new ElementType("bool", 1),
  ComplexFloatStorage: new ElementType("complex64", 8),
  ComplexDoubleStorage: new ElementType("complex128", 16),
};
