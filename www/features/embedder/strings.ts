import type { BackendName, EmbeddingSpec } from "../../engine/messages";
import { backendNames } from "../../strings/engine";
import { count, list } from "../../strings/words";

const shape = (sizes: readonly number[]) => sizes.join(" × ");

/** "a minute", for somebody who waits. */
function duration(seconds: number): string {
  if (seconds < 90) return count(Math.max(1, Math.round(seconds)), "second");
  return count(Math.round(seconds / 60), "minute");
}

/** Making embeddings in the page. */
export const embedder = {
  title: "Make embeddings",
  open: "Make them here…",
  help: ({ name, positions, width }: EmbeddingSpec) =>
    `A language model of DNA makes the vectors that “${name}” reads, ${shape([positions, width])} for each promoter, on this computer.`,
  embedder: "Language model",
  files: "Its files",
  filesHelp:
    "The authors’ config.json and model.safetensors (or pytorch_model.bin) of PlantCaduceus or another Caduceus; or embedder.json and weights.safetensors of “cisight import”.",
  kinds: { config: "configuration", weights: "weights" },
  checking: "Checking the weights against the configuration…",
  notAdded: "The language model was not added.",
  added: (title: string, size: string) => `${title} was added and is kept in this browser (${size}).`,
  titled: (architecture: string, layers: number, width: number, file: string) =>
    `${architecture}, ${count(layers, "layer")} of ${width} (${file})`,
  useNamed: (title: string) => `Use ${title}`,
  list: "Kept language models",
  listHelp:
    "They are kept in this browser only, with the windows that they embedded: those are not computed again.",
  item: (size: string, windows: number) => `${size}, ${count(windows, "window")} embedded`,
  sequences: "Sequences to embed",
  sequencesHelp: ({ name }: EmbeddingSpec) =>
    `FASTA, under the promoters’ names: what “${name}” was trained on, which may be longer than the promoter. Variants are further records.`,
  sequencesPlaceholder: ">a promoter's name\nACGT…",
  core: "Bases of a position",
  coreHelp: (positions: number) =>
    `Empty: as many as divide the first sequence into ${count(positions, "position")}. Each is read in the middle of a window.`,
  flanked: "The sequences bring what windows reach beyond their first and last position",
  flankedHelp: "Of 5,262 bases and 250 a position, 20 positions are then in whole windows of 512.",
  make: "Make embeddings",
  cancelled: "Cancelled. The windows that were done are kept: the next time begins behind them.",
  preparing: "Loading the language model…",
  running: (done: number, total: number, secondsLeft: number | undefined) =>
    `${done.toLocaleString("en")} of ${count(total, "window")}${secondsLeft === undefined ? "" : `, about ${duration(secondsLeft)} left`}`,
  made: (sequences: number, positions: readonly number[], width: number) =>
    `${count(sequences, "embedding")} of ${shape([positions.length === 1 ? positions[0]! : Math.min(...positions), width])}${positions.length > 1 ? ` to ${shape([Math.max(...positions), width])}` : ""}.`,
  windows: (computed: readonly [BackendName, number][], found: number, seconds: number) => {
    const made = list(
      computed.map(([backend, n]) => `${n.toLocaleString("en")} on ${backendNames[backend]}`),
    );
    const done = made ? `Windows computed: ${made}, in ${duration(seconds)}` : "No window was computed";
    return `${done}; ${found.toLocaleString("en")} were known before.`;
  },
  other: (positions: readonly number[], width: number, needed: readonly [number, number]) =>
    `The input reads ${shape(needed)} and these are ${list(positions.map((own) => shape([own, width])))}: change the bases of a position or the sequences’ lengths${width === needed[1] ? "" : ", or take the language model that it was trained with"}. You can save them all the same.`,
  unknown: (letters: number) => `${count(letters, "letter")} other than A, C, G and T read as unknown.`,
  short: (sequences: number, core: number) =>
    `The last position of ${count(sequences, "sequence")} has fewer than ${count(core, "base")}, and is the mean of those.`,
  notKept: "This browser keeps no windows (a private window, or no room): they will be computed again.",
  use: (name: string) => `Use them as “${name}”`,
  save: "Save as .npz",
  fileName: (title: string) => `made by ${title}`,
  noEmbedder: "Add a language model first: choose its two files above.",
  oneOfEach: (names: string[]) =>
    `Choose one configuration (.json) and one file of weights; these are ${list(names)}.`,
  noSequences: "Give the sequences to embed, as FASTA.",
  badCore: (text: string) => `“${text}” is no number of bases; write a whole number from 1 on, or nothing.`,
} as const;
