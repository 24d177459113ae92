import type { ComparisonResult } from "../../engine/messages";
import type { Engine } from "../../engine/engine";
import { Observable } from "../../state/observable";
import { oncePerModel } from "../../state/once";
import { Task } from "../../state/task";
import { askOfAll, contentOfColumn, contentOfRow } from "../map/columns";
import type { Predictions } from "../map/predictions";
import type { PromoterRow } from "../promoters/promoters";
import { Comparison } from "./comparison";

interface Bench {
  engine: Engine;
  predictions: Predictions;
}

/** What was found between the promoter that is shown and another one. */
export interface FoundDifferences extends ComparisonResult {
  here: PromoterRow;
  there: PromoterRow;
}

/** Where the promoter on show differs from what it is compared with, and what each difference does; found while somebody looks. */
export class PromoterDifferences extends Observable {
  readonly task = new Task<FoundDifferences>(() => this.changed());
  private isOpen = false;
  private unfollow: (() => void)[] = [];

  private constructor(private readonly bench: Bench) {
    super();
  }

  static readonly of = oncePerModel((bench: Bench) => new PromoterDifferences(bench));

  /** The other promoter, where it is another one that is compared with. */
  get there(): PromoterRow | undefined {
    const { track } = this.bench.predictions;
    const other = Comparison.of(this.bench).row;
    return other && other.sequence !== track?.row.sequence ? other : undefined;
  }

  /** What was found, if it is of what is on show. */
  get result(): FoundDifferences | undefined {
    const { result } = this.task;
    const { track } = this.bench.predictions;
    const isShown =
      result?.here.sequence === track?.row.sequence && result?.there.sequence === this.there?.sequence;
    return this.isOpen && isShown ? result : undefined;
  }

  setOpen(isOpen: boolean): void {
    this.isOpen = isOpen;
    for (const end of this.unfollow.splice(0)) end();
    if (!isOpen) this.task.leave();
    else {
      const { predictions } = this.bench;
      this.unfollow = [predictions, Comparison.of(this.bench)].map((part) =>
        part.subscribe(() => this.refresh()),
      );
      this.refresh();
    }
    this.changed();
  }

  private refresh(): void {
    const { there, bench } = this;
    const { track } = bench.predictions;
    if (!there || !track?.isComplete) return;
    const { row: here, column } = track;
    const inputs = [...contentOfRow(here), ...contentOfRow(there), ...contentOfColumn(column)];
    this.task.follow(inputs, 0, async (options) => {
      const ask = askOfAll([here, there], column);
      return { ...(await bench.engine.analysis.ask("comparison", ask, options)), here, there };
    });
  }
}
