/// <reference lib="webworker" />
import { cases } from "./cases.ts";
import { Cisight } from "./cisight.ts";
import type { CaseReport, FromWorker, Order, Report } from "./messages.ts";
import { OnnxRuntime } from "./onnxruntime.ts";
import { measurePeak, runCase } from "./timing.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = (event: MessageEvent<Order>) => {
  work(event.data).then(
    (report) => send({ kind: "report", report }),
    (error: unknown) =>
      send({
        kind: "failure",
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  );
};

/** Everything in one worker, hence on one thread, one engine after the other. */
async function work(order: Order): Promise<Report> {
  const progress = (text: string) => send({ kind: "progress", text });
  progress("opening Cisight");
  const cisight = await Cisight.open(order);
  progress("opening ONNX Runtime");
  const ort = await OnnxRuntime.open(order);
  const isCpu = order.backend === "cpu";
  let peak = isCpu ? await measurePeak(order.peak) : 0;
  const reports: CaseReport[] = [];
  for (const task of cases(order, cisight, ort)) {
    reports.push(await runCase(task, order.rounds, progress));
    // Again between the cases: a machine that was busy at first would make the floor look near.
    if (isCpu) peak = Math.max(peak, await measurePeak(order.peak));
  }
  const adapter = isCpu ? "" : await adapterName();
  // No shared memory without cross-origin isolation, and without it no second thread.
  const threads = scope.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  return { userAgent: navigator.userAgent, adapter, threads, peak, cases: reports };
}

async function adapterName(): Promise<string> {
  const { gpu } = navigator as unknown as {
    gpu: {
      requestAdapter(): Promise<{ info: Record<"vendor" | "architecture" | "description", string> } | null>;
    };
  };
  const info = (await gpu.requestAdapter())?.info;
  return info ? [info.vendor, info.architecture, info.description].filter(Boolean).join(" ") : "none";
}

function send(message: FromWorker): void {
  scope.postMessage(message);
}
