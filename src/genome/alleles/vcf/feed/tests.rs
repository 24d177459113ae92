use proptest::prelude::*;

use super::super::VcfReader;
use super::*;

type Read = (Vec<(usize, String)>, Option<VcfError>);

fn drawn(text: &[u8]) -> Read {
    let mut records = Vec::new();
    let mut reader = match VcfReader::new(text) {
        Ok(reader) => reader,
        Err(error) => return (records, Some(error)),
    };
    loop {
        match reader.next_record() {
            Ok(Some(record)) => records.push((record.line(), record.text().to_owned())),
            Ok(None) => return (records, None),
            Err(error) => return (records, Some(error)),
        }
    }
}

fn fed(text: &[u8], piece: usize) -> Read {
    let (mut feed, mut records) = (VcfFeed::default(), Vec::new());
    let mut pieces = text.chunks(piece);
    loop {
        let piece = pieces.next();
        match piece {
            Some(piece) => feed.push(piece),
            None => feed.end(),
        }
        loop {
            match feed.next_record() {
                Ok(Some(record)) => records.push((record.line(), record.text().to_owned())),
                Ok(None) => break,
                Err(error) => return (records, Some(error)),
            }
        }
        if piece.is_none() {
            return (records, None);
        }
    }
}

proptest! {
    #[test]
    fn pieces_make_what_the_whole_text_makes(
        lines in prop::collection::vec("(I\t[1-9]\t.\t[ACGT]{1,3}\t[ACGT]{1,3}\t.\t.\t.){0,1}\r?|\\PC{0,8}", 0..6),
        has_header in prop::bool::weighted(0.9), ends: bool, piece in 1_usize..40,
    ) {
        let header = if has_header { "##fileformat=VCFv4.2\n##contig=<ID=I>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n" } else { "" };
        let text = format!("{header}{}{}", lines.join("\n"), if ends { "\n" } else { "" });
        prop_assert_eq!(fed(text.as_bytes(), piece), drawn(text.as_bytes()));
    }
}
