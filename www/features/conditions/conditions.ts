import type { EngineOwner } from "../../engine/engine";
import type { ConditionInput, ModelDescription, Problem } from "../../engine/messages";
import type { PresetFile } from "../../engine/model-files";
import { isAbort } from "../../engine/rpc";
import { strings } from "../../strings/index";
import { ofLevels } from "../../state/fingerprint";
import { named, ofOwn, type Identity } from "../../state/identity";
import { Latest, pause, readingDelay } from "../../state/latest";
import { error, failed, note, noted, refused, type Message } from "../../state/message";
import { Observable } from "../../state/observable";

/** A condition as a column of the results. */
export interface ConditionColumn {
  /** Tells the condition apart from all others, whatever its levels. */
  key: string;
  name: string;
  detail: string;
  /** A level a TF of the model, log2 ratios. */
  values: Float32Array;
  /** What edits of it are bound to. */
  identity: Identity;
  /** The one column of a model that reads no TFs: its response, in no condition. */
  isResponse?: true;
  /** One of several outputs of a model that reads no TFs, in no condition. */
  isOutput?: true;
  /** Which of several outputs it is; absent for a model of one. */
  output?: number;
  /** What an adjusted condition was made of. */
  origin?: ConditionColumn;
}

/** What of a TF table is the model's, and what is not. */
export type TableReport = Pick<ConditionInput, "matched" | "renamed" | "missing" | "unknown">;

export type Preset = PresetFile["conditions"][number];

/** The conditions the visitor chose: presets, and a TF table of their own. */
export class Conditions extends Observable {
  presets: Preset[] = [];
  source = "";
  /** Of TF levels. */
  unit = "";
  chosen: string[] = [];
  text = "";
  /** What of it has been read: the text that the columns are of. */
  readText = "";
  presetMessages: Message[] = [];
  textMessages: Message[] = [];
  /** How the TF table was read. */
  report: TableReport | undefined;
  /** Of a model that reads no TFs. */
  private response: ConditionColumn | undefined;
  private tfs: string[] = [];
  private problem: Message[] = [];
  private presetColumns: ConditionColumn[] = [];
  /** Those of the visitor's own table. */
  tableColumns: ConditionColumn[] = [];
  private readonly latestChoice = new Latest();
  private readonly latestText = new Latest();

  constructor(private readonly bench: EngineOwner) {
    super();
  }

  get columns(): ConditionColumn[] {
    return this.response ? [this.response] : [...this.presetColumns, ...this.tableColumns];
  }

  /** Another model has other conditions, or none; the visitor's own table stays, to be read anew. */
  use(model: ModelDescription, given: PresetFile | undefined): void {
    const { capabilities, outputs } = model;
    const file = given ?? (capabilities.tfLevels ? meanOf(model) : undefined);
    this.response = capabilities.tfLevels
      ? undefined
      : {
          key: "response",
          name: outputs[0]?.name ?? "",
          detail: "",
          values: new Float32Array(),
          identity: () => "response ~",
          isResponse: true,
        };
    this.presets = file?.conditions ?? [];
    this.tfs = file?.tfs ?? [];
    this.source = file?.source ?? "";
    this.unit = file?.unit ?? "";
    this.chosen = [];
    this.problem = this.presetMessages = [];
    this.presetColumns = this.tableColumns = [];
    this.readText = "";
    this.changed();
  }

  /** Says why the model's presets are not there, whatever is chosen afterwards. */
  missPresets(problem: Problem): void {
    const message = refused(problem);
    this.problem = [message];
    this.fail(message);
  }

  private fail(message: Message): void {
    this.presetMessages = [message];
    this.changed();
  }

  async choose(ids: string[]): Promise<void> {
    const byId = new Map(this.presets.map((preset) => [preset.id, preset]));
    const known = ids.filter((id) => byId.has(id));
    if (this.response && ids.length) return this.fail(error("model.no-tfs"));
    const messages = ids.filter((id) => !byId.has(id)).map((id) => error("conditions.unknown", { id }));
    const presets = known.map((id) => byId.get(id)!);
    this.chosen = known;
    const signal = this.latestChoice.start();
    try {
      // Presets take the same way as a visitor's own table, so that missing values are filled in one place only.
      const columns = presets.length
        ? (await this.bench.engine.readConditions(asTable(this.tfs, presets), { signal })).conditions
        : [];
      this.presetColumns = presets.map(({ id, name, heldOut, series }, index) => {
        const { values } = columns[index]!;
        const detail = heldOut ? strings.conditions.heldOut : series;
        return { key: id, name, detail, values, identity: named(id, () => ofLevels(values)) };
      });
      this.presetMessages = [...this.problem, ...messages, ...describeGaps(presets)];
      this.changed();
    } catch (reason) {
      if (!isAbort(reason)) this.fail(failed(reason));
    }
  }

  async setText(text: string, delayMs = readingDelay(text)): Promise<void> {
    this.text = text;
    const signal = this.latestText.start();
    if (!text.trim() || this.response) {
      this.take([], text.trim() ? [error("model.no-tfs")] : []);
      return;
    }
    try {
      await pause(delayMs, signal);
      const input = await this.bench.engine.readConditions(text, { signal });
      const identities = ofOwn(input.conditions, ({ values }) => ofLevels(values));
      this.take(
        input.conditions.map(({ name, values }, index) => ({
          key: `own ${index + 1}`,
          name,
          detail: strings.conditions.ownTable,
          values,
          identity: identities[index] ?? (() => ""),
        })),
        describeAlignment(input),
        input,
      );
    } catch (reason) {
      if (!isAbort(reason)) this.take([], [failed(reason)]);
    }
  }

  private take(columns: ConditionColumn[], messages: Message[], report?: TableReport): void {
    this.readText = this.text;
    this.tableColumns = columns;
    this.textMessages = messages;
    this.report = report;
    this.changed();
  }
}

/** Of a model that brings no conditions, the one that it always has: each TF at its mean. */
function meanOf({ tfs, tfMeans }: ModelDescription): PresetFile {
  const { meanName: name, meanSeries: series } = strings.conditions;
  return {
    source: strings.conditions.meanSource,
    unit: "",
    tfs: tfs.map(({ id }) => id),
    conditions: [{ id: "mean", name, series, heldOut: false, values: tfMeans }],
  };
}

function asTable(tfs: string[], presets: Preset[]): string {
  const header = ["TF", ...presets.map((_, index) => `preset ${index + 1}`)];
  const rows = tfs.map((tf, at) => [tf, ...presets.map(({ values }) => values[at] ?? "")]);
  return [header, ...rows].map((row) => row.join("\t")).join("\n");
}

function describeGaps(presets: Preset[]): Message[] {
  const gaps = presets
    .map(({ name, values }) => ({ name, missing: values.filter((value) => value === null).length }))
    .filter(({ missing }) => missing > 0);
  return gaps.length ? [note("conditions.filled", { gaps, tfs: presets[0]!.values.length })] : [];
}

function describeAlignment({ matched, missing, unknown, notes }: ConditionInput): Message[] {
  const messages = [note("conditions.matched", { count: matched })];
  if (missing.length) messages.push(note("conditions.missing", { names: missing }));
  if (unknown.length) messages.push(note("conditions.not-tfs", { names: unknown }));
  return [...messages, ...notes.map(noted)];
}
