import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { chromium } from "@playwright/test";
import type { FromWorker, Order, Report } from "./in-page/messages.ts";
import { readModelFolder, type ModelFolder } from "./model/folder.ts";
import { published } from "./model/fun-prose.ts";
import { randomModel } from "./model/random-model.ts";
import { exportOnnx } from "./onnx-export.ts";
import { readOptions, usage, type Options } from "./options.ts";
import { chains, peakModule, turns } from "./peak.ts";
import { format } from "./report.ts";
import { serve, type Server } from "./serve.ts";
import { sizesOf } from "./sizes.ts";

const systemChromium = process.env["CISIGHT_CHROMIUM"] ?? "/usr/bin/chromium";
const webGpuFlags = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];

function open(model: string): ModelFolder {
  if (model === "published") return randomModel(published, 1011563);
  return readModelFolder(model === "shipped" ? "models/fun-prose-s-cerevisiae" : model);
}

/** The program that exports networks which were read as graphs. */
const program = process.env["CISIGHT"] ?? "target/debug/cisight";

function exportedGraph(folder: string): Uint8Array {
  if (!existsSync(program)) {
    throw new Error(`${program} is not built, and it exports ${folder}; build it, or let CISIGHT name it`);
  }
  const file = "target/bench-browser/model.onnx";
  mkdirSync(dirname(file), { recursive: true });
  execFileSync(program, ["export-onnx", "--model", folder, "--out", file], { stdio: "ignore" });
  return new Uint8Array(readFileSync(file));
}

function prepare(
  name: string,
  folder: ModelFolder,
  options: Options,
  made: Map<string, Uint8Array | string>,
): Order {
  made.set("made/manifest.json", folder.manifestJson);
  made.set("made/weights.safetensors", folder.weightsFile);
  const { backend, rounds, plain } = options;
  const model = folder.manifest;
  const isGraph = model.architecture === "graph";
  made.set("made/model.onnx", isGraph ? exportedGraph(name) : exportOnnx(folder));
  const alone = isGraph ? "promoters" : "promoter";
  return {
    ...{ backend, rounds, model, sizes: sizesOf(backend, model) },
    module: backend === "webgpu" ? backend : isGraph ? "files" : plain ? "cpu" : "cpu-relaxed",
    names: {
      promoter: (model.numbers && model.input.name) ?? alone,
      response: isGraph ? "responses" : "response",
    },
    manifest: "/made/manifest.json",
    weights: "/made/weights.safetensors",
    onnx: "/made/model.onnx",
    peak: { address: "/made/peak.wasm", turns, chains },
  };
}

/** A fresh browser for each model: nothing of the one before is left in memory. */
async function measure(order: Order, server: Server): Promise<Report> {
  const browser = await chromium.launch({
    ...(existsSync(systemChromium) && { executablePath: systemChromium }),
    // Containers run as root, where Chromium has no sandbox.
    args: ["--no-sandbox", ...(order.backend === "webgpu" ? webGpuFlags : [])],
  });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => console.error(`  ${message.text()}`));
    await page.goto(`${server.address}made/index.html`);
    return await page.evaluate(
      (request) =>
        new Promise<Report>((resolve, reject) => {
          const worker = new Worker("/benches/browser/in-page/worker.ts", { type: "module" });
          worker.onerror = (event) => reject(new Error(event.message || "the worker could not be loaded"));
          worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
            if (data.kind === "progress") console.log(data.text);
            else if (data.kind === "report") resolve(data.report);
            else reject(new Error(data.message));
          };
          worker.postMessage(request);
        }),
      order,
    );
  } finally {
    await browser.close();
  }
}

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as {
    version: string;
  };
  return version;
}

async function main(options: Options): Promise<void> {
  if (!existsSync(`pkg/${options.backend}/cisight.js`)) {
    throw new Error(
      `pkg/${options.backend} is not built; run \`make pkg/${options.backend}/cisight.js\` first`,
    );
  }
  const made = new Map<string, Uint8Array | string>([
    ["made/index.html", "<!doctype html><link rel=icon href=data:,><title>Cisight's benchmark</title>"],
    ["made/peak.wasm", await peakModule()],
  ]);
  const server = await serve(made);
  const results: object[] = [];
  try {
    for (const model of options.models) {
      console.error(`${model} on ${options.backend}`);
      const order = prepare(model, open(model), options, made);
      const report = await measure(order, server);
      const { architecture, config, members } = order.model;
      results.push({
        model,
        architecture,
        members,
        ...(architecture !== "graph" && { config }),
        sizes: order.sizes,
        ...report,
      });
      const networks = members === 1 ? "1 network" : `${members} networks`;
      console.log(`\n${model} (${networks}), ${options.backend}, medians of ${options.rounds} rounds`);
      const where = report.adapter ? `WebGPU adapter ${report.adapter}` : `${report.threads} thread`;
      console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${report.userAgent}, ${where}`);
      if (report.peak) {
        console.log(
          `wasm SIMD reaches at most ${(report.peak / 1e9).toFixed(1)} GMAC/s (multiply and add, f32)`,
        );
      }
      console.log(`\n${format(report)}\n`);
    }
  } finally {
    await server.close();
  }
  mkdirSync(dirname(options.json), { recursive: true });
  const versions = { onnxRuntimeWeb: versionOf("onnxruntime-web") };
  const { backend, rounds } = options;
  const machine = cpus()[0]?.model;
  writeFileSync(
    options.json,
    `${JSON.stringify({ backend, rounds, machine, versions, results }, null, 2)}\n`,
  );
  console.log(`The numbers are in ${options.json}.`);
}

/** Runs the benchmark that the arguments ask for; the exit status. */
export async function run(args: string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options) await main(options);
    else console.log(usage);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}
