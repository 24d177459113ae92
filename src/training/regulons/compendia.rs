use std::collections::HashMap;

use crate::condition::ExpressionTable;
use crate::training::Dataset;

/// Columns of further expression tables, for the genes of a data set: outputs that sharpen what is learnt of
/// promoters.
#[derive(Debug, Clone, Default)]
pub struct Compendia {
    /// How many columns.
    pub columns: usize,
    /// `genes x columns`, each column centred; every table has the spread of the data set's own responses.
    pub values: Vec<Option<f32>>,
}

impl Compendia {
    /// Joins tables, each with whether it is to be centred by gene within its studies.
    pub fn join(data: &Dataset, tables: &[(ExpressionTable, bool)]) -> Self {
        let spread = deviation(data.responses.iter().flatten().copied());
        let tables: Vec<Table> =
            tables.iter().map(|(table, by_study)| Table::new(data, table, *by_study, spread)).collect();
        let columns = tables.iter().map(|table| table.columns).sum();
        let genes = 0..data.promoters.len();
        let row = |gene: usize| tables.iter().flat_map(move |table| table.row(gene).iter().copied());
        Self { columns, values: genes.flat_map(row).collect() }
    }

    /// The values of a gene.
    pub fn row(&self, gene: usize) -> &[Option<f32>] {
        &self.values[gene * self.columns..(gene + 1) * self.columns]
    }
}

struct Table {
    columns: usize,
    values: Vec<Option<f32>>,
}

impl Table {
    fn new(data: &Dataset, table: &ExpressionTable, by_study: bool, spread: f32) -> Self {
        let width = table.columns.len();
        let rows: HashMap<&str, usize> =
            table.rows.iter().enumerate().map(|(row, gene)| (gene.as_str(), row)).collect();
        let kept: Vec<Vec<usize>> = if by_study {
            studies(&table.columns).into_iter().filter(|study| study.len() > 1).collect()
        } else {
            (0..width).map(|column| vec![column]).collect()
        };
        let columns = kept.iter().map(Vec::len).sum();
        let mut values = Vec::with_capacity(data.promoters.len() * columns);
        for promoter in &data.promoters {
            let own = rows.get(promoter.name()).map(|row| &table.values[row * width..(row + 1) * width]);
            for study in &kept {
                let measured = |column: &usize| own.and_then(|own| own[*column]);
                let centre = if by_study { mean(study.iter().filter_map(measured)) } else { 0.0 };
                values.extend(study.iter().map(|column| measured(column).map(|value| value - centre)));
            }
        }
        let mut own = Self { columns, values };
        own.centre();
        let scale = spread / deviation(own.values.iter().flatten().copied()).max(f32::MIN_POSITIVE);
        own.values.iter_mut().flatten().for_each(|value| *value *= scale);
        own
    }

    fn centre(&mut self) {
        for column in 0..self.columns {
            let centre = mean(self.values.iter().skip(column).step_by(self.columns).flatten().copied());
            self.values.iter_mut().skip(column).step_by(self.columns).flatten().for_each(|value| *value -= centre);
        }
    }

    fn row(&self, gene: usize) -> &[Option<f32>] {
        &self.values[gene * self.columns..(gene + 1) * self.columns]
    }
}

/// Columns by study, in the order of their first ones.
fn studies(columns: &[String]) -> Vec<Vec<usize>> {
    let mut found: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let study = column.rsplit_once('_').map_or(column.as_str(), |(study, _)| study);
        match found.iter_mut().find(|(known, _)| *known == study) {
            Some((_, columns)) => columns.push(index),
            None => found.push((study, vec![index])),
        }
    }
    found.into_iter().map(|(_, columns)| columns).collect()
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0_f64, 0_usize), |(sum, count), value| (sum + f64::from(value), count + 1));
    (sum / count.max(1) as f64) as f32
}

fn deviation(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let centre = mean(values.clone());
    mean(values.map(|value| (value - centre).powi(2))).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_study_stand_together() {
        let columns = ["a_1", "b_x_1", "a_2", "c", "b_x_2"].map(str::to_owned);
        assert_eq!(studies(&columns), [vec![0, 2], vec![1, 4], vec![3]]);
    }
}
