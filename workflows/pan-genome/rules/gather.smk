# One table a genome, and one line a genome about it.

if FORMAT == "tsv":

    rule gather:
        input:
            shards_of("shards/{genome}/{table}-{part}-of-{parts}.tsv"),
        output:
            "results/{genome}/{table}.tsv.gz",
        log:
            "logs/{genome}/gather-{table}.log",
        conda:
            "../envs/python.yaml"
        shell:
            "(cat {input:q} | gzip -n > {output:q}) 2> {log:q}"

else:

    # Every shard is a complete file; the folder that holds them is the data set. Links cost no second copy where the disk has them.
    rule gather:
        input:
            shards_of("shards/{genome}/{table}-{part}-of-{parts}.parquet"),
        output:
            directory("results/{genome}/{table}.parquet"),
        log:
            "logs/{genome}/gather-{table}.log",
        conda:
            "../envs/python.yaml"
        shell:
            "(mkdir -p {output:q}; for shard in {input:q}; do"
            ' ln "$shard" {output:q} || cp "$shard" {output:q}; done) 2> {log:q}'


rule summarise:
    input:
        promoters="results/{genome}/promoters.fa",
        responses=f"results/{{genome}}/responses.{GATHERED}",
        extraction="benchmarks/{genome}/promoters.tsv",
        prediction=shards_of("benchmarks/{genome}/predict-{part}-of-{parts}.tsv"),
    output:
        "results/{genome}/summary.tsv",
    log:
        "logs/{genome}/summarise.log",
    conda:
        "../envs/python.yaml"
    params:
        length=config["length"],
    script:
        "../scripts/summarise.py"


rule summary:
    input:
        expand("results/{genome}/summary.tsv", genome=GENOMES),
    output:
        "results/summary.tsv",
    log:
        "logs/summary.log",
    conda:
        "../envs/python.yaml"
    shell:
        "awk 'NR == 1 || FNR > 1' {input:q} > {output:q} 2> {log:q}"
