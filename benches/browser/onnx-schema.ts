import protobuf from "protobufjs";

/** The messages of onnx.proto that a network needs, with their field numbers (ONNX IR, version 9). */
const schema = `
syntax = "proto3";
message ModelProto {
  int64 ir_version = 1; string producer_name = 2; GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8;
}
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message GraphProto {
  repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message NodeProto {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4; repeated AttributeProto attribute = 5;
}
message AttributeProto { string name = 1; float f = 2; int64 i = 3; repeated int64 ints = 8; int32 type = 20; }
message TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message TypeProto { TensorTypeProto tensor_type = 1; }
message TensorTypeProto { int32 elem_type = 1; TensorShapeProto shape = 2; }
message TensorShapeProto { repeated DimensionProto dim = 1; }
message DimensionProto { oneof value { int64 dim_value = 1; string dim_param = 2; } }
`;

const model = protobuf.parse(schema, { keepCase: true }).root.lookupType("ModelProto");
/** Element types. */
const float = 1;
const int64 = 7;
const attributeTypes = { f: 1, i: 2, ints: 7 };

export type AttributeValue = { f: number } | { i: number } | { ints: number[] };
/** A number is fixed, a name is a size that may differ from run to run. */
export type Shape = (number | string)[];

/** A graph under construction; every method hands back the name of what it added. */
export class GraphBuilder {
  private readonly nodes: object[] = [];
  private readonly initializers: object[] = [];
  private readonly inputs: object[] = [];
  private readonly outputs: object[] = [];

  input(name: string, shape: Shape): string {
    this.inputs.push(valueInfo(name, shape));
    return name;
  }

  output(name: string, shape: Shape): void {
    this.outputs.push(valueInfo(name, shape));
  }

  constant(name: string, dims: number[], values: Float32Array): string {
    const raw_data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ name, dims, data_type: float, raw_data });
    return name;
  }

  /** A list of 64-bit integers: a shape, axes. */
  integers(name: string, values: number[]): string {
    const raw_data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.initializers.push({ name, dims: [values.length], data_type: int64, raw_data });
    return name;
  }

  node(
    op_type: string,
    name: string,
    input: string[],
    attributes: Record<string, AttributeValue> = {},
  ): string {
    const attribute = Object.entries(attributes).map(([attributeName, value]) => ({
      name: attributeName,
      ...value,
      type: attributeTypes[Object.keys(value)[0] as keyof typeof attributeTypes],
    }));
    this.nodes.push({ op_type, name, input, output: [name], attribute });
    return name;
  }

  build(name: string): Uint8Array {
    const { nodes: node, initializers: initializer, inputs: input, outputs: output } = this;
    const message = {
      ir_version: 9,
      producer_name: "cisight benchmark",
      graph: { name, node, initializer, input, output },
      opset_import: [{ domain: "", version: 20 }],
    };
    return model.encode(model.create(message)).finish();
  }
}

function valueInfo(name: string, shape: Shape): object {
  const dim = shape.map((size) => (typeof size === "number" ? { dim_value: size } : { dim_param: size }));
  return { name, type: { tensor_type: { elem_type: float, shape: { dim } } } };
}
