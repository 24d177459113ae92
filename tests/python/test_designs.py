"""Exported designs in Biopython: changes of GenBank records, sites of enzymes, melting temperatures of primers."""

import csv

import pytest
from Bio import SeqIO
from Bio.Restriction import RestrictionBatch
from Bio.Seq import Seq
from Bio.SeqUtils import MeltingTemp

from conftest import ROOT, cisight, read_fasta, write_fasta

MODEL = ROOT / "models/fun-prose-s-cerevisiae"
ENZYMES = ["BsaI", "BsmBI", "BbsI", "SapI", "EcoRI", "BamHI", "HincII", "BstEII", "MseI", "TaqI"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("designs")
    promoters = write_fasta(folder / "p.fa", list(read_fasta(MODEL / "example.fa").items())[:1])
    asked = ["--promoters", promoters, "--conditions", ROOT / "docs/example/conditions.tsv", "--raise", "heat"]
    search = ["--changes", 4, "--evolve", 2, "--delete", 3, "--insert", 2, "--designs", 2, "--avoid", ",".join(ENZYMES)]
    files = ["--genbank", folder / "d.gb", "--fasta", folder / "d.fa", "--primers", folder / "p.tsv", "--out", folder / "d.tsv"]
    cisight("design", "--model", MODEL, *asked, *search, *files)
    return folder


def taken_back(record):
    """The bases of a record with what each of its changes replaced."""
    bases = str(record.seq).upper()
    # Two may stand at one place, so they are undone in the opposite order.
    for feature in reversed(record.features):
        start, end = int(feature.location.start), int(feature.location.end)
        if feature.qualifiers["note"][0].split()[1] == "delete":
            # Between two bases: Biopython gives a place without length.
            start = end
        bases = bases[:start] + feature.qualifiers["replace"][0].upper() + bases[end:]
    return bases


def test_changes_taken_back_give_the_promoter_and_no_enzyme_cuts_anew(folder):
    records = list(SeqIO.parse(folder / "d.gb", "genbank"))
    assert [str(record.seq).upper() for record in records] == [str(own.seq) for own in SeqIO.parse(folder / "d.fa", "fasta")]
    with open(folder / "d.tsv") as steps:
        changes = [step for step in csv.DictReader(steps, delimiter="\t") if step["change"] != "0"]
    assert sum(len(record.features) for record in records) == len(changes)
    assert any(not change["to"] or not change["from"] for change in changes), "nothing inserted or deleted to check"
    natural = read_fasta(folder / "p.fa")
    batch = RestrictionBatch(ENZYMES)
    for record in records:
        before = natural[record.annotations["accessions"][0].rsplit("_design_", 1)[0]]
        assert taken_back(record) == before
        cut_before = batch.search(Seq(before))
        for enzyme, places in batch.search(record.seq).items():
            assert len(places) <= len(cut_before[enzyme]), (record.name, enzyme, places)


def test_primers_melt_as_biopython_says(folder):
    with open(folder / "p.tsv") as primers:
        rows = list(csv.DictReader(primers, delimiter="\t"))
    assert rows
    for row in rows:
        paired = row["sequence"][len(row["sequence"]) - int(row["paired"]) :]
        if len(paired) < 2:
            continue
        expected = MeltingTemp.Tm_NN(paired, nn_table=MeltingTemp.DNA_NN3, dnac1=500, dnac2=0, Na=50, saltcorr=5)
        assert float(row["temperature"]) == pytest.approx(expected, abs=0.051), row
