import type { Page } from "@playwright/test";
import { beforeWorker } from "./software-adapter.ts";

/** What one step of a job asked of the graphics adapter. */
export interface AdapterWork {
  /** The kind of the request that the step belongs to. */
  request: string;
  /** Grids of threads that were started. */
  dispatches: number;
  /** Command buffers handed over together. */
  submissions: number;
  /** Buffers that were made. */
  buffers: number;
  /** Bytes from the processor to the adapter. */
  bytesUp: number;
  /** Bytes from the adapter to the processor. */
  bytesDown: number;
  /** Times that the processor waited for bytes. */
  reads: number;
  /** Pipelines that were compiled. */
  pipelines: number;
}

/** What the worker is told before its own script: it counts what it asks of WebGPU, by the answers and reports of progress that it sends. */
function countAdapterWork(): void {
  const zero = () => ({
    dispatches: 0,
    submissions: 0,
    buffers: 0,
    bytesUp: 0,
    bytesDown: 0,
    reads: 0,
    pipelines: 0,
  });
  let now = zero();
  const steps: object[] = [];
  const shaders = new Map<object, string>();
  const compiled: string[] = [];
  Object.assign(globalThis, { adapterWork: { steps, compiled } });
  /** A call, with what it was made on and what came out. */
  type Note<Self, Given extends unknown[], Made> = (call: { self: Self; given: Given; made: Made }) => void;
  const noting = <Self, Given extends unknown[], Made>(
    prototype: Self,
    name: keyof Self & string,
    note: Note<Self, Given, Made>,
  ) => {
    const own = Reflect.get(prototype as object, name) as (...given: Given) => Made;
    Reflect.set(prototype as object, name, function (this: Self, ...given: Given) {
      const made = own.apply(this, given);
      note({ self: this, given, made });
      return made;
    });
  };
  noting(GPUComputePassEncoder.prototype, "dispatchWorkgroups", () => now.dispatches++);
  noting(GPUComputePassEncoder.prototype, "dispatchWorkgroupsIndirect", () => now.dispatches++);
  noting(GPUQueue.prototype, "submit", () => now.submissions++);
  type Written = [buffer: GPUBuffer, offset: number, data: ArrayBufferView, from?: number, size?: number];
  noting<GPUQueue, Written, void>(GPUQueue.prototype, "writeBuffer", ({ given: [, , data, , size] }) => {
    now.bytesUp += size ?? data.byteLength;
  });
  noting<GPUDevice, [GPUBufferDescriptor], GPUBuffer>(
    GPUDevice.prototype,
    "createBuffer",
    ({ given: [asked] }) => {
      now.buffers++;
      if (asked.mappedAtCreation) now.bytesUp += asked.size;
    },
  );
  noting<GPUBuffer, [mode: number, offset?: number, size?: number], unknown>(
    GPUBuffer.prototype,
    "mapAsync",
    ({ self, given: [, , size] }) => {
      now.reads++;
      now.bytesDown += size ?? self.size;
    },
  );
  noting<GPUDevice, [GPUShaderModuleDescriptor], GPUShaderModule>(
    GPUDevice.prototype,
    "createShaderModule",
    ({ given: [asked], made }) => shaders.set(made, asked.code),
  );
  for (const name of ["createComputePipeline", "createComputePipelineAsync"] as const)
    noting<GPUDevice, [GPUComputePipelineDescriptor], unknown>(
      GPUDevice.prototype,
      name,
      ({ given: [{ compute }] }) => {
        now.pipelines++;
        const { module, entryPoint, constants } = compute;
        compiled.push(JSON.stringify([shaders.get(module), entryPoint, constants]));
      },
    );
  const requests = new Map<number, string>();
  self.addEventListener("message", ({ data }: MessageEvent<{ id: number; kind: string }>) => {
    if (data.kind !== "cancel") requests.set(data.id, data.kind);
  });
  const post = self.postMessage.bind(self) as (...given: unknown[]) => void;
  self.postMessage = (...given: unknown[]) => {
    const { id } = given[0] as { id: number };
    steps.push({ request: requests.get(id), ...now });
    now = zero();
    post(...given);
  };
}

/** Every adapter says that it is a graphics card. */
function pretendACard(): void {
  Object.defineProperty(GPUAdapterInfo.prototype, "isFallbackAdapter", { get: () => false });
}

/** Counts from now on what workers ask of WebGPU; `asCard`: of a software adapter that is taken for a graphics card. */
export const watchAdapter = (page: Page, { asCard = false } = {}) =>
  beforeWorker(
    page,
    [countAdapterWork, ...(asCard ? [pretendACard] : [])].map((own) => `(${own.toString()})()`).join(";"),
  );

/** What the worker that computes on WebGPU asked of it, step by step, and what it compiled. */
export async function adapterWork(page: Page): Promise<{ steps: AdapterWork[]; compiled: string[] }> {
  const all = await Promise.all(
    page
      .workers()
      .map((worker) =>
        worker.evaluate(
          () =>
            (globalThis as unknown as { adapterWork?: { steps: AdapterWork[]; compiled: string[] } })
              .adapterWork,
        ),
      ),
  );
  return all.find((work) => work?.compiled.length) ?? { steps: [], compiled: [] };
}
