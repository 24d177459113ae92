import type { Workbench } from "../../app/workbench";
import { html } from "lit";
import { unitOf } from "../map/columns";
import { BenchElement } from "../../app/bench-element";
import "../../ui/progress";
import type { TfChange } from "../../engine/messages";
import { strings } from "../../strings/index";
import type { Task } from "../../state/task";
import { TfAnalysis } from "./tf-analysis";
import { changes } from "./tf-results";

/** A part of the TF view: shows the workbench and its analysis of TFs. */
export class TfElement extends BenchElement {
  protected override follows({ frame, predictions, conditions, whatIf }: Workbench) {
    return [frame, predictions, conditions, whatIf];
  }

  private end: (() => void) | undefined;

  get analysis(): TfAnalysis {
    return TfAnalysis.of(this.bench);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.end = this.analysis.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end?.();
  }

  /** How a part's computation stands. */
  renderProgress<Result>(
    task: Task<Result>,
    text: { running: string; cancelled: string },
    idle: string,
    again = () => task.again(),
  ) {
    return html`<cisight-progress
      .progress=${task.progress}
      .running=${text.running}
      .cancelled=${text.cancelled}
      .again=${strings.tfs.again}
      .idle=${idle}
      @cancel=${() => task.cancel()}
      @again=${again}
    ></cisight-progress>`;
  }

  nameOf(tf: number): string {
    return this.bench.model?.tfs[tf]?.name ?? "";
  }

  get unit(): string {
    return unitOf(this.bench.predictions.chosen?.column, this.bench.model);
  }

  /** Makes a change in the chosen condition, so that the whole page follows. */
  tryChange(change: TfChange, tfs: number[]): void {
    const { chosen } = this.bench.predictions;
    if (!chosen) return;
    const levels = tfs.map((tf): [number, number] => [tf, changes[change](chosen.column.values[tf] ?? 0)]);
    this.analysis.levels.set(
      levels,
      strings.tfs.effects.step(
        change,
        tfs.map((tf) => this.nameOf(tf)),
      ),
    );
  }
}
