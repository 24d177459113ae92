import { position, signed } from "../../strings/format";
import { count, some } from "../../strings/words";

const p = (value: number) =>
  (value < 1e-3 ? value.toExponential(1) : value.toPrecision(2)).replace("-", "\u2212");
const strand = (sign: "+" | "-") => (sign === "+" ? "+" : "\u2212");
const places = (from: number, to: number) => `${position(from)} to ${position(to)}`;

/** Further tracks below the mutagenesis. */
export const layers = {
  title: "More tracks",
  names: {
    sites: "Sites of TF families",
    gradient: "Input \u00d7 gradient",
    deeplift: "DeepLIFT",
    "integrated-gradients": "Integrated gradients",
    "grad-cam": "Grad-CAM",
    motifs: "Motif matches",
    seqlets: "Seqlets",
  },
  help: {
    sites:
      "Sites of the motifs that the response is a sum over: those of the family chosen in the TF view, or of the five that add most.",
    gradient:
      "What the response would gain per base if the model were a straight line at this promoter; centred over A, C, G, T.",
    deeplift: "Each base's part of the difference to shuffled promoters, by DeepLIFT's rescale rule.",
    "integrated-gradients":
      "Each base's part of the difference to shuffled promoters, by gradients along the way between them.",
    "grad-cam": "Where along the sequence the network looks; not in which direction a base acts.",
    motifs: "Places on either strand that fit a TF's matrix.",
    seqlets: "Stretches that stand out on the importance track, and the motif that names them best.",
  },
  lane: (name: string, unit: string) => `${name} (${unit}), up = base supports expression`,
  gradCamLane: "Grad-CAM (no unit): where the network looks, not in which direction",
  gradCamNote:
    "Grad-CAM (Selvaraju et al. 2017), as Camformer's authors use it: how active the channels of the last convolution are that raise the response, each weighted by its mean gradient. It says where the network looks, not whether a base supports expression or holds it back. It has no unit; there is one value per column of that convolution, several bases wide, with straight lines between.",
  motifLane: (pValue: number, hits: number) =>
    `Motif matches, p \u2264 ${p(pValue)}: ${hits.toLocaleString("en")}; + strand in the upper rows, \u2212 strand in the lower`,
  seqletLane: (n: number) =>
    `Seqlets of the importance track: ${n}; with the motif that names them and its corrected p`,
  running: (name: string) => `${name}\u2026`,
  cancelled: (name: string) => `${name} was cancelled.`,
  waiting: (name: string) => `${name}: follows when the mutagenesis is done.`,
  again: "Run it again",
  pValue: "Motif matches with p up to",
  p,
  gradientNote: "no reference: a slope at this promoter, whose sum need not be the response",
  reference: (
    shuffled: number,
    isAlone: boolean,
    reference: string,
    sum: string,
    errorSize: string,
    unit: string,
  ) =>
    `reference: ${count(shuffled, "dinucleotide shuffle")} of this promoter${isAlone ? "" : " in the same condition"}, mean response ${reference}; the bases sum to ${sum}; completeness error |f(x) \u2212 f(ref) \u2212 sum| = ${errorSize} ${unit}`,
  here: (value: string) => `here ${value}`,
  noMotifs: "The model brings no motif matrices; give your own below.",
  noHits: "none found",
  noneHere: "none here",
  hit: (name: string, sign: "+" | "-", from: number, to: number, score: number, pValue: number) =>
    `${name} (${strand(sign)}) ${places(from, to)}, ${score.toFixed(1)} bits, p ${p(pValue)}`,
  site: (name: string, family: string, sign: "+" | "-", from: number, to: number, carried: string) =>
    `${name} (${strand(sign)}) ${places(from, to)} carries ${carried} of ${family}`,
  sitesHelp: "What a site carries is its part of its family's term; losing it costs another amount.",
  seqlet: (from: number, to: number, total: number, pValue: number, unit: string) =>
    `${places(from, to)}, sum ${signed(total, 2)} ${unit}, p ${p(pValue)}`,
  named: (name: string, sign: "+" | "-", pValue: number) =>
    `${name} (${strand(sign)}), corrected p ${p(pValue)}`,
  unnamed: "no motif fits",
  motifsFrom: (n: number) => `${count(n, "motif")} of the model's TFs (JASPAR, CC BY 4.0).`,
  otherMotifs: "Other motifs",
  otherHelp:
    "MEME motif format or JASPAR's: paste, drop or open a file. Empty: the matrices of the model's TFs.",
  otherPlaceholder:
    "MEME version 5\n\nALPHABET= ACGT\n\nMOTIF my_motif\nletter-probability matrix: w= 6\n\u2026",
  withoutMatrix: (ids: string[]) => `Left out because they have no matrix: ${some(ids)}.`,
  ownMotifs: (n: number) =>
    `${count(n, "motif")} read; matches and seqlets use these instead of the model's.`,
} as const;
