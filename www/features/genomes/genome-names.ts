interface Names {
  species: string;
  assembly: string;
}

// GCF_000182965.3_ASM18296v3_genomic.fna.gz
const ncbi = /^(GC[AF]_\d+\.\d+)_(.+?)_(genomic|cds|rna|protein)\b/;
// Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz, Saccharomyces_cerevisiae.R64-1-1.110.gff3.gz
const ensembl = /^([A-Z][a-z]+(?:_[a-z0-9]+)+)\.(.+?)\.(?:dna|\d+|gff|gtf|fa|chr)/;

/** Species and assembly as the names of the usual sources' files tell them; the first file's name where they do not. */
export function guessNames(files: string[]): Names {
  for (const file of files) {
    const [, accession, assembly] = ncbi.exec(file) ?? [];
    if (accession && assembly) return { species: "", assembly: `${assembly} (${accession})` };
    const [, species, release] = ensembl.exec(file) ?? [];
    if (species && release) return { species: capital(species.replaceAll("_", " ")), assembly: release };
  }
  const [first = ""] = files;
  const stem = first.replace(/\.gz$/i, "").replace(/\.\w{2,8}$/, "");
  return { species: "", assembly: stem.replaceAll("_", " ") };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
