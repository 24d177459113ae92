"""Beside each gene of a table the sequences of a neighbour: the table of recipes/leaf-arabidopsis-neighbours.toml.

    python3 recipes/neighbours.py DATA/a-thaliana/leaf-chromosome-1.tsv.gz DATA/a-thaliana/leaf-neighbours.tsv.gz
    python3 recipes/neighbours.py --random 1 DATA/…/leaf-chromosome-1.tsv.gz DATA/…/leaf-random.tsv.gz

The neighbour is the gene whose start is nearest. With --random SEED it is any other gene of the same block of bases:
what a network gains from the nearest gene and not from one of these, it gains from the neighbourhood itself, and not
from seeing more sequence. It stays within the block because whole blocks are held out: a gene of a training block
beside one of a test block would be in both. Genes without a neighbour in their block are left out and counted.
"""

import argparse
import csv
import gzip
import random
import sys


def opened(path, mode):
    return gzip.open(path, mode + "t", newline="") if path.endswith(".gz") else open(path, mode, newline="")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("table", help="tabs between columns, a heading for each; .gz is unpacked")
    options.add_argument("out")
    options.add_argument("--gene", default="gene", help="the column of names")
    options.add_argument("--place", default="start", help="the column of places in bases")
    options.add_argument("--contig", help="the column of contigs, where there are several")
    options.add_argument("--sequences", nargs="+", default=["tss_minus1000_plus500", "tts_minus500_plus1000"])
    options.add_argument("--block", type=int, default=1_000_000, help="bases of a stretch of the recipe's split")
    options.add_argument("--random", type=int, metavar="SEED", help="any gene of the block in place of the nearest")
    said = options.parse_args()

    with opened(said.table, "r") as file:
        genes = list(csv.DictReader(file, delimiter="\t"))
    blocks = {}
    for gene in genes:
        contig = gene[said.contig] if said.contig else ""
        blocks.setdefault((contig, int(gene[said.place]) // said.block), []).append(gene)
    draw = random.Random(said.random)
    alone = 0
    with opened(said.out, "w") as file:
        added = ["neighbour", "distance", *(f"neighbour_{name}" for name in said.sequences)]
        table = csv.DictWriter(file, [*genes[0], *added], delimiter="\t", lineterminator="\n")
        table.writeheader()
        for block in blocks.values():
            for gene in block:
                others = [other for other in block if other is not gene]
                if not others:
                    alone += 1
                    continue
                place = int(gene[said.place])
                if said.random is None:
                    other = min(others, key=lambda own: abs(int(own[said.place]) - place))
                else:
                    other = draw.choice(others)
                beside = {f"neighbour_{name}": other[name] for name in said.sequences}
                table.writerow({**gene, "neighbour": other[said.gene], "distance": int(other[said.place]) - place, **beside})
    print(f"{len(genes) - alone} genes with a neighbour, {alone} without one in their block", file=sys.stderr)


main()
