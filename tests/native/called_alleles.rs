//! The same alleles through VCF, through pairs of whole sequences, and by hand as edits of a promoter: one answer.

use std::rc::Rc;

use cisight::architecture::Edit;
use cisight::attribution::EditsJob;
use cisight::backend::Backend;
use cisight::genome::calls::{CallMatcher, CallsTally, by_promoter};
use cisight::genome::{Anchor, Genome, PromoterIndex, VcfReader, haplotype, promoter_change};
use cisight::model::open_model;
use cisight::prediction::GridJob;
use cisight::sample::{Sample, SampleSet, Subject};
use cisight::sequence::{Promoter, Reach, Target, Window, read_variants};
use pollster::block_on;

type Failure = Box<dyn std::error::Error>;

const FILES: &str = "tests/fixtures/vcf";

/// Equal to a millionth, of values of about 6.
fn is_alike(own: f32, other: f32) -> bool {
    (own - other).abs() <= 1e-6 * own.abs().max(1.0)
}

#[test]
fn through_calls_through_sequences_and_by_hand() -> Result<(), Failure> {
    let model = Rc::new(open_model("models/abundance-yeast", &block_on(Backend::Cpu.open())?)?);
    let reads = model.sequence()?.clone();
    let reach = Reach { upstream: reads.upstream(), downstream: reads.downstream };
    let window = |bases: &[u8]| -> Window {
        Window::from_bases(bases, reads.window, &reads.alphabet).with_downstream(reads.downstream)
    };
    let read = |name: &str| std::fs::read(format!("{FILES}/{name}"));
    let genome = Genome::read(&read("genome.fa")?, Some(&read("genes.gff3")?))?;
    let promoters = genome.promoters(Anchor::TranscriptStart, reach)?;
    let index = PromoterIndex::new(promoters.chromosomes(), reach)?;
    let calls = read("calls.vcf")?;
    let mut reader = VcfReader::new(calls.as_slice())?;
    let (mut matcher, mut tally) = (CallMatcher::new(&genome, reader.header()), CallsTally::default());
    let mut records = Vec::new();
    while let Some(record) = reader.next_record()? {
        records.push(matcher.matched(record, &mut tally));
    }
    let (mut edited, mut whole, mut by_hand) = (Vec::new(), Vec::new(), Vec::new());
    for called in by_promoter(&index, &records, &mut tally) {
        let promoter = &called.place.promoter;
        let own = promoter.bases();
        let reference = Promoter::parse(promoter.feature().systematic.as_str(), std::str::from_utf8(&own)?)?;
        let mut edits = Vec::new();
        for placed in &called.alleles {
            let Ok(changed) = haplotype(promoter, std::slice::from_ref(&placed.allele)) else { continue };
            edits.push(Edit::between(&window(&own), &window(&changed)));
            whole.extend([Sample::from(window(&own)), Sample::from(window(&changed))]);
            // What a deletion brings in from further away nobody writes by hand.
            if changed.len() == own.len() && placed.allele.range().len() <= placed.allele.bases().len() {
                let change = promoter_change(promoter.feature(), &promoter.chromosome().bases, &placed.allele);
                let target = Target { promoter: &reference, alias: None, downstream: reads.downstream };
                let written = read_variants(&change, &[target], |promoter| promoter)?;
                let typed = window(written.variants.first().ok_or(change)?.alternative.bases());
                by_hand.push((whole.len() / 2 - 1, Sample::from(typed)));
            }
        }
        let subject = Subject::new(&Sample::from(window(&own)), 0).ok_or("no sequence")?;
        edited.push((subject, edits));
    }
    let all = edited.iter().map(|(_, edits)| edits.len()).sum::<usize>();
    assert_eq!((all, by_hand.len()), (17, 11));

    let counts: Vec<usize> = edited.iter().map(|(_, edits)| edits.len()).collect();
    let mut job = EditsJob::new(Rc::clone(&model), edited, &[], 0);
    let mut steps = 0;
    while job.done() < job.total() {
        block_on(job.step())?;
        steps += 1;
    }
    assert!(steps >= counts.len() && job.done() == job.total());
    let references = counts.iter().zip(job.references()).flat_map(|(count, own)| vec![*own; *count]);
    let through_calls: Vec<[f32; 2]> = references.zip(job.responses().iter().copied()).map(<[f32; 2]>::from).collect();

    let grid = |samples: Vec<Sample>| -> Result<Vec<f32>, Failure> {
        let mut job = GridJob::new(Rc::clone(&model), SampleSet::new(samples, 1), &[]);
        while job.done() < job.total() {
            block_on(job.step())?;
        }
        Ok(job.take_rows().responses)
    };
    let (places, typed): (Vec<usize>, Vec<Sample>) = by_hand.into_iter().unzip();
    let (pairs, typed) = (grid(whole)?, grid(typed)?);
    for (own, pair) in through_calls.iter().zip(pairs.chunks(2)) {
        for (own, other) in own.iter().zip(pair) {
            assert!(is_alike(*own, *other), "{own} {other}");
        }
    }
    for (place, typed) in places.into_iter().zip(typed) {
        assert!(is_alike(through_calls[place][1], typed), "{place}: {typed} {:?}", through_calls[place]);
    }
    Ok(())
}
