import type { TfChange } from "../../engine/messages";
import { signed } from "../../strings/format";
import { count, some } from "../../strings/words";

const changeNames: Record<TfChange, string> = {
  "knock-out": "Knock-out",
  "knock-down": "Knock-down",
  overexpression: "Overexpression",
};

export const tfs = {
  modelMean: "the model's mean levels",
  none: "This model takes no TF levels.",
  ownTerms: {
    pairs:
      "In this model effects of two TFs always add up: each takes its own term away or raises it. TFs of one family share their term, so that taking out two of them is taking out one.",
    levels: "Change the condition's TF levels",
    levelsHelp:
      "The model reads the condition from the levels of all TFs, so that a level moves the terms of every family: it says in which state the cell is, and takes no TF away. The map and the terms follow.",
  },
  waiting: "Choose a value in the map to see the TFs behind it.",
  limitsTitle: "What this can and cannot tell",
  limit:
    "All of this says what the model relies on, not what binds. A high contribution is not evidence that the TF regulates the gene.",
  notTested:
    "How far this model's rankings and predicted knock-outs agree with measured regulation is not known: its manifest says nothing of it.",
  compare: "Compared with",
  compareHelp: "Contributions explain the difference in response between the condition and this one.",
  unitOf: (unit: string) =>
    `All numbers: ${unit}${unit.startsWith("log2 ratio") ? " (+1 is twice, −1 half)" : ""}.`,
  unitHelp: (level: string, response: string) => {
    const isSame = level === response || !level;
    const units = isSame ? `Levels and responses: ${response}` : `Levels: ${level}; responses: ${response}`;
    return `${units}${response.startsWith("log2 ratio") ? " (+1 is twice, −1 half)" : ""}. Contributions and effects are differences of responses.`;
  },
  search: "Search a TF",
  searchPlaceholder: (names: string[]) => names.join(", "),
  sort: "Sort by",
  showAll: (n: number) => `Show all ${n}`,
  showTop: (n: number) => `Show the top ${n}`,
  noMatch: (text: string) => `No TF matches “${text}”.`,
  open: (tf: string) => `${tf}: open its slider`,
  openFamily: (tf: string) => `${tf}: show its family`,
  download: (format: string) => `Download ${format.toUpperCase()}`,
  downloadOf: (what: string, format: string) => `Download ${what} as ${format.toUpperCase()}`,
  model: (id: string, version: string) => `Model: ${id} ${version}`,
  again: "Run it again",
  columns: {
    tf: "TF",
    level: "Level",
    levelHelp: "Log2 ratio to the reference, in this condition",
    referenceLevel: "Compared",
    referenceLevelHelp: "Level in the condition that is compared with",
    contribution: "Contribution",
    contributionHelp: "What the TF adds to the difference in response",
    changed: "Set to",
    changedHelp: "The level after the change",
    effect: "Effect",
    effectHelp: "Response after the change minus before",
    after: "Response",
    afterHelp: "Response after the change",
    mean: "Mean",
    meanHelp: "Mean contribution over the promoters",
    size: "Mean size",
    sizeHelp: "Mean of the contribution's size, whatever its sign; what is ranked by",
    spread: "Spread",
    spreadHelp: "Standard deviation over the promoters: how much the TF tells them apart",
    action: "What if",
  },
  levels: {
    title: "Turn TFs up and down",
    help: "A slider sets a TF's level; the map, the tracks and everything below follow. Double-click takes it back.",
    empty: "Find a TF here, or choose one in the lists below.",
    add: "Open a TF's slider",
    addHelp: "Standard or systematic name.",
    list: "TF sliders",
    step: (tf: string) => `level of ${tf}`,
    resetStep: (names: string[]) => `${some(names, 3)} back to the measured level`,
    level: (tf: string) => `Level of ${tf}, log2 ratio`,
    exact: (tf: string) => `Level of ${tf} as a number, log2 ratio`,
    own: (level: string) => `own ${level}`,
    mean: (level: string) => `mean ${level}`,
    ownTick: "The condition's own level",
    meanTick: "The model's mean level",
    reset: "Reset",
    resetOf: (tf: string) => `Reset ${tf}`,
    resetAll: "Reset all",
    remove: (tf: string) => `Remove ${tf}`,
    response: (row: string, column: string, value: string, unit: string) =>
      `${row} in ${column}: ${value} ${unit}`,
    before: (value: string, change: string) => `was ${value}, change ${change}`,
    file: "the levels",
    value: (level: string) => `${level} log2 ratio`,
  },
  contributions: {
    title: "Which TFs drive this response",
    help: "DeepLIFT contributions of every TF level, the promoter being what it is.",
    running: "Attributing the response to TFs…",
    cancelled: "The attribution was cancelled.",
    chart: (most: number) => `The ${most} largest contributions`,
    chartOf: (row: string, column: string, reference: string) =>
      `Contributions of TFs: ${row} in ${column}, compared with ${reference}`,
    axis: (unit: string) => `Contribution (${unit})`,
    bar: (tf: string, value: string, level: string, reference: string) =>
      `${tf} ${value} ${level} vs ${reference} (its levels here and compared); open its slider`,
    levels: (level: string, reference: string) => `${level} vs ${reference}`,
    detail: "level vs compared",
    sorts: { contribution: "Contribution", name: "Name", level: "Level" },
    sum: (response: string, reference: string, name: string) =>
      `Response ${response}, with ${name} ${reference}`,
    difference: (difference: string, sum: string, error: string) =>
      `difference ${difference}, sum of all contributions ${sum} (error ${error})`,
    rest: (n: number, sum: string) => `The other ${count(n, "TF")} together: ${sum}`,
    file: "the contributions",
  },
  effects: {
    title: "What if a TF were changed",
    help: {
      "knock-out": "Each TF's level set to −3 (an eighth of the reference), one at a time.",
      "knock-down": "Each TF's level lowered by 1 (to half of what it is), one at a time.",
      overexpression: "Each TF's level set to +4 (sixteen times the reference), one at a time.",
    } satisfies Record<TfChange, string>,
    ownTermsHelp: {
      "knock-out": "Each TF's term taken out, one at a time.",
      "knock-down": "Each TF's term halved, one at a time.",
      overexpression:
        "Each TF raised to sixteen times the reference, one at a time: its sites count for more. It always counts as activation, whatever the TF.",
    } satisfies Record<TfChange, string>,
    sharedTerms: "TFs of one family share their term, and with it the effect.",
    change: "Change",
    names: changeNames,
    running: "Changing every TF…",
    cancelled: "The changes were cancelled.",
    tryIt: "Try it",
    tryOf: (change: TfChange, names: string[], response: string) =>
      `Try it: ${changeNames[change].toLowerCase()} of ${names.join(" and ")}, response ${response}`,
    step: (change: TfChange, names: string[]) =>
      `${changeNames[change].toLowerCase()} of ${names.join(" and ")}`,
    table: (change: TfChange) => `Effect of the ${changeNames[change].toLowerCase()} of each TF`,
    promise: (response: number) => `response ${signed(response)}`,
    summary: (response: string) => `Response as it is: ${response}`,
    file: "the effects",
  },
  pairs: {
    title: "Two at once",
    help: "What two changes do together beyond the sum of each alone. Near zero: they act apart. On the diagonal: each alone.",
    running: "Changing pairs of TFs…",
    cancelled: "The pairs were cancelled.",
    add: "Add a TF to the pairs",
    addHelp: "Of the TFs with the largest effects; add others, or take some out.",
    chosen: "TFs of the pairs",
    remove: (tf: string) => `Take ${tf} out of the pairs`,
    back: "The largest again",
    table: "Excess of each pair over the sum of the two; arrow keys move",
    detail: (first: string, second: string, together: string, sum: string, excess: string) =>
      `${first} and ${second}: together ${together}, sum of each alone ${sum}, excess ${excess}`,
    single: (tf: string, effect: string) => `${tf} alone: ${effect}`,
    few: "Choose two TFs or more.",
    file: "the pairs",
  },
  network: {
    title: "TFs and promoters",
    help: "The TFs that contribute most to these promoters in this condition. A wide line is a large contribution; solid orange raises, dashed blue lowers.",
    running: "Attributing several promoters…",
    cancelled: "The network was cancelled.",
    label: "Network of TFs and promoters",
    tfs: "TFs",
    promoters: "Promoters",
    tf: (name: string, strongest: string) => `TF ${name}; ${strongest}; open its slider`,
    promoter: (name: string, strongest: string) => `Promoter ${name}; ${strongest}; choose it in the map`,
    edge: (name: string, value: string) => `${name} ${value}`,
    noEdge: "no large contribution",
    readout: "Point at a TF or a promoter, or move to it with Tab, to read its lines.",
    raises: "raises",
    lowers: "lowers",
    fewer: (shown: number, all: number) =>
      `${shown} of the map's ${all.toLocaleString("en")} promoters: the chosen one and the first others.`,
    asTable: "The same as a table",
    table: "Contributions of the network's TFs to its promoters",
    file: "the network",
    fileTitle: (column: string, reference: string) =>
      `TFs and promoters in ${column}, compared with ${reference}`,
    fileNote: (unit: string) =>
      `Width: size of the contribution (${unit}). Solid orange raises, dashed blue lowers.`,
  },
  ranking: {
    title: "Over many genes",
    help: (promoters: number, column: string) =>
      `Which TFs drive ${column} over all ${count(promoters, "promoter")} of the map.`,
    running: "Attributing every promoter…",
    cancelled: "The ranking was cancelled.",
    start: (promoters: number) => `Rank over ${count(promoters, "promoter")}`,
    summary: (promoters: number, column: string, reference: string, error: string) =>
      `${count(promoters, "promoter")} in ${column}, compared with ${reference} (largest error ${error})`,
    outdated: "The map or the condition has changed since.",
    table: "TFs ranked by the mean size of their contributions",
    file: "the ranking",
  },
} as const;
