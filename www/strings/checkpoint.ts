import { count } from "./words";

const longestName = 80;

/** A name from the file, short enough for a sentence. */
const quoted = (name: string) =>
  `\u201c${name.length > longestName ? `${name.slice(0, longestName)}\u2026` : name}\u201d`;

const saveAgain = "save it again with torch.save(model.state_dict(), \u2026)";
const getAgain = "download or copy it again";

/** Why a PyTorch checkpoint is not read. */
export const checkpoint = {
  notPytorch: "This is no PyTorch checkpoint; choose a .pt or .pth file that torch.save wrote.",
  oldFormat:
    "This checkpoint is in the format from before PyTorch 1.6; save it again with torch.save of PyTorch 1.6 or later.",
  tooLarge: (gigabytes: number) =>
    `The checkpoint holds more than ${gigabytes} GB, the most that is read here.`,
  noMemory:
    "The browser refused the memory that the checkpoint needs; close other tabs or programs and try again.",
  cutShort: `The checkpoint is cut short; ${getAgain}.`,
  damaged: `The checkpoint is damaged; ${getAgain}.`,
  noPickle: `The zip file holds no PyTorch checkpoint (one data.pkl in one folder); ${saveAgain}.`,
  compressed: (entry: string) =>
    `The part ${quoted(entry)} is compressed, as torch.save never does; ${saveAgain}.`,
  entryTwice: (entry: string) => `The part ${quoted(entry)} is in the checkpoint twice; ${saveAgain}.`,
  entryName: (entry: string) =>
    `The part ${quoted(entry)} has a name that torch.save never gives; ${saveAgain}.`,
  entriesOverlap: `The parts of the checkpoint overlap, as torch.save never writes them; ${saveAgain}.`,
  missingStorage: (weight: string) =>
    `The numbers of ${quoted(weight)} are not in the checkpoint; ${getAgain}.`,
  bigEndian:
    "The checkpoint was saved on a big-endian computer; load it with PyTorch on another one and save it again.",
  runsCode: (name: string) =>
    `The checkpoint asks to run ${quoted(name)}, and nothing in a file is run here; save the weights alone, with torch.save(model.state_dict(), \u2026).`,
  unknownInstruction: (code: number) =>
    `The checkpoint has an instruction (0x${code.toString(16).padStart(2, "0")}) that torch.save never writes; ${saveAgain}.`,
  tooManyInstructions: `The checkpoint describes far more than a model; save the weights alone, with torch.save(model.state_dict(), \u2026).`,
  noWeights: `The checkpoint holds no weights by name; ${saveAgain}.`,
  tooManyWeights: (most: number) =>
    `The checkpoint holds more than ${count(most, "weight tensor")}, the most that is read here.`,
  weightName: "A weight of the checkpoint has a name that is no text; save model.state_dict() as it is.",
  reservedName: (weight: string) => `A weight is named ${quoted(weight)}, which is reserved; rename it.`,
  weightType: (weight: string, type: string) =>
    `The weight ${quoted(weight)} is stored as ${type}; save the weights as 16, 32 or 64-bit floats.`,
  weightShape: (weight: string) =>
    `The weight ${quoted(weight)} declares a shape that does not fit its stored numbers; ${saveAgain}.`,
} as const;
