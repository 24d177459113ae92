"""Small genomes with annotation, and what their promoters have to be."""

import gzip

from conftest import random_bases

GENES = 40
LENGTH = 1000
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def reverse_complement(bases):
    return bases.translate(COMPLEMENT)[::-1]


class Genome:
    """Two contigs; every fourth gene has two exons, every second one lies on the reverse strand, and genes stand next to the contigs' ends."""

    def __init__(self, name, generator):
        self.name = name
        self.contigs = {}
        self.genes = []
        for contig in ["chrI", "chrII"]:
            end = 300
            for _ in range(GENES // 2):
                number = len(self.genes)
                length = 3 * generator.randint(60, 200)
                strand = "-" if number % 2 else "+"
                gene = f"{name.upper()}{number:03}"
                self.genes.append((gene, contig, end, end + length, strand, number % 4 == 0))
                end += length + generator.randint(200, 1500)
            # The last gene, on the reverse strand, has less than a whole promoter too.
            self.contigs[contig] = list(random_bases(generator, self.genes[-1][3] + 150))
        for _, contig, start, end, strand, _ in self.genes:
            self._write(contig, start, end, strand, "ATG" + random_bases(generator, end - start - 6) + "TAA")
        self.contigs = {contig: "".join(bases) for contig, bases in self.contigs.items()}

    def _write(self, contig, start, end, strand, bases):
        self.contigs[contig][start:end] = bases if strand == "+" else reverse_complement(bases)

    def promoters(self):
        """By gene: up to LENGTH bases before the start codon."""
        promoters = {}
        for gene, contig, start, end, strand, _ in self.genes:
            bases = self.contigs[contig]
            upstream = bases[max(0, start - LENGTH) : start]
            if strand == "-":
                upstream = reverse_complement(bases[end : end + LENGTH])
            promoters[gene] = upstream
        return promoters

    def exons(self, start, end, split):
        """One-based, closed, as annotations have them."""
        middle = start + 30
        return [(start + 1, middle), (middle + 41, end)] if split else [(start + 1, end)]

    def fasta(self):
        lines = []
        for contig, bases in self.contigs.items():
            lines.append(f">{contig} of {self.name}")
            lines += [bases[at : at + 70] for at in range(0, len(bases), 70)]
        return "\n".join(lines) + "\n"

    def gff3(self):
        lines = ["##gff-version 3"]
        for gene, contig, start, end, strand, split in self.genes:

            def line(kind, first, last, phase, attributes):
                lines.append("\t".join([contig, "test", kind, str(first), str(last), ".", strand, phase, attributes]))

            line("gene", start + 1, end, ".", f"ID={gene};Name={gene}")
            line("mRNA", start + 1, end, ".", f"ID={gene}.t1;Parent={gene}")
            for first, last in self.exons(start, end, split):
                line("CDS", first, last, "0", f"ID={gene}.p1;Parent={gene}.t1;gene={gene}")
        return "\n".join(lines) + "\n"

    def gtf(self):
        lines = []
        for gene, contig, start, end, strand, split in self.genes:
            names = f'gene_id "{gene}"; transcript_id "{gene}.t1";'
            for kind, first, last in [
                ("gene", start + 1, end),
                ("transcript", start + 1, end),
                *(("CDS", *exon) for exon in self.exons(start, end, split)),
            ]:
                phase = "0" if kind == "CDS" else "."
                lines.append("\t".join([contig, "test", kind, str(first), str(last), ".", strand, phase, names]))
        return "\n".join(lines) + "\n"


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        path.write_text(text)
