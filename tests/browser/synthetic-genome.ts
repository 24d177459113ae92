import { randomSequence } from "./the-page.ts";

/** A genome that is small enough to be cut by hand, in every format that the page reads. */

export interface Gene {
  name: string;
  contig: string;
  /** 1-based, inclusive, of the coding sequence of each transcript; the first one starts furthest upstream. */
  transcripts: [number, number][];
  strand: "+" | "-";
}

export const contigs = new Map([
  ["chrA", randomSequence(6000, 3)],
  ["chrB", randomSequence(2500, 5)],
]);

export const genes: Gene[] = [
  { name: "EDGE1", contig: "chrA", transcripts: [[301, 600]], strand: "+" },
  { name: "FWD1", contig: "chrA", transcripts: [[2001, 2300]], strand: "+" },
  { name: "REV1", contig: "chrA", transcripts: [[3001, 3300]], strand: "-" },
  {
    name: "MANY1",
    contig: "chrA",
    transcripts: [
      [4501, 4800],
      [4601, 4800],
    ],
    strand: "+",
  },
  { name: "EDGE2", contig: "chrA", transcripts: [[5701, 5900]], strand: "-" },
  { name: "REV2", contig: "chrB", transcripts: [[400, 699]], strand: "-" },
];

export const length = 1000;

/** Each gene's promoter, cut here. */
export const promoters = new Map(genes.map((gene) => [gene.name, promoterOf(gene)]));

export const full = [...promoters.values()].filter((sequence) => sequence.length === length).length;

function promoterOf({ contig, transcripts, strand }: Gene): string {
  const bases = contigs.get(contig)!;
  const [[start, end]] = transcripts as [[number, number]];
  if (strand === "+") return bases.slice(Math.max(0, start - 1 - length), start - 1);
  return reverseComplement(bases.slice(end, end + length));
}

export function reverseComplement(bases: string): string {
  const pair: Record<string, string> = { A: "T", C: "G", G: "C", T: "A" };
  return [...bases]
    .reverse()
    .map((base) => pair[base]!)
    .join("");
}

export const fasta = [...contigs]
  .map(([name, bases]) => `>${name} a contig\n${bases.replace(/.{60}/g, "$&\n").trim()}\n`)
  .join("");

export const gff3 = `##gff-version 3\n${genes
  .flatMap(({ name, contig, transcripts, strand }) => {
    const line = (type: string, [from, to]: [number, number], phase: string, attributes: string) =>
      [contig, "made", type, from, to, ".", strand, phase, attributes].join("\t");
    return [
      line("gene", transcripts[0]!, ".", `ID=gene-${name};locus_tag=${name}`),
      ...transcripts.flatMap((place, at) => [
        line("mRNA", place, ".", `ID=rna-${name}-${at};Parent=gene-${name}`),
        line("CDS", place, "0", `ID=cds-${name}-${at};Parent=rna-${name}-${at}`),
      ]),
    ];
  })
  .join("\n")}\n`;

export const gtf = `${genes
  .flatMap(({ name, contig, transcripts, strand }) =>
    transcripts.map(([from, to], at) =>
      [
        contig,
        "made",
        "CDS",
        from,
        to,
        ".",
        strand,
        "0",
        `gene_id "${name}"; transcript_id "${name}.${at}";`,
      ].join("\t"),
    ),
  )
  .join("\n")}\n`;

export const genbank = [...contigs]
  .map(([contig, bases]) => {
    const features = genes
      .filter((gene) => gene.contig === contig)
      .flatMap(({ name, transcripts, strand }) =>
        transcripts.map(([from, to]) => {
          const place = strand === "+" ? `${from}..${to}` : `complement(${from}..${to})`;
          return `     CDS             ${place}\n                     /locus_tag="${name}"\n`;
        }),
      );
    const lines = bases
      .toLowerCase()
      .match(/.{1,60}/g)!
      .map((line, at) => `${String(60 * at + 1).padStart(9)} ${line.replace(/.{10}/g, "$& ").trim()}\n`);
    return `LOCUS       ${contig} ${bases.length} bp DNA linear\nFEATURES             Location/Qualifiers\n${features.join("")}ORIGIN\n${lines.join("")}//\n`;
  })
  .join("");

/** UCSC's format: two bits a base, T 0, C 1, A 2, G 3, the first base of a byte in its highest bits. */
export function twoBit(): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(0x1a412743, 0);
  header.writeUInt32LE(contigs.size, 8);
  let offset = 16 + [...contigs.keys()].reduce((sum, name) => sum + 1 + name.length + 4, 0);
  const index: Buffer[] = [];
  const records: Buffer[] = [];
  for (const [name, bases] of contigs) {
    const entry = Buffer.alloc(1 + name.length + 4);
    entry.writeUInt8(name.length, 0);
    entry.write(name, 1, "latin1");
    entry.writeUInt32LE(offset, 1 + name.length);
    index.push(entry);
    const record = Buffer.alloc(16 + Math.ceil(bases.length / 4));
    record.writeUInt32LE(bases.length, 0);
    for (let at = 0; at < bases.length; at++)
      record[16 + (at >> 2)]! |= "TCAG".indexOf(bases[at]!) << (6 - 2 * (at % 4));
    records.push(record);
    offset += record.length;
  }
  return Buffer.concat([header, ...index, ...records]);
}

/** A downloaded FASTA: the first word of each header and its sequence. */
export function readFasta(text: string): Map<string, string> {
  const records = text.split(/^>/m).slice(1);
  return new Map(
    records.map((record) => {
      const [head = "", ...lines] = record.split("\n");
      return [head.split(/\s/)[0]!, lines.join("").trim()];
    }),
  );
}
