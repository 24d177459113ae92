/// A matrix of which most entries are 0, row by row.
#[derive(Debug, Clone, Default)]
pub struct SparseRows {
    /// Columns.
    width: usize,
    /// Where each row ends.
    ends: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl SparseRows {
    /// Without rows yet.
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// Several with as many rows, their columns side by side.
    pub fn beside(parts: &[Self]) -> Self {
        let mut all = Self::new(parts.iter().map(|own| own.width).sum());
        for row in 0..parts.first().map_or(0, Self::len) {
            let mut offset = 0;
            let mut entries = Vec::new();
            for own in parts {
                let start = row.checked_sub(1).map_or(0, |before| own.ends[before]);
                let places = start..own.ends[row];
                let columns = own.columns[places.clone()].iter().map(|column| column + offset as u32);
                entries.extend(columns.zip(own.values[places].iter().copied()));
                offset += own.width;
            }
            all.push(entries);
        }
        all
    }

    /// Adds a row of columns and values.
    pub fn push(&mut self, entries: impl IntoIterator<Item = (u32, f32)>) {
        for (column, value) in entries {
            self.columns.push(column);
            self.values.push(value);
        }
        self.ends.push(self.columns.len());
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Columns that any row has an entry in.
    pub fn used(&self) -> usize {
        let mut used = vec![false; self.width];
        self.columns.iter().for_each(|column| used[*column as usize] = true);
        used.into_iter().filter(|own| *own).count()
    }

    /// Columns and values of a row.
    pub fn row(&self, at: usize) -> impl Iterator<Item = (usize, f64)> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let own = start..self.ends[at];
        self.columns[own.clone()]
            .iter()
            .zip(&self.values[own])
            .map(|(column, value)| (*column as usize, f64::from(*value)))
    }

    /// A row times a column of numbers.
    pub fn product(&self, at: usize, numbers: &[f64]) -> f64 {
        self.row(at).map(|(column, value)| value * numbers[column]).sum()
    }
}
