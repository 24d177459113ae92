import type { DesignJob } from "../../pkg/cpu/cisight";
import type { DesignStage, ScanAnswers } from "../engine/messages";
import { Cancelled, yieldToMessages, type Watch } from "./jobs";
import { notReady } from "./not-ready";

/** Searches for designs that wait for answers, by the numbers that the page knows them by. */
export class Searches {
  private readonly open = new Map<number, DesignJob>();
  private last = 0;

  start(job: DesignJob, watch: Watch): Promise<DesignStage> {
    this.open.set(++this.last, job);
    return this.goOn(this.last, job, watch);
  }

  continue(search: number, answers: ScanAnswers, watch: Watch): Promise<DesignStage> {
    const job = this.open.get(search);
    if (!job) throw notReady("search");
    return this.goOn(search, job, watch, answers);
  }

  end(search: number): void {
    this.open.get(search)?.free();
    this.open.delete(search);
  }

  /** On to where other workers may help, or to the end. */
  private async goOn(
    search: number,
    job: DesignJob,
    watch: Watch,
    answers?: ScanAnswers,
  ): Promise<DesignStage> {
    let isWaiting = false;
    try {
      if (answers) job.answered(answers.references, answers.responses, answers.columns);
      while (job.done < job.total) {
        const scans = job.asked();
        if (scans.length) {
          isWaiting = true;
          return { search, done: job.done, scans };
        }
        await job.step();
        watch.report(job.done, job.total);
        await yieldToMessages();
        if (watch.isCancelled()) throw new Cancelled("cancelled");
      }
      return { search, done: job.done, scans: [], result: job.result() };
    } finally {
      if (!isWaiting) this.end(search);
    }
  }
}
