"""One line about a genome: its promoters, what they cost, and mean and standard deviation of the response in every condition.

A TSV needs Python's standard library alone; a Parquet data set needs pyarrow. Snakemake puts
the object `snakemake` in front.
"""

import csv
import gzip
import math
import sys
from pathlib import Path


def promoter_lengths(path):
    """The lengths of the records of a FASTA file."""
    lengths = []
    with open(path) as lines:
        for line in lines:
            if line.startswith(">"):
                lengths.append(0)
            else:
                lengths[-1] += len(line.strip())
    return lengths


class Moments:
    """Count, mean and sample standard deviation of numbers that come one at a time (Welford)."""

    def __init__(self):
        self.count, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, number):
        self.count += 1
        step = number - self.mean
        self.mean += step / self.count
        self.squares += step * (number - self.mean)

    @property
    def sd(self):
        return math.sqrt(self.squares / (self.count - 1)) if self.count > 1 else math.nan


def tsv_moments(path):
    """Rows and moments by condition of a gzipped table."""
    with gzip.open(path, "rt", newline="") as table:
        rows = csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        _, *conditions = next(rows)
        moments = [Moments() for _ in conditions]
        count = 0
        for _, *cells in rows:
            count += 1
            for moment, cell in zip(moments, cells, strict=True):
                moment.add(float(cell))
    return count, {name: (moment.mean, moment.sd) for name, moment in zip(conditions, moments)}


def parquet_moments(path):
    """The same of a Parquet data set, a condition in memory at a time."""
    import pyarrow.compute as compute
    import pyarrow.dataset

    data = pyarrow.dataset.dataset(path, format="parquet")
    moments = {}
    for name in data.schema.names[1:]:
        column = data.to_table(columns=[name]).column(0).cast("float64")
        sd = compute.stddev(column, ddof=1).as_py()
        moments[name] = compute.mean(column).as_py(), math.nan if sd is None else sd
    return data.count_rows(), moments


def cost(benchmarks):
    """Seconds of all jobs together, and megabytes of the largest; a job too short to be looked at has no memory."""
    seconds, megabytes = 0.0, 0.0
    for path in benchmarks:
        with open(path, newline="") as table:
            for row in csv.DictReader(table, delimiter="\t"):
                seconds += float(row["s"])
                if row["max_rss"] not in ("-", "NA"):
                    megabytes = max(megabytes, float(row["max_rss"]))
    return seconds, megabytes


def summary(genome, length, promoters, responses, benchmarks):
    """The line, by column."""
    lengths = promoter_lengths(promoters)
    count, moments = (parquet_moments if responses.is_dir() else tsv_moments)(responses)
    if count != len(lengths):
        sys.exit(f"{responses} has {count} rows, {promoters} {len(lengths)} promoters")
    seconds, megabytes = cost(benchmarks)
    row = {
        "genome": genome,
        "genes": count,
        "short_promoters": sum(own < length for own in lengths),
        "seconds": f"{seconds:.1f}",
        "peak_mb": f"{megabytes:.0f}",
    }
    for name, (mean, sd) in moments.items():
        row |= {f"mean {name}": f"{mean:.4f}", f"sd {name}": f"{sd:.4f}"}
    return row


sys.stderr = open(snakemake.log[0], "w")
line = summary(
    snakemake.wildcards.genome,
    snakemake.params.length,
    snakemake.input.promoters,
    Path(snakemake.input.responses),
    [snakemake.input.extraction, *snakemake.input.prediction],
)
with open(snakemake.output[0], "w") as out:
    print(*line, sep="\t", file=out)
    print(*line.values(), sep="\t", file=out)
