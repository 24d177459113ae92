/// For fewer numbers no further thread is started.
#[cfg(all(feature = "threads", not(target_arch = "wasm32")))]
const WORTH_A_THREAD: usize = 1 << 14;

/// What `append` makes of items, in their order, about `each` numbers of one; stretches of them are shared out among
/// threads where the program has threads and there is enough to do.
#[cfg(all(feature = "threads", not(target_arch = "wasm32")))]
pub fn appended<T: Sync>(items: &[T], each: usize, append: impl Fn(&[T], &mut Vec<f32>) + Sync) -> Vec<f32> {
    let total = items.len() * each;
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(total / WORTH_A_THREAD).min(items.len());
    let made = |own: &[T]| {
        let mut values = Vec::with_capacity(own.len() * each);
        append(own, &mut values);
        values
    };
    if threads < 2 {
        return made(items);
    }
    std::thread::scope(|scope| {
        let mut stretches = items.chunks(items.len().div_ceil(threads));
        let first = stretches.next().unwrap_or_default();
        let others: Vec<_> = stretches.map(|own| scope.spawn(|| made(own))).collect();
        let mut values = Vec::with_capacity(total);
        append(first, &mut values);
        for other in others {
            match other.join() {
                Ok(own) => values.extend(own),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        values
    })
}

/// The same by one thread.
#[cfg(not(all(feature = "threads", not(target_arch = "wasm32"))))]
pub fn appended<T>(items: &[T], each: usize, append: impl Fn(&[T], &mut Vec<f32>)) -> Vec<f32> {
    let mut values = Vec::with_capacity(items.len() * each);
    append(items, &mut values);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_keep_the_order() {
        let items: Vec<usize> = (0..100).collect();
        let each = 1 << 12;
        let append = |own: &[usize], values: &mut Vec<f32>| {
            values.extend(own.iter().flat_map(|item| std::iter::repeat_n(*item as f32, each)));
        };
        let mut expected = Vec::new();
        append(&items, &mut expected);
        assert!(appended(&items, each, append) == expected);
        assert!(appended(&items[..1], each, append) == expected[..each]);
        assert!(appended(&[], each, append).is_empty());
    }
}
