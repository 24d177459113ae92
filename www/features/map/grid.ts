import type { BackendName } from "../../engine/messages";
import type { PartialTrack } from "../../engine/parts";
import type { ConditionColumn } from "../conditions/conditions";
import type { MapNouns } from "./strings";
import type { PromoterRow } from "../promoters/promoters";
export interface Grid {
  /** What rows and columns are called, of another map than one of responses. */
  nouns?: MapNouns;
  rows: PromoterRow[];
  columns: ConditionColumn[];
  responses: Float32Array;
  spreads: Float32Array;
  backend: BackendName;
  milliseconds: number;
  /** False while rows are still to come (NaN). */
  isComplete: boolean;
}
export interface Track extends PartialTrack {
  row: PromoterRow;
  column: ConditionColumn;
  backend: BackendName;
  milliseconds: number;
  isComplete: boolean;
}
