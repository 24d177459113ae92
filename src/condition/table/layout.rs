use super::TableError;
use super::known::{self, Kind};
use super::note::{ColumnKind, LeftOutColumns, Listed, RowKind, TableNote};
use crate::text::{Cell, Decimals, Line, read_cell, unguarded};

/// Where in lines of cells the names, the headings and the levels stand.
pub(super) struct Layout {
    /// Cells of a line.
    pub(super) width: usize,
    /// The cell that names the row.
    pub(super) name: usize,
    /// The cells that hold levels.
    pub(super) kept: Vec<usize>,
    /// Their names.
    pub(super) columns: Vec<String>,
    /// Lines of rows.
    pub(super) body: Vec<Line>,
    pub(super) headless: bool,
    pub(super) notes: Vec<TableNote>,
}

impl Layout {
    /// Finds out what the lines hold.
    pub(super) fn of(mut lines: Vec<Line>, delimiter: u8, comments: &[String]) -> Result<Self, TableError> {
        let gct = Gct::take(&mut lines, comments);
        let Some(first) = lines.first() else { return Err(TableError::Empty) };
        let (line, mut head): (usize, Vec<String>) = (first.number, first.cells().map(str::to_owned).collect());
        let headless = is_headless(&head);
        let mut body = if headless { lines } else { lines.split_off(1) };
        if headless {
            head = comment_head(comments, delimiter, head.len());
        } else {
            complete(&mut head, &body);
        }
        let width = head.len().max(if headless { body[0].width() } else { 0 });
        if width < 2 {
            return Err(TableError::OneColumn(line));
        }
        let mut notes = Vec::new();
        take_rows(&mut body, gct, &mut notes);
        if body.is_empty() {
            return Err(TableError::NoRows);
        }
        if headless && head.is_empty() {
            let columns = (1..width).map(|number| format!("condition {number}")).collect();
            return Ok(Self { width, name: 0, kept: (1..width).collect(), columns, body, headless, notes });
        }
        let (name, kept) = columns(&head, &body, gct, &mut notes)?;
        let columns = kept.iter().map(|at| unguarded(&head[*at]).to_owned()).collect();
        Ok(Self { width, name, kept, columns, body, headless: false, notes })
    }
}

/// What the lines above the header of a GCT file say.
#[derive(Clone, Copy)]
struct Gct {
    /// Columns of descriptions after the names.
    row_fields: usize,
    /// Rows of descriptions below the header.
    column_fields: usize,
}

impl Gct {
    /// Takes the line of sizes off.
    fn take(lines: &mut Vec<Line>, comments: &[String]) -> Option<Self> {
        let version = comments.iter().find_map(|comment| comment.trim().strip_prefix("#1."))?;
        let is_gct = matches!(version.trim_end_matches(['\t', ',', ';']), "2" | "3") && !lines.is_empty();
        let sizes = is_gct.then(|| lines.remove(0))?;
        let size = |at: usize| sizes.cell(at).and_then(|cell| cell.parse().ok()).unwrap_or(0);
        Some(Self { row_fields: size(2), column_fields: size(3) })
    }
}

/// Whether a first line already holds levels: nothing but numbers after a name that heads no column.
fn is_headless(head: &[String]) -> bool {
    let cells = || head.iter().skip(1).map(|cell| read_cell(cell, Decimals::default()));
    let is_name = head.first().is_some_and(|name| !known::is_corner(name));
    is_name
        && cells().any(|cell| matches!(cell, Cell::Number(_) | Cell::Thousands))
        && cells().all(|cell| cell != Cell::Text)
}

/// Some programs comment the header out: the last comment above the rows, if it is as wide as they are.
fn comment_head(comments: &[String], delimiter: u8, width: usize) -> Vec<String> {
    let split = |comment: &String| -> Vec<String> {
        comment
            .trim_start_matches('#')
            .split(char::from(delimiter))
            .map(|cell| cell.trim().trim_matches('"').to_owned())
            .collect()
    };
    comments.last().map(split).filter(|cells| cells.len() == width && width > 1).unwrap_or_default()
}

/// R writes no heading above the names; spreadsheets write empty ones after the last column.
fn complete(head: &mut Vec<String>, body: &[Line]) {
    let is_short = !body.is_empty() && body.iter().all(|line| line.width() == head.len() + 1);
    if is_short && head.first().is_some_and(|first| !known::is_corner(first)) {
        head.insert(0, String::new());
    }
    let is_empty = |at: usize| body.iter().all(|line| line.cell(at).is_none_or(str::is_empty));
    while head.len() > 1 && head.last().is_some_and(String::is_empty) && is_empty(head.len() - 1) {
        head.pop();
    }
}

/// Takes rows away that are no genes, with a note.
fn take_rows(body: &mut Vec<Line>, gct: Option<Gct>, notes: &mut Vec<TableNote>) {
    if let Some(Gct { column_fields, .. }) = gct {
        body.drain(..column_fields.min(body.len()));
    }
    let mut leave = |is_out: fn(&str) -> bool, kind: RowKind| {
        let mut left = Vec::new();
        body.retain(|line| {
            let found = line.cells().take(2).find(|cell| is_out(cell));
            left.extend(found.map(str::to_owned));
            found.is_none()
        });
        if !left.is_empty() {
            notes.push(TableNote::RowsLeftOut { kind, rows: Listed::of(left) });
        }
    };
    leave(known::is_weight_row, RowKind::Weights);
    leave(known::is_not_a_gene, RowKind::NoGene);
}

/// The column of names and those of levels.
fn columns(
    head: &[String],
    body: &[Line],
    gct: Option<Gct>,
    notes: &mut Vec<TableNote>,
) -> Result<(usize, Vec<usize>), TableError> {
    let table = Columns { head, body };
    let name = table.names();
    let described = gct.map_or(0..0, |gct| name + 1..name + 1 + gct.row_fields);
    let others: Vec<usize> = (0..head.len()).filter(|at| *at != name).collect();
    let mut kinds: Vec<(usize, Option<Kind>)> = others
        .iter()
        .map(|&at| {
            // What stands before the names only counts the rows.
            let is_told = described.contains(&at) || (at < name && known::kind(&head[at]).is_none());
            (at, if is_told { Some(Kind::Description) } else { known::kind(&head[at]) })
        })
        .collect();
    let has_statistics = kinds.iter().any(|(at, kind)| *kind == Some(Kind::Statistic) || table.is_lone_p(*at));
    let has_changes = has_statistics && kinds.iter().any(|(_, kind)| *kind == Some(Kind::Change));
    let has_places = kinds.iter().filter(|(at, _)| known::is_place_among_others(&head[*at])).count() >= 3;
    let has_numbers = others.iter().any(|at| table.has_numbers(*at));
    for (at, kind) in &mut kinds {
        let heading = &head[*at];
        *kind = match *kind {
            None if has_places && known::is_place_among_others(heading) => Some(Kind::Place),
            None if has_numbers && table.is_words(*at) => Some(Kind::Description),
            None if table.is_lone_p(*at) || has_changes => Some(Kind::Statistic),
            None if has_statistics && known::is_statistic_among_others(heading) => Some(Kind::Statistic),
            Some(Kind::Change) => None,
            kind => kind,
        };
    }
    let kept: Vec<usize> = kinds.iter().filter(|(_, kind)| kind.is_none()).map(|(at, _)| *at).collect();
    let left = left_out(head, &kinds);
    let columns = || Listed::of(kept.iter().map(|at| head[*at].clone()).collect());
    if has_changes {
        notes.push(TableNote::Changes { program: known::program(head), columns: columns() });
    }
    if has_statistics && !has_changes && !kept.is_empty() {
        notes.push(TableNote::AmongStatistics { columns: columns() });
    }
    if kept.is_empty() {
        return Err(TableError::NoLevels(left));
    }
    notes.extend(left.into_iter().map(TableNote::ColumnsLeftOut));
    Ok((name, kept))
}

/// What is left out, of each kind.
fn left_out(head: &[String], kinds: &[(usize, Option<Kind>)]) -> Vec<LeftOutColumns> {
    let of = |wanted: Kind, kind: ColumnKind| {
        let of_kind = kinds.iter().filter(|(_, kind)| *kind == Some(wanted));
        let names: Vec<String> = of_kind.map(|(at, _)| head[*at].clone()).collect();
        (!names.is_empty()).then(|| LeftOutColumns { kind, columns: Listed::of(names) })
    };
    let all = [
        of(Kind::Description, ColumnKind::Description),
        of(Kind::Weight, ColumnKind::Weight),
        of(Kind::Place, ColumnKind::Place),
        of(Kind::Statistic, ColumnKind::Statistic),
    ];
    all.into_iter().flatten().collect()
}

/// The headings and what stands below them.
struct Columns<'a> {
    head: &'a [String],
    body: &'a [Line],
}

impl Columns<'_> {
    /// The first column, unless it only counts the rows (CDT's GID, row numbers) or the names of genes stand
    /// elsewhere (Cuffdiff).
    fn names(&self) -> usize {
        let is = |at: usize, word: &str| self.head.get(at).is_some_and(|heading| known::plain(heading) == word);
        if is(0, "testid") && (0..self.head.len()).any(|at| is(at, "teststat")) {
            return (1..self.head.len()).find(|at| is(*at, "gene")).unwrap_or(0);
        }
        let counts = is(0, "gid") || (known::is_corner(&self.head[0]) || is(0, "unnamed0")) && self.are_row_numbers(0);
        let is_followed = self.head.len() > 2 && known::is_corner(&self.head[1]) && self.is_words(1);
        usize::from(counts && is_followed)
    }

    fn cells(&self, at: usize) -> impl Iterator<Item = Cell> {
        self.body.iter().filter_map(move |line| line.cell(at)).map(|cell| read_cell(cell, Decimals::default()))
    }

    fn has_numbers(&self, at: usize) -> bool {
        self.cells(at).any(|cell| matches!(cell, Cell::Number(_) | Cell::Thousands | Cell::Infinite))
    }

    /// Two cells or more that begin with a letter or a quotation mark, and no number.
    fn is_words(&self, at: usize) -> bool {
        let cells = || self.body.iter().filter_map(move |line| line.cell(at));
        let is_word = |cell: &&str| {
            let begins =
                cell.starts_with(|first: char| first.is_alphabetic() || matches!(first, '"' | '\'' | '(' | '['));
            begins && read_cell(cell, Decimals::default()) == Cell::Text
        };
        let words = cells().filter(is_word).count();
        let missing = self.cells(at).filter(|cell| *cell == Cell::Missing).count();
        words >= 2 && words + missing == cells().count()
    }

    fn are_row_numbers(&self, at: usize) -> bool {
        let numbers: Vec<Cell> = self.cells(at).collect();
        (0..2).any(|first| numbers.iter().enumerate().all(|(row, cell)| *cell == Cell::Number((row + first) as f32)))
    }

    /// A column named `p` or `q` that lies between 0 and 1.
    fn is_lone_p(&self, at: usize) -> bool {
        let is_named = matches!(known::plain(&self.head[at]).as_str(), "p" | "q" | "ps" | "ptest");
        is_named
            && self.has_numbers(at)
            && self.cells(at).all(|cell| match cell {
                Cell::Number(value) => (0.0..=1.0).contains(&value),
                cell => cell == Cell::Missing,
            })
    }
}
