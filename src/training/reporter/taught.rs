use std::collections::HashMap;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use super::dataset::{DataError, ReporterData, centre_and_scale};
use super::recipe::{ModelSection, ReporterRecipe, Task, TeacherSection};
use crate::sequence::{Alphabet, Window};
use crate::training::Part;

const BASES: [u8; 4] = *b"ACGT";

/// A sequence that nobody measured, and what a published network expects of it.
#[derive(Debug, Clone)]
pub struct Taught {
    /// Its codes in the alphabet ACGT.
    pub window: Window,
    /// The network's answer, in its own unit.
    pub value: f32,
}

/// What a teacher is asked: inserts of random bases in their frame, training sequences with changed inserts, and the
/// training sequences themselves. The same section and rows give the same sequences in the same order, each once.
pub fn questions(model: &ModelSection, section: &TeacherSection, length: usize, data: &ReporterData) -> Vec<String> {
    let frame = model.frame.as_ref();
    let (before, after) = frame.map_or(("", ""), |frame| (frame.left.as_str(), frame.right.as_str()));
    let insert = length.saturating_sub(before.len() + after.len());
    let mut random = StdRng::seed_from_u64(section.seed);
    let known: Vec<String> = data.of(Part::Training).map(|row| text(&row.window)).collect();
    let mut asked: Vec<String> = (0..section.random)
        .map(|_| {
            let bases = (0..insert).map(|_| char::from(BASES[random.random_range(0..BASES.len())]));
            format!("{before}{}{after}", bases.collect::<String>())
        })
        .collect();
    if !known.is_empty() && insert > 0 {
        asked.extend((0..section.changed).map(|_| {
            let mut bases = known[random.random_range(0..known.len())].clone().into_bytes();
            for _ in 0..random.random_range(1..=section.changes) {
                let place = before.len() + random.random_range(0..insert);
                if let Some(base) = bases.get_mut(place) {
                    *base = BASES[random.random_range(0..BASES.len())];
                }
            }
            String::from_utf8_lossy(&bases).into_owned()
        }));
    }
    asked.shuffle(&mut random);
    asked.extend(known);
    let mut seen = std::collections::HashSet::new();
    asked.retain(|sequence| seen.insert(sequence.clone()));
    asked
}

fn text(window: &Window) -> String {
    let letter = |code: &u8| BASES.get(usize::from(*code)).map_or('N', |base| char::from(*base));
    window.codes().iter().map(letter).collect()
}

impl ReporterData {
    /// Takes up a teacher's answers: a table with the columns `sequence` and `taught`. Training rows get theirs as
    /// a task's target, what is nobody's row trains beside them.
    ///
    /// # Errors
    /// [`DataError`] names the line.
    pub fn learn(&mut self, recipe: &ReporterRecipe, length: usize, table: &[u8]) -> Result<(), DataError> {
        #[derive(serde::Deserialize)]
        struct Line {
            sequence: String,
            taught: f32,
        }
        let fault = |reason: String| DataError::Table { table: "the teacher's answers", reason };
        let alphabet = Alphabet::ACGT;
        let mut rows: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            rows.entry(row.window.codes().to_vec()).or_default().push(at);
        }
        let tasks: Vec<usize> =
            (0..recipe.tasks.len()).filter(|&task| recipe.tasks[task].column == Task::TAUGHT).collect();
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(table);
        for line in reader.deserialize() {
            let Line { sequence, taught: value } = line.map_err(|error: csv::Error| fault(error.to_string()))?;
            let window = Window::from_bases(sequence.as_bytes(), length, &alphabet);
            match rows.get(window.codes()) {
                None => self.taught.push(Taught { window, value }),
                Some(own) => {
                    for &at in own {
                        let row = &mut self.rows[at];
                        let learns = row.part == Part::Training;
                        tasks.iter().filter(|_| learns).for_each(|&task| row.targets[task] = Some(value));
                    }
                }
            }
        }
        let scale = centre_and_scale(self.taught.iter().map(|own| own.value))
            .ok_or_else(|| DataError::Empty(Task::TAUGHT.to_owned()))?;
        tasks.iter().for_each(|&task| self.scales[task] = scale);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequence::Frame;

    fn section() -> (ModelSection, TeacherSection) {
        let model = ModelSection {
            id: "x".into(),
            version: "1".into(),
            title: "x".into(),
            species: "x".into(),
            architecture: "x".into(),
            output: None,
            unit: None,
            anchor: "x".into(),
            downstream: 0,
            frame: Some(Frame { left: "ACGT".into(), right: "TT".into() }),
            data: "x".into(),
            licence: "x".into(),
        };
        let teacher = TeacherSection { model: "x".into(), random: 50, changed: 20, changes: 3, seed: 7, rows: 10 };
        (model, teacher)
    }

    fn data(own: &[(&str, Part)]) -> ReporterData {
        let row = |(number, (bases, part)): (usize, &(&str, Part))| super::super::Row {
            number: number as u64,
            window: Window::from_bases(bases.as_bytes(), 16, &Alphabet::ACGT),
            part: *part,
            targets: vec![Some(1.0), None],
            published: Vec::new(),
            natural: false,
            strata: Vec::new(),
            family: number.to_string(),
        };
        ReporterData {
            rows: own.iter().enumerate().map(row).collect(),
            pairs: Vec::new(),
            published: Vec::new(),
            scales: vec![(0.0, 1.0); 2],
            families: own.len(),
            outputs: 1,
            taught: Vec::new(),
        }
    }

    #[test]
    fn a_teacher_is_asked_of_nothing_that_is_held_out() {
        let (model, section) = section();
        let own = [("ACGTAAAAAAAAAATT", Part::Training), ("ACGTGGGGGGGGGGTT", Part::Test)];
        let asked = questions(&model, &section, 16, &data(&own));
        assert_eq!(asked, questions(&model, &section, 16, &data(&own)));
        assert!(asked.iter().all(|one| one.len() == 16 && one.starts_with("ACGT") && one.ends_with("TT")));
        assert!(asked.contains(&own[0].0.to_owned()) && !asked.contains(&own[1].0.to_owned()));
        let near = asked.iter().filter(|one| one.bytes().zip(own[0].0.bytes()).filter(|(a, b)| a != b).count() <= 3);
        assert!(near.count() > 10);
    }

    #[test]
    fn answers_are_targets_of_training_rows_and_rows_of_their_own() {
        let mut recipe = ReporterRecipe::parse(include_str!("../../../recipes/reporter-yeast.toml")).unwrap();

        recipe.tasks = vec![
            recipe.tasks[0].clone(),
            Task { column: Task::TAUGHT.into(), output: None, ..recipe.tasks[0].clone() },
        ];
        let mut data = data(&[("ACGTAAAAAAAAAATT", Part::Training), ("ACGTGGGGGGGGGGTT", Part::Test)]);
        let table =
            b"sequence\ttaught\nACGTAAAAAAAAAATT\t5\nACGTGGGGGGGGGGTT\t6\nACGTCCCCCCCCCCTT\t2\nACGTCCCCCCCCACTT\t4\n";
        data.learn(&recipe, 16, table).unwrap();
        assert_eq!(data.rows[0].targets[1], Some(5.0));
        assert_eq!(data.rows[1].targets[1], None);
        assert_eq!(data.taught.iter().map(|own| own.value).collect::<Vec<_>>(), [2.0, 4.0]);
        assert_eq!(data.scales[1], (3.0, 1.0));
        assert!(data.learn(&recipe, 16, b"sequence\ttaught\nACGT\tmuch\n").is_err());
    }
}
