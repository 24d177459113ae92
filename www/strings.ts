/** Every English sentence of the page; another language is another file with the same shape. */

import type { BackendName } from "./engine/messages";
import { signed, unsigned } from "./format";

const backendNames: Record<BackendName, string> = { cpu: "CPU", webgpu: "WebGPU" };

/** The first few of a list of names, and how many more there are. */
function some(names: string[], most = 5): string {
  const shown = names.slice(0, most).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

const count = (n: number, one: string, many = `${one}s`) =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** The engine words its errors so that a program can embed them; here they stand alone. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? "" : ".");
}

export const strings = {
  app: {
    name: "Cisight",
    tagline: "How a promoter responds, and which bases the prediction rests on",
    privacy: "Everything runs on this computer. The page sends nothing anywhere.",
    starting: "Loading the model…",
    failedTitle: "The model could not be loaded.",
    retry: "Try again",
    skip: "Skip to the results",
    theme: "Switch between light and dark",
    input: "Input",
    results: "Results",
    inBrief: (title: string, members: number) =>
      members > 1 ? `${title}, mean of ${members} networks` : title,
  },
  backend: {
    names: backendNames,
    label: (backend: BackendName) => `Running on ${backendNames[backend]}`,
    cpuOnly: "The CPU build answers first; WebGPU is tried behind it.",
    cpuForced: "The address of this page asks for the CPU.",
    noAdapter: "This browser offers no WebGPU adapter.",
    softwareAdapter: "The only WebGPU adapter here is a software one, which is slower than the CPU build.",
    starting: "WebGPU is being loaded and tested against the CPU.",
    slower: "WebGPU passed its test but is slower than the CPU on this computer.",
    ready: "WebGPU gave the CPU's answers on a known input and has taken over.",
    selfTestFailed: (why: string) => `WebGPU self-test failed: ${why}`,
    lost: (why: string) => `WebGPU was given up during a computation, which the CPU finished: ${why}`,
    differs: (right: number, found: number) =>
      `it computed ${found.toPrecision(5)} where the CPU computed ${right.toPrecision(5)}`,
  },
  failures: {
    noWebAssembly: "This browser has no WebAssembly; please open the page in a current one.",
    moduleMissing: (backend: BackendName) =>
      `this copy of the page was built without its ${backendNames[backend]} module`,
    moduleDownload: (backend: BackendName, status?: number) =>
      `The ${backendNames[backend]} module could not be downloaded${status ? ` (HTTP ${status})` : ""}; check the connection and try again.`,
    moduleCompile: (backend: BackendName, why: string) =>
      `This browser cannot run the ${backendNames[backend]} module (WebAssembly with SIMD is needed): ${why}`,
    download: (address: string, status?: number) =>
      `The file ${address} could not be downloaded${status ? ` (HTTP ${status})` : ""}; check the connection and try again.`,
    cutShort: (address: string) => `The download of ${address} broke off; try again.`,
    notJson: (address: string) =>
      `The file ${address} is damaged (it is not JSON); reload the page or reinstall the model.`,
    noModel: "The file models/registry.json lists no model.",
    workerLost: (why: string) =>
      `The computation stopped (${why}). Your input is kept; the next prediction starts a fresh worker.`,
    fileUnreadable: (name: string) => `The file ${name} could not be read as text; choose a plain-text file.`,
  },
  promoters: {
    title: "Promoters",
    geneLabel: "Add a yeast gene by name",
    genePlaceholder: "HSP12, YFL014W, …",
    geneHelp: "Its promoter, the 1,000 bases before the start codon, comes from the S288C genome.",
    addAll: "Add every gene",
    chosen: "Chosen genes",
    remove: (name: string) => `Remove ${name}`,
    textLabel: "Your own sequences",
    textHelp: (window: number) =>
      `FASTA or one raw sequence, 5′ to 3′, ending just before the start codon. The last ${window.toLocaleString("en")} bases are read.`,
    textPlaceholder: ">my promoter\nACGT…",
    catalogueLoading: "Loading the gene catalogue…",
    noGene: (text: string) => `No gene name begins with “${text}”.`,
    unknownGene: (name: string) =>
      `There is no gene “${name}” in the catalogue; use a standard name (HSP12) or a systematic one (YFL014W).`,
    alreadyThere: (name: string) => `${name} is already in the list.`,
    problem: (record: number, line: number, name: string, message: string) =>
      sentence(
        /^record\b/i.test(message)
          ? message
          : `record ${record} (${name ? `${name}, ` : ""}line ${line}) ${message}`,
      ),
    correction: (names: string[], text: string) => `${some(names, 3)}: ${text}.`,
  },
  conditions: {
    title: "Conditions",
    presetLabel: "Add a measured condition",
    presetPlaceholder: "heat shock, H2O2, nitrogen, …",
    presetHelp: (source: string) => sentence(`measured TF expression: ${source}`),
    presetHelpEmpty: "TF expression (log2 ratio) as measured on microarrays.",
    addAll: (n: number) => `Add all ${n}`,
    chosen: "Chosen conditions",
    remove: (name: string) => `Remove ${name}`,
    noPreset: (text: string) => `No condition matches “${text}”.`,
    unknownPreset: (id: string) => `The condition “${id}” of this link is not part of the model.`,
    heldOut: "held out from training",
    heldOutShort: "held out",
    ownTable: "own table",
    textLabel: "Your own TF table",
    textHelp:
      "First column TF (YGL073W or HSF1), then one column per condition, log2 ratios. Paste from a spreadsheet, or TSV or CSV.",
    textPlaceholder: "TF\tmy condition\nHSF1\t1.2\nMSN2\t0.8",
    filled: (gaps: { name: string; missing: number }[], all: number) =>
      `The model's mean stands in for TFs that were not measured: ${some(
        gaps.map(({ name, missing }) => `${missing} of ${all} in “${name}”`),
        4,
      )}.`,
    matched: (matched: number) => `${count(matched, "TF")} of the table matched the model.`,
    missing: (names: string[]) =>
      `${count(names.length, "TF")} of the model ${names.length === 1 ? "is" : "are"} not in the table (${some(names)}); the model's mean stands in.`,
    unknown: (names: string[]) =>
      `${count(names.length, "row")} of the table ${names.length === 1 ? "is" : "are"} no TF of the model and ${names.length === 1 ? "is" : "are"} not used (${some(names)}).`,
  },
  field: {
    choose: "Open a file",
    clear: "Clear",
    undo: "Undo",
    drop: "Drop the file here",
    large: (name: string, size: string) => `${name} (${size}) is in use but too long to be shown here.`,
    pasted: "The text",
    more: (n: number) => `… and ${n.toLocaleString("en")} more like these.`,
    lines: (n: number) => count(n, "line"),
  },
  grid: {
    title: "Predicted response",
    help: (unit: string) =>
      `Each value is a ${unit}: +1 is twice, −1 half the expression. ± is one standard deviation of the expected error.`,
    summary: (rows: number, columns: number, time: string, backend: BackendName) =>
      `${count(rows, "promoter")} × ${count(columns, "condition")} in ${time} on ${backendNames[backend]}`,
    label: "Predicted responses; arrow keys move, Enter shows the bases behind a value",
    pending: "…",
    promoter: "Promoter",
    empty: "Add a promoter and a condition on the left to see a prediction.",
    needsPromoter: "Add a gene or paste a sequence to see a prediction.",
    needsCondition: "Add a condition to see a prediction.",
    running: "Predicting…",
    cancelled: "The prediction was cancelled.",
    again: "Run it again",
    down: "lower",
    up: "higher",
    cell: (row: string, column: string, value: string, spread: string, unit: string) =>
      `${row} in ${column}: ${value} ± ${spread} ${unit}`,
    download: (format: string) => `Download ${format.toUpperCase()}`,
    page: (from: number, to: number, all: number) => `Rows ${from} to ${to} of ${all.toLocaleString("en")}`,
    previous: "Previous rows",
    next: "Next rows",
  },
  track: {
    title: "Bases behind the prediction",
    in: "in",
    plotTitle:
      "Importance (log2 ratio) = minus the mean change over the three other bases; up = base supports expression",
    plotTitleShort: "Importance (log2 ratio), up = supports",
    convention:
      "A base's importance is minus the mean change over the three other bases: it points up where the base supports expression, down where it holds expression back.",
    unit: "log2 ratio",
    axis: (anchor: string) => `Position relative to the ${anchor} (−1 is the base before it)`,
    importance: "importance",
    deltas: "Change when mutated to",
    bases: "Bases",
    running: "Mutating every base…",
    cancelled: "The mutagenesis was cancelled.",
    again: "Run it again",
    waiting: "Choose a value in the table to see the bases behind it.",
    label:
      "Mutagenesis track. Left and right move by a base, plus and minus zoom, Home and End go to the ends.",
    overview: "Whole promoter",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    whole: "Whole promoter",
    left: "Move left",
    right: "Move right",
    hint: "Drag to move, Shift-drag to zoom into a stretch, Ctrl-wheel or pinch to zoom, + and − on the keyboard.",
    readout: (at: string, base: string, importance: string, changes: string) =>
      `${at} ${base}, importance ${importance}; ${changes}`,
    change: (base: string, delta: string) => `to ${base} ${delta}`,
    notYet: "not computed yet",
    readoutEmpty: "Point at a base, or use the arrow keys, to read its values.",
    summary: (
      reference: number,
      spread: number,
      unit: string,
      bases: number,
      time: string,
      backend: BackendName,
    ) =>
      `${signed(reference)} ± ${unsigned(spread)} ${unit}; ${count(3 * bases, "mutant")} in ${time} on ${backendNames[backend]}`,
    window: (from: string, to: string, bases: number) => `${from} to ${to} (${count(bases, "base")})`,
  },
  chips: {
    more: (n: number) => `… and ${n.toLocaleString("en")} more.`,
    clear: (n: number) => `Remove all ${n.toLocaleString("en")}`,
  },
  progress: { cancel: "Cancel" },
  card: { open: "Model card", close: "Close", loading: "Loading the model card…", title: "Model card" },
  link: {
    otherVersion:
      "The link was made by another version of this page and could not be read; the example is shown instead.",
    unreadable: "The link is damaged and could not be read; the example is shown instead.",
    partial: "Your own text is too long for a link; the address leaves it out.",
    copy: "Copy link",
    copied: "Link copied",
    notCopied: "Copy it from the address bar",
  },
} as const;
