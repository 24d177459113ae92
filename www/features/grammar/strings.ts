import { position, signed } from "../../strings/format";
import { count } from "../../strings/words";

const q = (value: number) => (value < 0.001 ? value.toExponential(0) : value.toFixed(3));

/** Features that are read with kernels: what each adds, what it looks for, and which keep company. */
export const grammar = {
  waiting: "Choose a value of the map.",
  file: {
    noJson: "The model\u2019s grammar file is no JSON; load the model again.",
    refused: (place: string) =>
      `The model\u2019s grammar file lacks \u201c${place}\u201d or has something else in its place; load the model again.`,
    running: "Fetching what the kernels look for\u2026",
    cancelled: "Fetching was cancelled.",
    again: "Fetch it again",
    none: "The model comes without motifs of its kernels; cisight grammar computes them.",
  },
  terms: {
    title: "What this promoter\u2019s features add",
    help: "The model\u2019s response is a sum: each kernel\u2019s mean over the promoter times a weight that the promoter itself sets, and one term that all promoters share. Nothing is estimated; the terms are the prediction.",
    running: "Adding up the features\u2026",
    cancelled: "The features were cancelled.",
    again: "Run it again",
    table: "Kernels by what they add to the response",
    columns: {
      kernel: "Kernel",
      motif: "Looks for",
      value: "Mean",
      valueHelp: "The kernel\u2019s mean over all places of the promoter",
      weight: "Weight",
      weightHelp: "What a unit of the mean is worth in this promoter",
      adds: "Adds",
      addsHelp: "Mean times weight; all kernels and the shared term add up to the response",
      places: "Best places",
      placesHelp:
        "Places that come near the kernel\u2019s largest activation, and their part of what it adds",
    },
    sum: (response: string, shared: string, features: number, sum: string, difference: string) =>
      `Response ${response} = ${sum} from ${count(features, "kernel")} and ${shared} that all promoters share (difference ${difference})`,
    showAll: (n: number) => `Show all ${n}`,
    showTop: (n: number) => `Show the top ${n}`,
    choose: (name: string, value: string, places: number) =>
      `${name}: ${value}, ${count(places, "place")}; show where it acts`,
    looksFor: (consensus: string) => `looks for ${consensus}`,
    noPlaces: "none",
    file: "what the features add",
  },
  where: {
    title: (name: string) => `Where ${name} acts`,
    strip: (name: string, n: number, places: number) =>
      `${name}: ${count(n, "place")} carry ${places} % of what it adds`,
    list: (name: string) => `Best places of ${name}, the largest part first`,
    place: (from: number, to: number, value: number) =>
      `${position(from)} to ${position(to)}: ${signed(value, 3)}`,
    others: (value: number) => `All other places together: ${signed(value, 3)}`,
    help: "A feature is a mean over all places, so every base counts a little wherever it stands. What changing a base does is in the view of the bases.",
    none: "No place of this promoter comes near the kernel\u2019s largest activation.",
  },
  kernels: {
    title: "What the kernels look for",
    help: (promoters: number, share: number, known: string) =>
      `Counted from places of ${promoters.toLocaleString("en")} yeast promoters that activate a kernel by more than ${Math.round(share * 100)} % of its largest activation, on the strand that is read; compared with ${known} by Tomtom\u2019s method. A known motif is named where q < 0.05; letters are as high as they are informative (2 bits at most).`,
    resemble: (n: number, all: number) =>
      n
        ? `${n} of ${count(all, "kernel")} resemble a known motif.`
        : `None of the ${all} kernels resembles a known motif.`,
    like: (name: string, value: number) => `like ${name} (q ${q(value)})`,
    closest: (name: string, value: number) => `closest ${name}, no match (q ${q(value)})`,
    sites: (sites: number, promoters: number) => `${count(sites, "site")} in ${count(promoters, "promoter")}`,
    list: "Motifs of the kernels",
  },
  pairs: {
    title: "Kernels that keep company",
    help: (promoters: number) =>
      `In ${promoters.toLocaleString("en")} yeast promoters: how many have sites of both, beside what to expect if the two were independent, and the median distance of their nearest sites, beside that of sites of different promoters. Promoters alike in composition share kernels that ask for it: company alone is no evidence that two act together.`,
    none: "No two kernels keep company.",
    table: "Pairs of kernels by how surely they keep company",
    columns: {
      pair: "Pair",
      both: "With both",
      bothHelp: "Promoters with sites of both, and how many to expect",
      odds: "Odds ratio",
      q: "q",
      qHelp: "Share of false findings at this pair: Fisher\u2019s exact test, Benjamini and Hochberg",
      distance: "Distance",
      distanceHelp: "Median number of bases between the nearest sites, and by chance",
      distanceQ: "q of distance",
    },
    name: (first: string, second: string) => `${first} and ${second}`,
    both: (found: number, expected: number) =>
      `${found.toLocaleString("en")} (${Math.round(expected).toLocaleString("en")})`,
    distance: (found: number, chance: number) => `${found} (${chance})`,
    noDistance: "too few",
    choose: (name: string) => `${name}: show their distances`,
    q,
    chart: (name: string) => `Distances between ${name}`,
    chartHelp: "Bars: promoters whose nearest sites are so far apart. Line: what chance makes of it.",
    axis: "bases between the nearest sites",
    promoters: "promoters",
    summary: (name: string, median: number, chance: number, upstream: number) =>
      `${name}: median distance ${median}, by chance ${chance}; the first stands upstream in ${Math.round(upstream * 100)} % of promoters`,
    file: "the pairs of kernels",
  },
  clusters: {
    title: "Promoters of the map, by what their features add",
    help: "Ward\u2019s clusters of the features\u2019 contributions, the highest mean response first. Each is described by the kernels that set it apart from the other promoters.",
    few: "Clusters need two promoters in the map.",
    many: (most: number) =>
      `The map has more promoters than are clustered here (${most.toLocaleString("en")}); cisight features clusters them.`,
    running: "Clustering the promoters\u2026",
    cancelled: "Clustering was cancelled.",
    again: "Run it again",
    wanted: "Clusters",
    table: "Clusters of promoters",
    columns: {
      cluster: "Cluster",
      promoters: "Promoters",
      mean: "Mean response",
      deviation: "SD",
      features: "Set apart by",
    },
    feature: (name: string, by: number) => `${name} ${signed(by, 2)}`,
    file: "the clusters",
  },
} as const;
