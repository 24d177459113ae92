# What the rules share: the checked configuration, the genomes of the sample sheet, and how a genome's promoters are cut into shards.
import csv
import re
import shlex
from pathlib import Path

from snakemake.exceptions import WorkflowError
from snakemake.utils import validate

validate(config, "../schemas/config.schema.yaml")


def read_genomes(path):
    """The sample sheet by genome; a faulty row is refused with its line."""
    genomes = {}
    with open(path, newline="") as sheet:
        rows = csv.DictReader(
            (line for line in sheet if not line.startswith("#")), delimiter="\t"
        )
        for row in rows:
            where = f"{path}, row {len(genomes) + 1}"
            if None in row or None in row.values():
                raise WorkflowError(
                    f"{where}: as many cells as the header has are needed, tabs between them"
                )
            row = {column: cell.strip() for column, cell in row.items() if cell.strip()}
            try:
                validate(row, "../schemas/genomes.schema.yaml")
            except WorkflowError as error:
                raise WorkflowError(f"{where} is no genome: {error}")
            if row["genome"] in genomes:
                raise WorkflowError(f"{where}: {row['genome']} is there already")
            genomes[row["genome"]] = row
    if not genomes:
        raise WorkflowError(f"{path} lists no genome")
    return genomes


GENOMES = read_genomes(config["genomes"])
FORMAT = config["format"]
TABLES = ["responses", "spreads"] if config["spread"] else ["responses"]
GATHERED = {"tsv": "tsv.gz", "parquet": "parquet"}[FORMAT]
TABLE_FILES = [f"{table}.{GATHERED}" for table in TABLES]


def genome_files(wildcards):
    """A genome's input files by what they are."""
    row = GENOMES[wildcards.genome]
    if "genbank" in row:
        return {"genbank": [path.strip() for path in row["genbank"].split(";")]}
    return {"genome": row["fasta"], "annotation": row["annotation"]}


def genome_options(wildcards, input):
    """The same as options of `cisight promoters`."""
    return " ".join(
        shlex.join(
            [f"--{option}", *([files] if isinstance(files, str) else map(str, files))]
        )
        for option, files in input.items()
    )


def prediction_files(wildcards):
    """What a shard is predicted from; a model folder counts through its manifest."""
    files = {"promoters": f"results/{wildcards.genome}/promoters.fa"}
    if config["conditions"]:
        files["conditions"] = config["conditions"]
    if Path(config["model"]).is_dir():
        files["manifest"] = f"{config['model']}/manifest.json"
    return files


def shard_file(table):
    return f"shards/{{genome}}/{table}-{{part}}-of-{{parts}}.{FORMAT}"


def shard_count(genome):
    """How many shards a genome's promoters are cut into; counting them waits until they are extracted."""
    if config["shards"] != "auto":
        return config["shards"]
    with checkpoints.count.get(genome=genome).output[0].open() as counted:
        return int(counted.read())


def shards_of(pattern):
    """An input function: all of a genome's files of such a pattern, in the order of the shards."""

    def files(wildcards):
        parts = shard_count(wildcards.genome)
        padded = [f"{part:04}" for part in range(1, parts + 1)]
        return expand(pattern, part=padded, parts=f"{parts:04}", allow_missing=True)

    return files
