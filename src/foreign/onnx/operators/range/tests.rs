use super::*;

#[test]
fn ranges_end_before_their_limit() {
    let whole = |start, limit, step| {
        let known = |own: &Extent| if let Extent::Known(own) = own { *own } else { -1 };
        whole_numbers(start, limit, step).map(|own| own.iter().map(known).collect::<Vec<_>>())
    };
    assert_eq!(whole(0, 3, 1), Some(vec![0, 1, 2]));
    assert_eq!(whole(1, 8, 3), Some(vec![1, 4, 7]));
    assert_eq!(whole(1, 7, 3), Some(vec![1, 4]));
    assert_eq!(whole(5, 0, -2), Some(vec![5, 3, 1]));
    assert_eq!(whole(4, 0, -2), Some(vec![4, 2]));
    assert_eq!(whole(3, 0, 1), Some(Vec::new()));
    assert_eq!(whole(0, 3, 0), None);
    assert_eq!(whole(i64::MIN, i64::MAX, 1), None);
    assert_eq!(whole(i64::MAX - 1, i64::MAX, i64::MAX), Some(vec![i64::MAX - 1]));
    assert_eq!(real_numbers(0.0, 1.0, 0.4), Some(vec![0.0, 0.4, 0.8]));
    assert_eq!(real_numbers(0.0, 1.0, 0.0), None);
    assert_eq!(real_numbers(0.0, -1.0, 0.5), Some(Vec::new()));
}
