import type { Architecture } from "../../engine/files-api";

const architectures: Record<Architecture, string> = {
  "fun-prose": "FUN-PROSE (promoter and TF levels)",
  camformer: "Camformer (reporter assays)",
  "contextual-regression": "Contextual regression (promoter alone)",
  "reporter-resnet": "Cisight's reporter network",
  joint: "Towers and a head (several inputs or outputs)",
};

/** Words of others in a card: one line, and nothing that Markdown would read. */
const plain = (text: string) => text.replace(/[#*_`<>[\]|\s]+/g, " ").trim();

/** Models that the visitor adds. */
export const ownModels = {
  group: "Your models",
  open: "Add a model…",
  title: "Add a model",
  help: "Choose any network as an ONNX or Keras file (.onnx, .h5 or .keras), the checkpoint (.pt or .safetensors) of a published one, or a Cisight model folder as zip. Nothing in a file is executed.",
  files: "Network, checkpoint, or model folder as zip",
  filesHelp:
    "Along with a network, its answers (.json) or its pack of Sequence Browser (.czpack) can be chosen; along with a checkpoint, a configuration (.json) and a TF list (.txt).",
  kinds: {
    network: "network",
    pack: "pack of Sequence Browser",
    checkpoint: "weights",
    zip: "model folder",
  },
  isZip: (name: string) => `${name} is a whole model: its manifest says the rest.`,
  name: "Title",
  nameHelp: "Shown in the list of models; links to the model are made from it.",
  architecture: "Architecture",
  architectures,
  architectureUnknown: "Told by the configuration",
  architectureHelp: "The published network that the weights are of.",
  config: "Configuration (JSON)",
  configHelp:
    "The network's hyperparameters, as numbers and names; “tfs”, “scaling” and “frame” may stand there as well.",
  configPlaceholder: '{\n  "seq_length": 1000,\n  "num_tfs": 208,\n  "conv1_knum": 256, …\n}',
  published: "Use FUN-PROSE's published settings",
  tfs: "TF list",
  tfsHelp:
    "The TFs in the order in which the network reads them, one name a line. Without it they are called TF1, TF2, …",
  tfsPlaceholder: "first TF\nsecond TF\n…",
  scaling: "Scaling of TF levels (optional)",
  scalingHelp:
    "Mean and standard deviation that each TF's level was standardised with: lines of TF, mean, sd, or JSON with the lists “mean” and “sd”. Leave it empty where the network reads levels as they are.",
  scalingPlaceholder: "first TF\t0.12\t0.81",
  add: "Check and add",
  checking: "Checking the model…",
  cancelled: "The model was not added.",
  added: (title: string, size: string) => `${title} is added and kept in this browser (${size}).`,
  addedFor: (title: string) => `${title} is added for now.`,
  useIt: "Use it now",
  list: "Your models in this browser",
  listHelp:
    "They stay until you delete them or clear the browser's data for this page. Links name the model but do not carry it.",
  rename: "Rename",
  renameNamed: (name: string) => `Rename ${name}`,
  newName: "New title",
  save: "Save",
  useNamed: (name: string) => `Use ${name}`,
  saveZip: "Save as zip",
  saveZipNamed: (name: string) => `Save ${name} as zip`,

  noFile:
    "Choose the checkpoint (.pt or .safetensors), a network (.onnx, .h5 or .keras) or a model folder as zip first.",
  packAlone: (pack: string, network: string) =>
    `The pack ${pack} names its network: choose ${network || "its ONNX file"} as well, as nothing is fetched from where it lies.`,
  anyLength: (input: string) =>
    `The input “${input}” reads any length: say which length the network is to have, one that it was trained on.`,
  badLength: (text: string) => `“${text}” is no length: write a whole number of positions, such as 1000.`,
  noConfig: "Give the configuration: paste the JSON with the network's hyperparameters, or choose its file.",
  noTitle: "Give the model a title.",
  configNotJson: (why: string) =>
    `The configuration is not JSON (${why}); mend it, or choose the file again.`,
  configNotObject:
    'The configuration has to be a JSON object with the network\'s hyperparameters, such as {"seq_length": 1000, …}.',
  noArchitecture: "Choose the architecture: the configuration does not tell which network it is of.",
  scalingNotJson: (why: string) =>
    `The scaling is not JSON (${why}); mend it, or write lines of TF, mean, sd.`,
  scalingLine: (line: number, text: string) =>
    `Line ${line} of the scaling, “${text}”, is not TF, mean and sd; write the three with tabs or commas between them.`,
  scalingNoTfs:
    "Lines of scaling are matched by TF name: give the TF list as well, or JSON with “mean” and “sd”.",
  scalingMissing: (tf: string) => `The scaling has no line for the TF ${tf}.`,
  unreadable: (name: string) => `The file ${name} could not be read; choose it again.`,
  tooManyFiles: (names: string[]) =>
    `There are two models, ${names.join(" and ")}; choose one checkpoint, one network (.onnx with its .czpack, or alone) or one model folder at a time.`,
  card: (title: string, source: string, facts: readonly (readonly [string, string])[]) => `# ${plain(title)}

A model that was added in this browser, from the file \`${source.replace(/`/g, "")}\`. Nothing was measured of its accuracy here: compare it with measured
expression below the table of responses.

${facts.map(([what, said]) => `- ${what}: ${plain(said)}`).join("\n")}`,
} as const;
