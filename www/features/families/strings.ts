import { position, signed } from "../../strings/format";
import { count, list } from "../../strings/words";

const strand = (sign: "+" | "-") => (sign === "+" ? "+ strand" : "\u2212 strand");
const places = (from: number, to: number) => `${position(from)} to ${position(to)}`;

/** TFs as families whose motifs cannot be told apart, each a term of the response. */
export const families = {
  title: "Which TFs drive this response",
  help: "The model's response is a sum: one term for each family of TFs, out of the sites of their motifs on the promoter, and one term that all promoters share. Nothing is estimated; the terms are the prediction.",
  running: "Adding up the terms\u2026",
  cancelled: "The terms were cancelled.",
  sum: (response: string, shared: string, families: number, sum: string) =>
    `Response ${response} = ${sum} from ${families} families of TFs and ${shared} that all promoters share`,
  rest: (difference: string) => ` (difference ${difference})`,
  search: "Search a TF",
  showAll: (n: number) => `Show all ${n}`,
  showTop: (n: number) => `Show the top ${n}`,
  table: "Families of TFs by what they add to the response",
  columns: {
    family: "TFs",
    contribution: "Adds",
    contributionHelp: "What the family adds to the response; all families and the shared term add up to it",
    sites: "Sites",
    sitesHelp: "Places of the promoter where a motif of the family fits, on either strand",
    without: "Without it",
    withoutHelp: "The response without the family's term",
  },
  choose: (name: string, value: string, sites: number) =>
    `${name}: ${value}, ${count(sites, "site")}; show its sites`,
  apart: (n: number) => `${count(n, "TF")}, not told apart`,
  noTf: "none of the model's TFs binds it",
  noMatch: (text: string) => `No TF matches \u201c${text}\u201d.`,
  noMotif: (n: number, all: number) => `${n} of the model's ${all} TFs: no motif known`,
  noMotifHelp:
    "Without a motif the model cannot find their sites, so that the sum has no term of theirs, whatever they do in the cell. Their levels still count as a sign of the condition.",
  noMotifOf: (names: string[]) => `${list(names)}: no motif known, so no term.`,
  termsLabel: "Terms:",
  sitesLabel: "Sites:",
  evidence: {
    column: "Evidence",
    columnHelp: "What experiments found of these TFs and this gene, apart from the model",
    pending: "\u2026",
    only: "Only families with evidence",
    noneOfThese: "None of these families has evidence.",
    none: "none found",
    notStudied: "not studied",
    edges: (tfs: readonly string[]) => `YEASTRACT: ${tfs.join(", ")}`,
    peaks: (tfs: readonly (readonly [string, number])[]) =>
      `ChIP-exo: ${tfs.map(([tf, peaks]) => `${tf} (${count(peaks, "peak")})`).join(", ")}`,
    help: (gene: string) =>
      `Evidence is what experiments found for ${gene} in S288C; the model was not asked. YEASTRACT: the TF binds the promoter and the gene\u2019s expression depends on the TF, in whatever conditions were looked at. ChIP-exo: summits of binding, in cells grown in YPD alone. What was not found may not have been looked for: \u201cnot studied\u201d stands where a family\u2019s TFs have nothing anywhere.`,
    edited: (gene: string) =>
      `This promoter is edited: the evidence, and the places of peaks, are those of ${gene} as it is in S288C.`,
    source: (source: string, licence: string) => `${source}; licence: ${licence}.`,
    noGene:
      "There is no evidence for this promoter: experiments are known of the genes of the model\u2019s own catalogue, by their names.",
    unknownGene: (gene: string) => `The evidence that comes with the model has nothing on ${gene}.`,
    running: "Fetching the evidence\u2026",
    cancelled: "The evidence was cancelled.",
    title: "Evidence",
    hasEdges: (gene: string, tfs: readonly string[]) => `YEASTRACT: ${list([...tfs])} to ${gene}`,
    noEdges: (gene: string, elsewhere: readonly string[]) =>
      elsewhere.length
        ? `YEASTRACT: none to ${gene} (to other genes: ${list([...elsewhere])})`
        : "YEASTRACT: none of these TFs was studied",
    hasPeaks: (peaks: readonly { tf: string; positions: readonly number[] }[]) =>
      `ChIP-exo in YPD: ${peaks
        .map(
          ({ tf, positions }) =>
            `${tf}, ${positions.length > 1 ? "peaks" : "peak"} at ${list(positions.map(position))}`,
        )
        .join("; ")}`,
    noPeaks: (elsewhere: readonly string[]) =>
      elsewhere.length
        ? `ChIP-exo in YPD: no peak here (peaks elsewhere: ${list([...elsewhere])})`
        : "ChIP-exo in YPD: none of these TFs was measured",
    conserved: (share: number) =>
      `Conservation: S. paradoxus and S. arboricola keep ${Math.round(share * 100)} % of what these sites are worth`,
    notConserved: "Conservation: no site to compare, or no relative",
    mark: (tf: string) => `ChIP-exo ${tf}`,
    noMarks: "no ChIP-exo peak",
  },
  file: "the terms",
  sitesFile: "the sites of all families",
  detail: {
    none: "No family is chosen.",
    many: (names: string[]) =>
      `${list(names)} bind motifs that sequence alone cannot tell apart. They share this term: the model cannot say which of them acts.`,
    one: (name: string) => `The term of ${name} alone.`,
    noTf: (motifs: string[]) =>
      `The term of the ${motifs.length > 1 ? "motifs" : "motif"} ${list(motifs)}, which none of the model's TFs binds.`,
    raises: "raises the response",
    lowers: "lowers the response",
    adds: "Adds",
    gone: "If it were gone",
    goneValue: (without: string, change: string) => `${without} (${change})`,
    value: (value: string, weight: string) =>
      `What the promoter has of its sites (${value}) times what the condition makes of them (${weight})`,
  },
  strip: (name: string) => `Sites of ${name} on the promoter`,
  stripTitle: (name: string, sites: number) =>
    `Sites of ${name}: ${sites}; + strand in the upper rows, \u2212 strand in the lower`,
  stripFile: "the sites of the family",
  laneTitle: (families: string[], sites: number) =>
    `Sites of ${list(families)}: ${sites}; \u203a reads on the + strand, \u2039 on the \u2212 strand; orange raises, blue lowers`,
  onTrack: "Show them under the bases",
  sites: {
    title: "Sites",
    list: (name: string) => `Sites of ${name}, the largest part first`,
    none: "This promoter has no site that is half occupied; what the family adds comes from weak sites.",
    item: (motif: string, from: number, to: number, sign: "+" | "-") =>
      `Motif ${motif}, ${places(from, to)}, ${strand(sign)}`,
    carries: (value: number) => `carries ${signed(value, 3)}`,
    carriesHelp:
      "A site's part of the term; all sites and the weak ones add up to the term. Losing a site costs another amount, as the others make up for part of it: the predictions are beside it.",
    weak: (value: number) => `Weaker sites together: ${signed(value, 3)}`,
    previewRunning: "Predicting the promoter without each site\u2026",
    previewCancelled: "The predictions without each site were cancelled.",
    again: "Run it again",
    delete: "Delete it",
    replace: "Replace it",
    deleteOf: (name: string, bases: string, response: string, change: string) =>
      `Delete ${bases} of ${name}: response ${response}, change ${change}`,
    replaceOf: (name: string, bases: string, by: string, response: string, change: string) =>
      `Replace ${bases} of ${name} by ${by}: response ${response}, change ${change}`,
    after: (bases: string, by: string, response: string, change: string) =>
      `${bases} \u2192 ${by || "nothing"}: ${response} (${change})`,
    pending: "\u2026",
    editHelp:
      "Both change the site's core: deleted, what lies upstream moves closer; replaced (A by C, C by A, G by T, T by G), everything else stays where it is. The edited promoter stands beside the original in the map, and can be undone.",
  },
  map: {
    title: "Map of TF families",
    help: "What every family adds, for many responses at once; sort, search and cluster it like the map of responses. A cell chooses its response and its family.",
    kinds: {
      promoters: "All promoters, this condition",
      conditions: "This promoter, all conditions",
    },
    of: {
      promoters: (condition: string) => `What each family adds in ${condition}`,
      conditions: (promoter: string) => `What each family adds to ${promoter}`,
    },
    running: "Computing the terms of every response\u2026",
    cancelled: "The map of TF families was cancelled.",
    file: "the map of TF families",
  },
} as const;
