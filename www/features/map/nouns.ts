import { strings } from "../../strings/index";
import type { MapNouns } from "./strings";
import type { Grid } from "./grid";

/** What the rows and the columns of a map are called. */
export function nounsOf({ nouns, columns }: Pick<Grid, "nouns" | "columns">): MapNouns {
  return nouns ?? (columns[0]?.isOutput ? strings.map.outputs : strings.map.conditions);
}
