import type { ModuleName } from "../engine/assets";
import type { Adapter, BackendName } from "../engine/messages";

export const backendNames: Record<BackendName, string> = { cpu: "CPU", webgpu: "WebGPU" };

/** As it stands inside a sentence. */
const inside = (what: string) => what.charAt(0).toLowerCase() + what.slice(1);

const moduleNames: Record<ModuleName, string> = { ...backendNames, files: "file reading" };

export const backend = {
  names: backendNames,
  label: (backend: BackendName) => `Running on ${backendNames[backend]}`,
  loading: "Loading",
  loadingReason: "Nothing is computed yet.",
  notRunning: "Not running",
  notRunningReason: "The model could not be loaded.",
  cpuOnly: "The CPU build answers first; WebGPU is tried in the background.",
  cpuForced: "This page was asked to stay on the CPU.",
  notIncluded: "This copy comes without the WebGPU build.",
  resting: "the page was closed",
  noAdapter: "This browser offers no WebGPU adapter.",
  softwareAdapter: "The only WebGPU adapter here is a software one, which is slower than the CPU build.",
  starting: "WebGPU is being loaded and tested against the CPU.",
  slower: "WebGPU passed its test but is slower than the CPU on this computer.",
  ready: "It gave the CPU's answers in a test and has taken over.",
  selfTestFailed: (why: string) => `WebGPU self-test failed: ${why}`,
  lost: (why: string) => `WebGPU was given up during a computation, which the CPU finished: ${why}`,
  fault: (why: string) => `WebGPU was given up, and the CPU computes: ${why}.`,
  overtaken: "the CPU had the answer before it",
  differs: (right: number, found: number) =>
    `it computed ${found.toPrecision(5)} where the CPU computed ${right.toPrecision(5)}`,
} as const;

const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20).toLocaleString("en")} MiB`;

export const adapter = {
  title: ({ name, vendor, architecture }: Adapter) =>
    name || [vendor, architecture].filter(Boolean).join(" ") || "not named by the browser",
  summary: (title: string) => `Adapter: ${title}`,
  help: "What WebGPU computes on in this browser, in the words of its device. The browser decides which adapter that is and how much it tells.",
  facts: (it: Adapter): [string, string][] => [
    ["Vendor", it.vendor || "not told"],
    ["Architecture", it.architecture || "not told"],
    ["Kind", it.isSoftware ? "software, on the processor" : "graphics card or chip"],
    ["Largest buffer", mebibytes(Math.min(it.largestBuffer, it.largestBinding))],
    ["Memory of a thread group", `${it.groupMemory / 1024} KiB`],
    ["Threads in a group", it.groupThreads.toLocaleString("en")],
    ["Abilities in use", it.features.join(", ") || "none beyond the basic ones"],
  ],
} as const;

export const failures = {
  noScript: "its script could not be loaded",
  workerStopped: (why: string) => `the worker stopped: ${why}`,
  unreadableMessage: "the worker sent a message that could not be read",
  noAnswer: (ms: number) => `no answer for ${ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`}`,
  notReady: {
    engine: "The worker has not been opened.",
    catalogue: "The gene catalogue has not been loaded.",
    motifs: "The motifs have not been loaded.",
    search: "The search was lost with the worker that it ran in; search again.",
    evidence: "The evidence has not been loaded.",
    genome: "No genome has been read.",
    calls: "No variant calls have been opened.",
    embedder: "No embedder has been opened.",
  },
  noWebAssembly: "This browser has no WebAssembly; please open the page in a current one.",
  moduleMissing: (name: ModuleName) =>
    `this copy of the page was built without its ${moduleNames[name]} module`,
  noSimd:
    "This browser has no WebAssembly SIMD, with which the model computes; please open the page in Chrome or Edge 123, Firefox 120, Safari 17.5, or a later version.",
  noMemory:
    "The browser refused the memory that the model needs; close other tabs or programs and try again.",
  workerNotStarted: (why: string) =>
    `The part of the page that computes could not be started (${why}); check the connection and try again. If that does not help, this browser is too old: please use a current one.`,
  module: (name: ModuleName) => `The ${moduleNames[name]} module`,
  file: (address: string) => `The file ${address}`,
  moduleCompile: (name: ModuleName, why: string) =>
    `This browser cannot run the ${moduleNames[name]} module (WebAssembly with SIMD is needed): ${why}`,
  download: (what: string, status?: number) =>
    `${what} could not be downloaded${status ? ` (HTTP ${status})` : ""}; check the connection and try again.`,
  offline: (what: string) =>
    `You are offline, and this browser has not stored all of the page yet: ${inside(what)} could not be downloaded. It will be tried again when the network is back.`,
  cutShort: (what: string) => `The download of ${inside(what)} broke off; try again.`,
  notJson: (address: string) =>
    `The file ${address} is damaged (it is not JSON); reload the page or reinstall the model.`,
  noModel: "The file models/registry.json lists no model.",
  trapAtStart: (why: string) =>
    `The part of the page that computes stopped (${why}) while it was made ready. Your input is kept: try again, or choose another model.`,
  workerLost: (why: string) =>
    `The computation stopped (${why}). Your input is kept; the next prediction starts a fresh worker.`,
  outOfMemory:
    "The computation stopped, because the browser gave it no more memory. Your input is kept: close other tabs or choose fewer promoters or conditions, and run it again.",
  fileUnreadable: (name: string) => `The file ${name} could not be read as text; choose a plain-text file.`,
} as const;
