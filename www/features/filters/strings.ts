import { position } from "../../strings/format";
import { count } from "../../strings/words";

/** What the kernels of a first convolution look for. */
export const filters = {
  title: "Motifs of the model",
  named:
    "The features of this model are families of named motifs: what it looks for are these motifs themselves. What each adds to a response is in the view of the transcription factors, its sites in the view of the bases.",
  help: (promoters: number, share: number, known: string) =>
    `What activates the kernels of the first convolution: stretches of ${promoters.toLocaleString("en")} natural sequences with more than ${Math.round(share * 100)} % of the largest activation that any of them gives. Compared with ${known} by Tomtom\u2019s method; a known motif is named where q < 0.05. Letters are as high as they are informative (2 bits at most).`,
  listed: (shown: number, all: number, alike: number) =>
    `${count(shown, "kernel")}${all > shown ? ` of ${all.toLocaleString("en")}` : ""}, of each known motif the one that is most like it first; ${alike.toLocaleString("en")} resemble one.`,
  list: "Motifs of the first kernels",
  places: (from: number, to: number, most: string) =>
    `Sites along the sequence, ${position(from)} to ${position(to)}; most at ${most}`,
  bin: (from: number, to: number) => `${position(from)} to ${position(to)}`,
  onlyNamed: "Only those that resemble a known motif",
  file: "the motifs, in MEME\u2019s format",
  save: "Download MEME",
  table: "the motifs of the kernels",
  none: "The model comes without motifs of its kernels; cisight grammar computes them.",
} as const;
