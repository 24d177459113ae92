//! Designs against a plain reading of what they were asked to keep to, and against predictions of the whole sequences.

use std::rc::Rc;

use cisight::attribution::{
    Design, DesignError, DesignJob, DesignOptions, Evolution, Goal, MotifMove, Moves, Start, VariantScan, differing,
};
use cisight::export::{DesignRecord, write_genbank};
use cisight::model::Model;
use cisight::motif::{Motif, Scanner};
use cisight::prediction::GridJob;
use cisight::sample::Subject;
use cisight::sequence::{Alphabet, Window, dinucleotide_shuffle, read_fasta, reverse_complement};
use cisight::synthesis::{ChangedSequence, GcLimits, GuardedMotifs, Hairpins, RecognitionSite, Repeats, Rules};
use proptest::prelude::*;

use crate::what_if::{LENGTH, LEVELS, Outcome, close, model};

/// A promoter longer than the window, so that what is taken out is filled from before it.
const PROMOTER: &str = "GGATTACAGCATCCGATTTGACCTAGGATCCATTGCAAGGGTACCATTTCGGCATAGCATTGACGATTACCCAAAC";

fn window(bases: &[u8]) -> Result<Window, Box<dyn std::error::Error>> {
    Ok(Window::from_bases(bases, LENGTH, &Alphabet::parse("ACGNT")?))
}

fn finished(
    model: &Rc<Model>,
    bases: &[u8],
    goals: [Goal; 2],
    options: DesignOptions,
) -> Result<DesignJob, Box<dyn std::error::Error>> {
    let before = bases[..bases.len().saturating_sub(LENGTH)].to_vec();
    let options = DesignOptions { before, ..options };
    let mut job = DesignJob::new(Rc::clone(model), window(bases)?, &LEVELS, goals.to_vec(), options)?;
    let mut last = 0;
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
        assert!((last..=job.total()).contains(&job.done()), "{} after {last} of {}", job.done(), job.total());
        last = job.done();
    }
    assert_eq!(job.natural(), bases);
    Ok(job)
}

fn predict(model: &Rc<Model>, bases: &[Vec<u8>]) -> Result<Vec<f32>, Box<dyn std::error::Error>> {
    let windows = bases.iter().map(|own| window(own)).collect::<Result<Vec<_>, _>>()?;
    let mut job = GridJob::new(Rc::clone(model), windows, &LEVELS);
    while job.done() < job.total() {
        pollster::block_on(job.step())?;
    }
    Ok(job.grid().responses.clone())
}

fn msn2() -> Motif {
    let row = |base: u8| b"ACGT".map(|own| if own == base { 0.97 } else { 0.01 });
    let probabilities = b"AAGGGG".map(row).to_vec();
    Motif { id: "M".into(), name: "MSN2".into(), probabilities, sites: Some(100.0) }
}

/// Every step's responses are those of the whole sequence with the changes so far, and every change is one that was allowed.
fn check_steps(model: &Rc<Model>, design: &Design, options: &DesignOptions) -> Outcome {
    let changes = design.changes();
    assert!(changes.len() <= options.changes);
    let prefixes: Vec<Vec<u8>> =
        (0..=changes.len()).map(|count| ChangedSequence::of(&design.start, &changes[..count]).bases).collect();
    assert_eq!(prefixes.last(), Some(&design.bases));
    let responses = predict(model, &prefixes)?;
    let said = std::iter::once(&design.start_responses).chain(design.steps.iter().map(|step| &step.responses));
    for (said, found) in said.zip(responses.chunks_exact(2)) {
        assert!(said.iter().zip(found).all(|(a, b)| close(*a, *b)), "{said:?} {found:?}");
    }
    for step in &design.steps {
        let (change, moves) = (&step.change, &options.moves);
        let inside = |at: usize| options.forbidden.iter().any(|range| range.contains(&at));
        assert!((step.position..step.position + change.removed.max(1)).all(|at| at < LENGTH && !inside(at)));
        match (change.removed, change.bases.len(), change.motif) {
            (removed, new, Some(placed)) => {
                assert_eq!(removed, new);
                let words = &moves.motifs[placed.motif].words;
                assert!(words.contains(&change.bases) || words.contains(&reverse_complement(&change.bases)));
            }
            (1, 1, None) => assert!(moves.substitutions),
            (0, new, None) => assert!((1..=moves.insertions).contains(&new)),
            (removed, 0, None) => assert!((1..=moves.deletions).contains(&removed)),
            other => panic!("{other:?}"),
        }
    }
    Ok(())
}

/// What the rules below forbid, read plainly from strings: what a sequence has of it.
fn broken(bases: &[u8]) -> [usize; 6] {
    let text = String::from_utf8_lossy(bases).into_owned();
    let count = |word: &str| text.match_indices(word).count();
    let runs = ["AAAA", "CCCC", "GGGG", "TTTT"].iter().filter(|run| text.contains(**run)).count();
    let at = |from: usize, to: usize| text.get(from..to);
    let all = (0..bases.len()).flat_map(|one| (one + 6..bases.len()).map(move |other| (one, other)));
    let repeats = all.clone().filter(|(one, other)| {
        other + 6 - one <= 40 && other + 6 <= bases.len() && at(*one, one + 6) == at(*other, other + 6)
    });
    let folds = all.filter(|(one, other)| {
        let fits = *other >= one + 8 && other + 5 - one <= 30 && other + 5 <= bases.len();
        fits && at(*one, one + 5) == String::from_utf8(reverse_complement(&bases[*other..other + 5])).ok().as_deref()
    });
    let sites = count("GGTCTC") + count("GAGACC") + count("GGATCC") + count("CACGTG");
    [sites, count("ATG"), runs, repeats.count(), folds.count(), 0]
}

fn rules() -> Result<Rules, Box<dyn std::error::Error>> {
    let sites =
        ["BsaI", "BamHI", "CACGTG"].iter().map(|name| RecognitionSite::parse(name)).collect::<Result<_, _>>()?;
    let scanner = Scanner::new(&[msn2()], [0.25; 4], 5e-4)?;
    Ok(Rules {
        sites,
        homopolymer: Some(3),
        repeats: Some(Repeats { length: 6, within: 40 }),
        hairpins: Some(Hairpins { stem: 5, within: 30 }),
        start_codons: true,
        motifs: Some(GuardedMotifs { scanner, names: vec!["MSN2".into()], gained: true, lost: true }),
        gc_windows: GcLimits::new(0.2, 0.7).map(|limits| (20, limits)),
        differences: Some(9),
        ..Rules::default()
    })
}

fn any_moves() -> Moves {
    Moves { substitutions: true, insertions: 2, deletions: 3, motifs: Vec::new() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever the promoter and the search, every design keeps to every rule and answers what it says.
    #[test]
    fn designs_keep_to_their_rules(
        seed in any::<u64>(), evolves in any::<bool>(), raises in any::<bool>(), kind in 0_usize..3, changes in 1_usize..5,
    ) {
        let run = || -> Outcome {
            let model = model()?;
            let natural = dinucleotide_shuffle(PROMOTER.as_bytes(), seed);
            let start = [Start::Natural, Start::Shuffled, Start::Random { gc: 0.45 }][kind];
            let mut rules = rules()?;
            // A start made by chance is further away than a few changes, and of the sites that it had it keeps them all.
            if kind > 0 {
                rules.differences = None;
            }
            let options = DesignOptions {
                changes,
                beam: 2,
                moves: any_moves(),
                evolution: evolves.then_some(Evolution { generations: 3, parents: 3, children: 6 }),
                start,
                forbidden: std::iter::once(10..14).collect(),
                rules,
                designs: 2,
                apart: 2,
                seed,
                ..DesignOptions::default()
            };
            let goals = [if raises { Goal::Raise(1.0) } else { Goal::Lower(1.0) }, Goal::Keep(0.2)];
            let job = match finished(&model, &natural, goals, options.clone()) {
                Ok(job) => job,
                Err(error) if error.downcast_ref::<DesignError>().is_some() => return Ok(()),
                Err(error) => return Err(error),
            };
            let known = broken(&natural);
            for design in job.designs() {
                check_steps(&model, design, &options)?;
                // What stays where it is counts once before and after; nothing is added.
                for (now, before) in broken(&design.bases).iter().zip(known) {
                    assert!(*now <= before, "{:?} {known:?}", broken(&design.bases));
                }
                if kind == 0 {
                    let changed = design.changes().iter().map(|own| own.removed.max(own.bases.len())).sum::<usize>();
                    assert!(changed <= 9);
                }
                let protected = |bases: &[u8], shift: usize| bases[bases.len() - LENGTH + 10 + shift..][..4].to_vec();
                let stretch = protected(&natural, 0);
                assert!(design.bases.windows(4).any(|own| own == stretch));
                let aim = if raises { design.responses[0] } else { -design.responses[0] };
                assert!(design.missed[0] == (aim <= if raises { job.start()[0] } else { -job.start()[0] }));
            }
            if let [one, other] = job.designs() {
                assert!(differing(&one.bases, &other.bases) >= 2);
            }
            Ok(())
        };
        run().map_err(|error| TestCaseError::fail(error.to_string()))?;
    }
}

#[test]
fn a_value_is_reached_and_a_motif_is_written() -> Outcome {
    let model = model()?;
    let bases = PROMOTER.as_bytes();
    let options = DesignOptions { changes: 6, beam: 3, ..DesignOptions::default() };
    let raised = finished(&model, bases, [Goal::Raise(1.0), Goal::Ignore], options.clone())?.best();
    let natural = finished(&model, bases, [Goal::Ignore, Goal::Ignore], options.clone())?;
    assert!(natural.best().steps.is_empty() && natural.designs().len() == 1);
    // Half of the way that can be gone is a value that can be met.
    let half = f32::midpoint(natural.start()[0], raised.responses[0]);
    let step = (raised.responses[0] - natural.start()[0]).abs() / 10.0;
    let range = Goal::Reach { low: half - step, high: half + step, weight: 1.0 };
    let met = finished(&model, bases, [range, Goal::Ignore], options.clone())?.best();
    assert!((met.responses[0] - half).abs() <= step && met.missed == [false, false], "{met:?}");
    check_steps(&model, &met, &options)?;

    let moves =
        Moves { substitutions: false, insertions: 0, deletions: 0, motifs: vec![MotifMove::consensus(&msn2())] };
    let options = DesignOptions { changes: 2, beam: 2, moves, ..DesignOptions::default() };
    let written = finished(&model, bases, [Goal::Raise(1.0), Goal::Ignore], options.clone())?.best();
    assert!(!written.steps.is_empty());
    check_steps(&model, &written, &options)?;
    let site = written.steps[0].change.at;
    let word = &written.bases[site..site + 6];
    assert!(word == b"AAGGGG" || word == b"CCCCTT");
    Ok(())
}

#[test]
fn several_designs_differ_and_show_what_a_goal_costs() -> Outcome {
    let model = model()?;
    let goals = [Goal::Raise(1.0), Goal::Lower(1.0)];
    let options = DesignOptions { changes: 3, beam: 2, designs: 4, apart: 4, ..DesignOptions::default() };
    let job = finished(&model, PROMOTER.as_bytes(), goals, options.clone())?;
    assert_eq!(job.designs().len(), 4);
    for (index, design) in job.designs().iter().enumerate() {
        check_steps(&model, design, &options)?;
        assert!(job.designs()[..index].iter().all(|other| differing(&other.bases, &design.bases) >= 4));
    }
    let again = finished(&model, PROMOTER.as_bytes(), goals, options)?;
    assert_eq!(again.designs(), job.designs());
    let options = DesignOptions { changes: 3, beam: 2, designs: 4, trade_offs: true, ..DesignOptions::default() };
    let job = finished(&model, PROMOTER.as_bytes(), goals, options)?;
    let [_, first, .., last] = job.designs() else { return Err("fewer designs".into()) };
    assert!(first.responses[0] >= last.responses[0] && last.responses[1] <= first.responses[1]);
    Ok(())
}

/// FASTA and GenBank hold what was scored: read again, they answer the same.
#[test]
fn what_is_exported_answers_as_the_design_does() -> Outcome {
    let model = model()?;
    let moves = Moves { motifs: vec![MotifMove::consensus(&msn2())], ..any_moves() };
    let evolution = Some(Evolution { generations: 4, parents: 4, children: 8 });
    let options = DesignOptions { changes: 4, moves, evolution, designs: 3, ..DesignOptions::default() };
    let job = finished(&model, PROMOTER.as_bytes(), [Goal::Raise(1.0), Goal::Keep(0.1)], options)?;
    let record = |(number, design): (usize, &Design)| DesignRecord {
        name: format!("d{number}"),
        title: "designed".into(),
        start: design.start.clone(),
        changes: design.changes(),
        motifs: vec!["MSN2".into()],
        downstream: 0,
        comments: Vec::new(),
        place: None,
    };
    let records: Vec<DesignRecord> = job.designs().iter().enumerate().map(record).collect();
    assert!(records.iter().flat_map(|own| &own.changes).any(|change| !change.is_substitution()));
    let lines = records.iter().map(|own| format!(">{}\n{}\n", own.name, String::from_utf8_lossy(&own.bases())));
    let from_fasta: Vec<Vec<u8>> =
        read_fasta(lines.collect::<String>().as_bytes())?.promoters.iter().map(|own| own.bases().to_vec()).collect();
    let mut genbank = Vec::new();
    write_genbank(&mut genbank, &records)?;
    let read = gb_io::reader::parse_slice(&genbank).map_err(|error| error.to_string())?;
    let from_genbank: Vec<Vec<u8>> = read.iter().map(|own| own.seq.to_ascii_uppercase()).collect();
    for bases in [from_fasta, from_genbank] {
        let responses = predict(&model, &bases)?;
        for (design, found) in job.designs().iter().zip(responses.chunks_exact(2)) {
            let apart = design.responses.iter().zip(found).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(apart <= 1e-6, "{apart}");
        }
    }
    Ok(())
}

/// What several instances of the model answer, some edits each, leads to the same designs as one that computes all.
#[test]
fn searches_that_others_answer_find_the_same() -> Outcome {
    let (model, other, bases) = (model()?, model()?, PROMOTER.as_bytes());
    let goals = [Goal::Raise(1.0), Goal::Lower(0.5)];
    let moves = Moves { motifs: vec![MotifMove::consensus(&msn2())], ..any_moves() };
    let beam = DesignOptions { changes: 3, beam: 3, designs: 2, apart: 3, moves, ..DesignOptions::default() };
    let evolution = Some(Evolution { generations: 4, parents: 5, children: 8 });
    let shuffled = DesignOptions { start: Start::Shuffled, trade_offs: true, ..beam.clone() };
    let evolved = DesignOptions { evolution, changes: 6, ..beam.clone() };
    for (options, most) in [(beam, usize::MAX), (shuffled, usize::MAX), (evolved.clone(), 1), (evolved, 1000)] {
        let expected = finished(&model, bases, goals, options.clone())?;
        let before = bases[..bases.len().saturating_sub(LENGTH)].to_vec();
        let options = DesignOptions { before, ..options };
        let subject = window(bases)?;
        let mut job = DesignJob::new(Rc::clone(&model), subject.clone(), &LEVELS, goals.to_vec(), options)?;
        let mut several = 0;
        while job.done() < job.total() {
            let scans = job.scans(most);
            several += usize::from(scans.len() > 1);
            for scan in scans.into_iter().filter(|scan| !scan.is_complete()) {
                let (mut reference, mut responses) = (Vec::new(), Vec::new());
                for part in scan.edits().chunks(360) {
                    let subject = Subject::from(scan.window().clone());
                    let conditions = other.encode_conditions(&LEVELS);
                    let mut own = VariantScan::new(Rc::clone(&other), subject, conditions, part.to_vec());
                    while !own.is_complete() {
                        pollster::block_on(own.step())?;
                    }
                    reference = own.reference().iter().map(|(response, _)| *response).collect();
                    responses.extend_from_slice(own.responses());
                }
                assert!(
                    !scan.take_answers(&reference, &responses[..responses.len().saturating_sub(1)])
                        || responses.is_empty()
                );
                assert!(scan.edits().is_empty() || scan.take_answers(&reference, &responses));
            }
            pollster::block_on(job.step())?;
        }
        assert_eq!(job.designs(), expected.designs());
        assert_eq!(several > 0, most > 1, "{several} of {most}");
    }
    Ok(())
}

#[test]
fn what_cannot_be_designed_is_said_at_once() -> Outcome {
    let (model, bases) = (model()?, PROMOTER.as_bytes());
    let goals = [Goal::Raise(1.0), Goal::Ignore];
    let nothing = Moves { substitutions: false, ..Moves::default() };
    let refused =
        |options: DesignOptions| finished(&model, bases, goals, options).map(|_| ()).map_err(|error| error.to_string());
    assert!(
        refused(DesignOptions { moves: nothing, ..DesignOptions::default() })
            .is_err_and(|text| text.contains("no kind of change"))
    );
    let rules = Rules { differences: Some(2), ..Rules::default() };
    let far = DesignOptions { start: Start::Random { gc: 0.5 }, rules, ..DesignOptions::default() };
    assert!(refused(far).is_err_and(|text| text.contains("random start")));
    Ok(())
}
