/**
 * Single bases that differ between five strains of S. paradoxus in the promoter of HSP12 (YFL014W), from public assemblies (Yue et al. 2017,
 * Nature Genetics 49:913); S. arboricola says which allele is the younger. Printed by the example program `natural_variation --sites YFL014W`
 * (docs/natural-variation.md).
 */

/** 1000 bases before the start codon in strain CBS432. */
const promoter = [
  "CCCTGTTGAAAGCTCATTGTTATGCTATGTTTCGTGTATGATGTAGAACTTCTCTTTTTTCAATCTAGGTACAATGCGATGCGGTCGTTATATGCCTTAT",
  "TCCTTAATTTTTATCAGTCAGAACGTTATTTCGCGCTGCAAGTTCCTTACTTTTCCATAGGGTTCCACAGGATGTAAAGAAAAATTATGATAAAAAAAGC",
  "AAAACATATTACCCTCCTTTCATACAGCACATTTATGTGTTACCCGCTATTCAAATCATGTATATGTTACCCTGACCTCGGTGTTTTCCGGAGTTCTCCT",
  "TTTCTTCTTCATTTTCCTTTTGATATACAGAGGAGCGAGAGGAGGCAGGGGGGTTGAAAAGTAGGAAAAAAAGGGGACGCGCAAATCCAAGTGAAAATCT",
  "CCGGGAGCAGGCGGATCCCGCACACGGCACAGCCTAAAATGGAAAAAAAGGGTCGGTGACGTGTGGGTGGCGGCTGGCGGTAGCGATGACGAAGTGTTGA",
  "CGGGCCCTTGGCTCTTTGAGACAAGGGCTAAAAGCCAAAAGCCAGAGGGTGGTAAGAATAAAAAGACCAAAATATTGCTGGCATACATTAAAGGGATATA",
  "CTGCAATTTTCAGGGGGCGGCACAAAGAAAGACAGAAACGCAGTAAAGAGGGGAAGGAAAAGGAAAAACCCATTGACATAGAAATTGAAAGAAGGAAAAG",
  "TATACGCAAGCATTAACACAACCCACAAACACAGACTAGAAGTACTTCTAAATGGACGGTAACTAGATCTACAGCCCCTGGAAAATCGTTTGGTCAACTT",
  "TCAAGTTCCGGCCGCCCCCCTCTTGATCTGAAAGGCCAATCTCCAAATCTAACTTCAAACGTATAAATAGGACCGTGAGTTGCTTTCTACTTCTTCAATT",
  "GCATCTTCTCTTCTTGTTTATTCTGTCCTTAGTATATAAAAAAAAACCATCTGATTATTCGATAATCTCAAACAACTAAAAAACAAAACTAAATACAACA",
].join("");

/** Position, CBS432's base, the other one, and how many strains have the younger allele; a star where that is CBS432's own. */
const alleles = [
  "-976C>G:1 -958G>A:3 -938A>G:1 -930A>C:1 -927A>G:3 -917G>A:1 -896T>G:1 -870T>C:1 -839G>A:3 -823A>G:3 -816T>A:1",
  "-784C>T:1 -768T>G:3 -767T>C:3 -766A>G:1 -754C>T:2 -747A>T:2 -744C>T:3 -741G>A:2 -727G>A:2 -720G>A:1 -713C>T:3",
  "-702C>T:1 -696T>C:1 -694C>T:2 -690A>G:2 -671G>A:2 -625G>A:1 -600C>T:1 -598G>C:1 -579A>G:3 -558A>G:4* -529G>A:3",
  "-503T>C:1 -482A>G:3 -445G>A:3 -431A>G:2* -422T>C:1 -377A>C:2 -374G>A:1* -359A>T:2 -295G>A:2 -255T>C:1",
  "-250A>G:1 -246G>A:1 -239A>G:2 -214C>T:2 -212T>C:2* -211T>A:1 -148C>A:3 -116T>C:1 -112A>T:4* -109T>C:1",
  "-102T>C:1 -58A>G:1 -7T>C:1 -3A>G:1",
].join(" ");

export const strainGene = "HSP12";
const strains = 5;

/** The alleles as a table of whole sequences, each beside the promoter of CBS432. */
export function strainTable(nameOf: (change: string, count: number, all: number) => string): string {
  const lines = alleles.split(" ").map((allele) => {
    const [, position = "", own = "", other = "", count = ""] =
      /^(-\d+)([ACGT])>([ACGT]):(\d)/.exec(allele) ?? [];
    const at = promoter.length + Number(position);
    const changed = promoter.slice(0, at) + other + promoter.slice(at + 1);
    return [nameOf(`${position}${own}>${other}`, Number(count), strains), promoter, changed];
  });
  return [["name", "reference", "alternative"], ...lines].map((line) => line.join("\t")).join("\n");
}
