"""workflows/pan-genome with the real program: the same numbers as one run, after a power cut too, and one bad genome spoils no other."""

import base64
import csv
import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow.dataset
import pyarrow.parquet
import pytest
import yaml
from conftest import PROGRAM, ROOT, cisight, manifest, read_fasta, write_conditions
from genomes import GENES, LENGTH, Genome, write

WORKFLOW = ROOT / "workflows/pan-genome"
MODEL = ROOT / "models/fun-prose-s-cerevisiae"
CONDITIONS = ["heat", "cold", "no sugar"]
SHARDS = 6
GENOMES = {
    "alpha": ("genomes/alpha.fa", "genomes/alpha.gff3.gz"),
    "beta": ("genomes/beta.fa.gz", "genomes/beta.gtf"),
}


class Run:
    """A folder that the workflow runs in: two genomes, conditions, configuration."""

    def __init__(self, folder, **settings):
        self.folder = folder
        folder.mkdir()
        generator = random.Random(7)
        self.genomes = {name: Genome(name, generator) for name in GENOMES}
        for name, (fasta, annotation) in GENOMES.items():
            genome = self.genomes[name]
            write(folder / fasta, genome.fasta())
            write(folder / annotation, genome.gff3() if "gff3" in annotation else genome.gtf())
        self.write_sheet(GENOMES)
        tfs = [tf["name"] for tf in manifest(MODEL)["conditions"]["tfs"]]
        write_conditions(folder / "conditions.tsv", tfs, CONDITIONS, generator)
        config = {
            "cisight": str(PROGRAM),
            "model": str(MODEL),
            "conditions": "conditions.tsv",
            "genomes": "genomes.tsv",
            "shards": SHARDS,
        }
        (folder / "config.yaml").write_text(yaml.safe_dump(config | settings))

    def write_sheet(self, genomes):
        rows = [["genome", "fasta", "annotation"], *([name, *files] for name, files in genomes.items())]
        (self.folder / "genomes.tsv").write_text("".join("\t".join(row) + "\n" for row in rows))

    def command(self, *options):
        paths = ["--snakefile", WORKFLOW / "Snakefile", "--profile", WORKFLOW / "profiles/local"]
        return [sys.executable, "-m", "snakemake", *paths, "--configfile", "config.yaml", "--cores", "2", *options]

    def start(self, *options):
        log = open(self.folder / "snakemake.log", "w")
        environment = os.environ | {"XDG_CACHE_HOME": str(self.folder / "cache")}
        return subprocess.Popen(
            self.command(*options), cwd=self.folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )

    def finish(self, *options):
        """Runs the workflow to its end: how it ended, and what it said."""
        code = self.start(*options).wait()
        return code, (self.folder / "snakemake.log").read_text()

    def succeed(self, *options):
        code, log = self.finish(*options)
        assert code == 0, log
        return log

    def whole(self, name, suffix):
        """A genome's table from one run of the program, without shards."""
        out = self.folder / f"{name}-whole.{suffix}"
        promoters = self.folder / f"results/{name}/promoters.fa"
        conditions = self.folder / "conditions.tsv"
        cisight("predict", "--model", MODEL, "--promoters", promoters, "--conditions", conditions, "--out", out)
        return out

    def table(self, name):
        with gzip.open(self.folder / f"results/{name}/responses.tsv.gz") as table:
            return table.read()

    def check_tables(self, names=GENOMES):
        for name in names:
            assert self.table(name) == self.whole(name, "tsv").read_bytes()


def rows(path):
    with open(path, newline="") as table:
        return list(csv.DictReader(table, delimiter="\t"))


@pytest.fixture(scope="module")
def tsv_run(tmp_path_factory):
    run = Run(tmp_path_factory.mktemp("tsv") / "run")
    run.succeed()
    return run


def test_promoters_are_the_bases_before_the_start_codons(tsv_run):
    for name, genome in tsv_run.genomes.items():
        assert read_fasta(tsv_run.folder / f"results/{name}/promoters.fa") == genome.promoters()


def test_shards_make_the_table_of_one_run(tsv_run):
    tsv_run.check_tables()
    assert not list((tsv_run.folder / "shards").rglob("*.tsv")), "shards stay behind"


def test_summary_describes_the_tables(tsv_run):
    summary = rows(tsv_run.folder / "results/summary.tsv")
    assert [row["genome"] for row in summary] == list(GENOMES)
    for row in summary:
        promoters = tsv_run.genomes[row["genome"]].promoters()
        assert int(row["genes"]) == GENES
        assert int(row["short_promoters"]) == sum(len(bases) < LENGTH for bases in promoters.values()) > 0
        assert float(row["seconds"]) > 0
        lines = tsv_run.table(row["genome"]).decode().splitlines()[1:]
        responses = np.array([line.split("\t")[1:] for line in lines], dtype=float)
        for condition, column in zip(CONDITIONS, responses.T):
            assert float(row[f"mean {condition}"]) == pytest.approx(column.mean(), abs=1e-4)
            assert float(row[f"sd {condition}"]) == pytest.approx(column.std(ddof=1), abs=1e-4)


def test_a_finished_run_has_nothing_to_do(tsv_run):
    assert "Nothing to be done" in tsv_run.succeed()


def test_parquet_shards_are_one_data_set(tmp_path, tsv_run):
    # Also: as many shards as the promoters need, and the second table.
    run = Run(tmp_path / "run", format="parquet", shards="auto", promoters_per_shard=15, spread=True)
    run.succeed()
    for name in GENOMES:
        for kind in ["responses", "spreads"]:
            folder = run.folder / f"results/{name}/{kind}.parquet"
            assert len(list(folder.glob("*.parquet"))) == 3
            table = pyarrow.dataset.dataset(folder).to_table()
            assert table.schema.names == ["promoter", *CONDITIONS]
            assert [str(type) for type in table.schema.types] == ["string", *["float"] * len(CONDITIONS)]
            if kind == "responses":
                whole = pyarrow.parquet.read_table(run.whole(name, "parquet"))
                assert table.column("promoter").equals(whole.column("promoter"))
                lines = [line.split("\t") for line in tsv_run.table(name).decode().splitlines()[1:]]
                assert table.column("promoter").to_pylist() == [line[0] for line in lines]
                for index, condition in enumerate(CONDITIONS, start=1):
                    found = table.column(condition).to_numpy()
                    assert np.abs(found - whole.column(condition).to_numpy()).max() < 1e-6
                    # The text has four decimals.
                    assert np.abs(found - [float(line[index]) for line in lines]).max() < 0.51e-4
    # Means of numbers with all their digits, beside means of numbers with four decimals.
    for ours, theirs in zip(*(rows(each.folder / "results/summary.tsv") for each in (run, tsv_run)), strict=True):
        assert ours.keys() == theirs.keys()
        for column in ours.keys() - {"genome", "seconds", "peak_mb"}:
            assert float(ours[column]) == pytest.approx(float(theirs[column]), abs=1.1e-4)


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    run = Run(tmp_path / "run")
    process = run.start("--notemp")
    shards = run.folder / "shards"
    while len(list(shards.rglob("*.tsv"))) < 4 and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    # What Snakemake had not yet seen the end of, it marks.
    started = {
        base64.b64decode(path.name, altchars=b"-_").decode(errors="replace")
        for path in (run.folder / ".snakemake/incomplete").iterdir()
        if path.is_file()
    }
    files = [path for path in shards.rglob("*.tsv") if str(path.relative_to(run.folder)) not in started]
    finished = {path: path.stat().st_mtime_ns for path in files}
    assert 0 < len(finished) < SHARDS * len(GENOMES)
    assert not (run.folder / "results/summary.tsv").exists()
    run.succeed("--unlock")
    run.succeed("--notemp")
    assert {path: path.stat().st_mtime_ns for path in finished} == finished
    assert len(list(shards.rglob("*.tsv"))) == SHARDS * len(GENOMES)
    run.check_tables()


def test_a_broken_genome_spoils_no_other(tmp_path):
    run = Run(tmp_path / "run")
    broken = run.folder / "genomes/beta.fa.gz"
    broken.write_bytes(broken.read_bytes()[:2000])
    code, log = run.finish()
    assert code != 0
    sentence = (run.folder / "logs/beta/promoters.log").read_text().strip().splitlines()[-1]
    assert sentence.startswith("cisight: ") and "beta.fa.gz" in sentence, sentence
    assert sentence in log, "the sentence is not shown where the workflow runs"
    assert not (run.folder / "results/beta/promoters.fa").exists()
    run.check_tables(["alpha"])
    assert [row["genome"] for row in rows(run.folder / "results/alpha/summary.tsv")] == ["alpha"]


@pytest.mark.parametrize(
    "sheet, complaint",
    [
        ("genome\tfasta\tannotation\nalpha\ta.fa\n", "genomes.tsv, row 1"),
        ("genome\tfasta\tannotation\tgenbank\nalpha\ta.fa\ta.gff3\ta.gb\n", "genomes.tsv, row 1"),
        ("genome\tgenbank\nalpha\ta.gb\nalpha\tb.gb\n", "genomes.tsv, row 2: alpha is there already"),
    ],
)
def test_a_faulty_sheet_is_refused(tmp_path, sheet, complaint):
    run = Run(tmp_path / "run")
    (run.folder / "genomes.tsv").write_text(sheet)
    code, log = run.finish("--dry-run")
    assert code != 0 and complaint in log, log


def test_the_workflow_is_tidy(tmp_path):
    # With the example's configuration and sample sheet.
    shutil.copytree(WORKFLOW / "config", tmp_path / "config")
    lint = subprocess.run(
        [sys.executable, "-m", "snakemake", "--lint", "--snakefile", WORKFLOW / "Snakefile"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr
    files = [WORKFLOW / "Snakefile", *(WORKFLOW / "rules").glob("*.smk")]
    tidy = subprocess.run([sys.executable, "-m", "snakefmt", "--check", *files], capture_output=True, text=True)
    assert tidy.returncode == 0, tidy.stdout + tidy.stderr
