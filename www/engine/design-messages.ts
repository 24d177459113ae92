import type { DesignResult, DesignScan } from "../../pkg/cpu/cisight";

/** How far a search for designs is. */
export interface DesignStage {
  /** What the worker knows it by. */
  search: number;
  /** Changes or generations that are through. */
  done: number;
  /** What has to be answered before it goes on; empty at its end. */
  scans: DesignScan[];
  /** At its end. */
  result?: DesignResult;
}

/** Answers to the scans of a search, one after the other: of each sequence by column, and of its edits. */
export interface ScanAnswers {
  references: Float32Array;
  responses: Float32Array;
  columns: number;
}
