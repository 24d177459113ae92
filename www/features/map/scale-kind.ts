import type { Figures } from "../../strings/format";

/** What is relative to a reference has a zero that means "as in the reference"; the zero of a level means nothing. */
export function scaleKind({ isRelative }: Figures): "diverging" | "sequential" {
  return isRelative ? "diverging" : "sequential";
}
