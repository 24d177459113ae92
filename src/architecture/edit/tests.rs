use proptest::prelude::*;

use super::*;

fn window(codes: &[u8], downstream: usize) -> Window {
    Window::from_codes(codes.to_vec()).with_downstream(downstream)
}

#[test]
fn the_anchor_stays_where_it_is() {
    const N: u8 = PADDING;
    let upstream = window(&[0, 1, 2, 3, 0, 1], 0);
    let around = window(&[0, 1, 2, 3, 0, 1], 2);
    let cases = [
        (Edit::insertion(3, vec![9, 9]), [2, 9, 9, 3, 0, 1], [2, 9, 9, 3, 0, 1]),
        (Edit::insertion(5, vec![9]), [1, 2, 3, 0, 9, 1], [0, 1, 2, 3, 0, 9]),
        (Edit::insertion(4, vec![9]), [1, 2, 3, 9, 0, 1], [1, 2, 3, 9, 0, 1]),
        (Edit::insertion(6, vec![9]), [1, 2, 3, 0, 1, 9], [0, 1, 2, 3, 0, 1]),
        (Edit::deletion(1, 2), [N, N, 0, 3, 0, 1], [N, N, 0, 3, 0, 1]),
        (Edit::deletion(3, 2), [N, N, 0, 1, 2, 1], [N, 0, 1, 2, 1, N]),
        (Edit::deletion(4, 1), [N, 0, 1, 2, 3, 1], [0, 1, 2, 3, 1, N]),
        (Edit::deletion(4, 9), [N, N, 0, 1, 2, 3], [0, 1, 2, 3, N, N]),
        (Edit::single(5, 9), [0, 1, 2, 3, 0, 9], [0, 1, 2, 3, 0, 9]),
    ];
    for (edit, behind, inside) in cases {
        assert_eq!(edit.apply(&upstream).codes(), behind, "{edit:?}");
        assert_eq!(edit.apply(&around).codes(), inside, "{edit:?} around the anchor");
    }
}

proptest! {
    #[test]
    fn an_edit_is_a_substitution_of_what_differs(
        codes in prop::collection::vec(0_u8..4, 1..30), downstream in 0_usize..30,
        position in 0_usize..32, removed in 0_usize..6, new in prop::collection::vec(0_u8..4, 0..6),
    ) {
        let window = window(&codes, downstream);
        let edit = Edit { position, removed, codes: new };
        let changed = edit.apply(&window);
        prop_assert_eq!(changed.codes().len(), codes.len());
        prop_assert_eq!(edit.as_substitution(&window).apply(&window), changed);
    }
}
