import type { CaseReport, ContenderReport, Report } from "./in-page/messages.ts";

/** The table of one model, as text. */
export function format(report: Report): string {
  const rows = report.cases.flatMap((task) =>
    task.contenders.map((contender) => row(report, task, contender)),
  );
  const heads = ["case", "", "median", "range", "ran", "x Cisight", "GMAC/s", "of the floor", "differs by"];
  return table([heads, ...rows]);
}

function row({ peak }: Report, task: CaseReport, contender: ContenderReport): string[] {
  const isFirst = contender === task.contenders[0];
  const time = median(contender.milliseconds);
  const [low, high] = [Math.min(...contender.milliseconds), Math.max(...contender.milliseconds)];
  // Cisight leaves work out, so a rate would say little; the others do all, or nearly all, of the network as it is written.
  const rate = isFirst || !task.plainMultiplyAdds ? "" : (task.plainMultiplyAdds / time / 1e6).toPrecision(2);
  const floor = (task.leastMultiplyAdds / peak) * 1000;
  return [
    isFirst ? task.name : "",
    contender.name,
    duration(time),
    `${duration(low)} to ${duration(high)}`,
    contender.items === contender.of ? "all" : `${contender.items} of ${contender.of}, extrapolated`,
    isFirst ? "1" : (time / median(task.contenders[0]!.milliseconds)).toFixed(2),
    rate,
    floor && peak ? `${((100 * floor) / time).toFixed(1)} % of ${duration(floor)}` : "",
    isFirst ? "" : `${contender.difference.toExponential(1)} (sd ${task.variation.toPrecision(2)})`,
  ];
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0)} ms`;
}

function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
