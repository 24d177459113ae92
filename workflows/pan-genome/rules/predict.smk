# A genome's promoters, and their responses shard by shard.


rule promoters:
    input:
        unpack(genome_files),
    output:
        "results/{genome}/promoters.fa",
    log:
        "logs/{genome}/promoters.log",
    benchmark:
        "benchmarks/{genome}/promoters.tsv"
    conda:
        "../envs/python.yaml"
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: attempt * config["promoters"]["mem_mb"],
        runtime=lambda wildcards, attempt: attempt * config["promoters"]["minutes"],
    params:
        cisight=config["cisight"],
        files=genome_options,
        anchor=config["anchor"],
        length=config["length"],
    shell:
        "{params.cisight:q} promoters {params.files} --anchor {params.anchor}"
        " --length {params.length} --out {output:q} 2> {log:q}"


# Only where the configuration says `shards: auto`: the number of shards that so many promoters need.
checkpoint count:
    input:
        "results/{genome}/promoters.fa",
    output:
        "shards/{genome}/count.txt",
    log:
        "logs/{genome}/count.log",
    conda:
        "../envs/python.yaml"
    params:
        each=config["promoters_per_shard"],
    shell:
        "awk -v each={params.each} '/^>/ {{ count++ }}"
        " END {{ shards = int((count + each - 1) / each); print (shards ? shards : 1) }}'"
        " {input:q} > {output:q} 2> {log:q}"


rule predict:
    input:
        unpack(prediction_files),
    output:
        **{table: temp(shard_file(table)) for table in TABLES},
    log:
        "logs/{genome}/predict-{part}-of-{parts}.log",
    benchmark:
        "benchmarks/{genome}/predict-{part}-of-{parts}.tsv"
    retries: config["predict"]["retries"]
    conda:
        "../envs/python.yaml"
    threads: config["predict"]["threads"]
    resources:
        mem_mb=lambda wildcards, attempt: attempt * config["predict"]["mem_mb"],
        runtime=lambda wildcards, attempt: attempt * config["predict"]["minutes"],
    params:
        cisight=config["cisight"],
        model=config["model"],
        conditions=lambda wildcards, input: (
            shlex.join(["--conditions", input.conditions])
            if "conditions" in input.keys()
            else ""
        ),
        shard=lambda wildcards: f"{int(wildcards.part)}/{int(wildcards.parts)}",
        spread=lambda wildcards, output: (
            shlex.join(["--spread", output.spreads])
            if "spreads" in output.keys()
            else ""
        ),
    shell:
        "RAYON_NUM_THREADS={threads} {params.cisight:q} predict --model {params.model:q}"
        " --promoters {input.promoters:q} {params.conditions} --shard {params.shard}"
        " --out {output.responses:q} {params.spread} 2> {log:q}"
