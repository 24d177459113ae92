import { position } from "../../strings/format";
import { count } from "../../strings/words";
import { designExtras } from "./extra-strings";

const region = ([first, last]: readonly [number, number]) => `${position(first)} to ${position(last)}`;

const spoken = { raise: "Raise", lower: "Lower", keep: "Keep", reach: "Reach", ignore: "Ignore" } as const;

export const design = {
  ...designExtras,
  title: "Design a promoter",
  help: "Finds the mutations that bring the chosen promoter nearest to what you want of it.",
  limits:
    "These are predictions of the model: every value is the model's own for the whole mutated sequence. None was tested in cells.",
  goals: "Goals",
  goalsHelp:
    "Keep holds the response where it is: each unit away costs as much as a unit gained elsewhere brings. Reach brings it to a value, or into a range.",
  goal: spoken,
  goalOf: (condition: string) => `Goal in ${condition}`,
  addCondition: "Add a condition",
  addConditionEmpty: "Choose one…",
  othersIgnored: (n: number) => `${count(n, "other condition")} ${n === 1 ? "is" : "are"} ignored.`,
  resetGoals: "Reset the goals",
  moreWeights: "Weights",
  weight: "Weight",
  weightOf: (condition: string) => `Weight of ${condition}`,
  weightHelp: "How much a unit of the response counts in each condition; 1 where you leave it.",
  changes: "Mutations at most",
  changesHelp: "Single-base changes, 1 to 20.",
  beam: "Search",
  beams: {
    1: "Greedy: the best mutation each time (fastest)",
    3: "Wider: keeps the 3 best promoters",
    8: "Widest: keeps the 8 best promoters (slowest)",
    0: "Evolution: 40 generations, for many changes at once",
  },
  regions: "Protected regions",
  regionsHelp: (anchor: string, example: readonly [number, number]) =>
    `Stay as they are. Positions relative to the ${anchor}, both ends included: ${region(example)}.`,
  from: "From",
  to: "to",
  fromOf: (n: number) => `Protected region ${n}, from`,
  toOf: (n: number) => `Protected region ${n}, to`,
  addRegion: "Add a region",
  removeRegion: (n: number) => `Remove protected region ${n}`,
  core: (anchor: string, downstream: number) =>
    `Protect the core promoter (${downstream ? `100 bases before the ${anchor}` : "last 100 bases"})`,
  flanks: (left: number, right: number) =>
    `Protect the constant bases (first ${left}, last ${right}); always, they are the assay's`,
  start: "Find mutations",
  again: "Search again",
  cancelled: "The search was cancelled.",
  running: "Searching…",
  runningRound: (round: number, rounds: number) => `Searching mutation ${round} of ${rounds}…`,
  runningGeneration: (round: number, rounds: number) => `Searching, generation ${round} of ${rounds}…`,
  runningDesign: (design: number, designs: number, text: string) => `Design ${design} of ${designs}. ${text}`,
  remaining: (seconds: number) => (seconds < 1.5 ? "almost done" : `about ${Math.ceil(seconds)} s left`),
  needsGoal:
    "Choose Raise or Lower for at least one condition, or give one a value with Reach; there is nothing to search for otherwise.",
  badChanges: "Give a whole number from 1 to 20.",
  badWeight: "Give a number above 0 and at most 100.",
  badPosition: (upstream: number, downstream: number) =>
    upstream && downstream
      ? `Give two whole numbers from −${upstream} to ${downstream}, without 0.`
      : `Give two whole numbers from ${upstream ? `−${upstream} to −1` : `1 to ${downstream}`}.`,
  badOrder: (example: readonly [number, number]) =>
    `The first position has to come before the second: ${region(example)}.`,
  nothingFree: (sequence: string) =>
    `The protected regions leave no base of the ${sequence} to change; shorten one of them.`,
  summary: (changes: number, promoter: string, time: string) =>
    `${count(changes, "mutation")} for ${promoter}, found in ${time}`,
  none: (promoter: string, isProtected: boolean) =>
    `No single mutation${isProtected ? " outside the protected regions" : ""} brings ${promoter} nearer to these goals.`,
  missed: (condition: string, wanted: "raise" | "lower", change: number) => {
    const found = change === 0 ? "stays as it is" : change > 0 ? "rises" : "falls";
    return `${condition} was to be ${wanted === "raise" ? "raised" : "lowered"} but ${found}; nothing better was found within these bounds.`;
  },
  missedTarget: (condition: string, low: string, high: string, found: string) =>
    `${condition} was to reach ${low === high ? low : `${low} to ${high}`} and comes to ${found}; nothing better was found within these bounds.`,
  missedMark: "goal missed",
  searched: (most: number, beam: number, generations: number | undefined, regions: string) =>
    `At most ${count(most, "mutation")}, ${generations ? `${generations} generations` : beam === 1 ? "greedy search" : `search width ${beam}`}${regions ? `, protected: ${regions}` : ""}.`,
  gone: (promoter: string) =>
    `${promoter} has another sequence now or is no longer among the promoters; search again to design what is there.`,
  changed: (promoter: string) =>
    `${promoter} was changed after this search; applying it puts the design in the place of that change.`,
  otherChosen: (promoter: string) => `This design is for ${promoter}, not for the promoter chosen now.`,
  apply: (n: number) => (n === 1 ? "Apply the mutation" : `Apply all ${n} mutations`),
  applied: "Applied",
  tryUpTo: "Try up to here",
  tryLabel: (step: number, change: string) => `Try up to here: mutation ${step}, ${change}`,
  step: "Step",
  change: "Mutation",
  atStart: "Start",
  whole: "Change in all",
  tableLabel: "Mutations in their order, with the response after each",
  figureTitle: (promoter: string, mutations: number) =>
    `${promoter}: responses over ${count(mutations, "designed mutation")}`,
  tableHelp: (unit: string) =>
    `Response (${unit}) after each mutation; in brackets, what the mutation changed.`,
  mutation: (position: string, from: string, to: string) =>
    from && to ? `${position} ${from}→${to}` : to ? `${position} insert ${to}` : `${position} delete ${from}`,
  label: (n: number) => `design of ${count(n, "mutation")}`,
  chart: (series: string) => `Response after each mutation. ${series}`,
  series: (name: string, from: string, to: string) => `${name}: ${from} to ${to}`,
  axisX: "Mutations",
  axisY: (unit: string) => `Response (${unit})`,
} as const;
