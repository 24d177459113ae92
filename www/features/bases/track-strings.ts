import type { BackendName } from "../../engine/messages";
import { backendNames } from "../../strings/engine";
import { count } from "../../strings/words";

export const track = {
  title: "Bases behind the prediction",
  in: "in",
  plotTitle: (unit: string) =>
    `Importance (${unit}) = minus the mean change over the three other bases; up = base supports expression`,
  plotTitleShort: (unit: string) => `Importance (${unit}), up = supports`,
  constant: "constant",
  constantNote: "Shaded: the constant bases of the construct.",
  convention:
    "A base's importance is minus the mean change over the three other bases: it points up where the base supports expression, down where it holds expression back.",
  conventionShort:
    "Importance = minus the mean change over the three other bases; up where the base supports expression.",
  noPicture: "This browser could not make the picture; try SVG, which needs no canvas.",
  figureDark: "Dark figure",
  figureTitle: (promoter: string, condition: string) => `${promoter} in ${condition}`,
  figureSubtitle: (response: string, unit: string, from: string, to: string) =>
    `Predicted response ${response} ${unit}; positions ${from} to ${to}`,
  figureModelShort: (id: string, version: string) => `Model ${id} ${version}; Cisight`,
  figureModel: (id: string, version: string, bases: number) =>
    `Model ${id} ${version}; Cisight, in-silico mutagenesis of ${count(bases, "base")}`,
  genomeFile: (format: string) => `Download ${format}`,
  /** Without a place: its own. */
  coordinates: (place: string) =>
    place ? `Files for genome browsers: at ${place}` : "Files for genome browsers: positions in the promoter",
  unit: "log2 ratio",
  axis: (anchor: string, downstream: number) =>
    `Position relative to the ${anchor} (−1 is the base before it${downstream ? ", 1 the one behind" : ""})`,
  importance: "importance",
  deltas: "Change when mutated to",
  bases: "Bases",
  running: "Mutating every base…",
  waitsForGrid: "The bases follow: the map is still being predicted.",
  cancelled: "The mutagenesis was cancelled.",
  again: "Run it again",
  waiting: "Choose a value in the table to see the bases behind it.",
  label:
    "Mutagenesis track. Left and right move by a base, with Shift they select, with Control they move by ten; A, C, G and T mutate the base, Delete deletes, Insert inserts; plus and minus zoom, Home and End go to the ends.",
  labelReadOnly: (sequence: string) =>
    `Mutations of the ${sequence}, to be read. Left and right move by a base, with Shift they select, with Control they move by ten; plus and minus zoom, Home and End go to the ends.`,
  hintReadOnly: "Drag to move, Shift-drag or Shift and arrows to select, Ctrl-wheel, pinch, + and − to zoom.",
  overview: "Whole promoter",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  whole: "Whole promoter",
  left: "Move left",
  right: "Move right",
  hint: "Drag to move, Shift-drag or Shift and arrows to select, Z to zoom to the selection, Ctrl-wheel, pinch, + and − to zoom. A, C, G, T, Delete and Insert change the selected bases; a click in the heat map mutates to its base once columns are wide enough to aim at.",
  readout: (at: string, base: string, importance: string, changes: string) =>
    `${at} ${base}, importance ${importance}; ${changes}`,
  change: (base: string, delta: string) => `to ${base} ${delta}`,
  notYet: "not computed yet",
  readoutEmpty: "Point at a base, or use the arrow keys, to read its values.",
  summary: (response: string, unit: string, bases: number, time: string, backend: BackendName) =>
    `${response} ${unit}; ${count(3 * bases, "mutant")} in ${time} on ${backendNames[backend]}`,
  window: (from: string, to: string, bases: number) => `${from} to ${to} (${count(bases, "base")})`,
} as const;
