//! The last of something, numbered from 1, as many as there is room for.

use std::collections::VecDeque;

/// How much is kept. Older ones are forgotten.
#[derive(Clone, Copy)]
pub struct Room {
    pub items: usize,
    pub bytes: usize,
}

pub struct Ring<T> {
    kept: VecDeque<(T, usize)>,
    bytes: usize,
    /// How many there were.
    count: u64,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Ring { kept: VecDeque::new(), bytes: 0, count: 0 }
    }
}

impl<T> Ring<T> {
    /// Keeps what is made with its number, and takes so many bytes. The last one is kept whatever it takes.
    pub fn keep(&mut self, room: Room, bytes: usize, make: impl FnOnce(u64) -> T) {
        self.count += 1;
        self.bytes += bytes;
        self.kept.push_back((make(self.count), bytes));
        while self.kept.len() > room.items || (self.bytes > room.bytes && self.kept.len() > 1) {
            let Some((_, oldest)) = self.kept.pop_front() else { break };
            self.bytes -= oldest;
        }
    }

    /// All that are kept, with their numbers.
    pub fn list(&self) -> impl Iterator<Item = (u64, &T)> {
        self.list_after(0, usize::MAX)
    }

    /// Those after this number, the last ones if there are more than so many.
    pub fn list_after(&self, after: u64, most: usize) -> impl Iterator<Item = (u64, &T)> {
        let skipped = self.kept.len().saturating_sub(most);
        let first = self.count - (self.kept.len() - skipped) as u64 + 1;
        let numbered = (first..).zip(self.kept.iter().skip(skipped).map(|(item, _)| item));
        numbered.filter(move |(number, _)| *number > after)
    }

    /// Forgets all. The numbers go on. Gives how many there were.
    pub fn clear(&mut self) -> usize {
        self.bytes = 0;
        std::mem::take(&mut self.kept).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(ring: &Ring<u64>, after: u64, most: usize) -> Vec<u64> {
        ring.list_after(after, most)
            .inspect(|(number, item)| assert_eq!(number, *item))
            .map(|(n, _)| n)
            .collect()
    }

    #[test]
    fn the_last_ones_are_kept_as_far_as_there_is_room() {
        let room = Room { items: 3, bytes: 10 };
        let mut ring = Ring::default();
        // How many bytes each takes, and which are there then.
        for (bytes, there) in [
            (1, vec![1]),
            (1, vec![1, 2]),
            (1, vec![1, 2, 3]),
            (1, vec![2, 3, 4]),
            (9, vec![4, 5]),
            (50, vec![6]),
        ] {
            ring.keep(room, bytes, |number| number);
            assert_eq!(numbers(&ring, 0, 9), there);
        }
        ring.keep(room, 1, |number| number);
        ring.keep(room, 1, |number| number);
        for (after, most, there) in
            [(0, 9, vec![7, 8]), (7, 9, vec![8]), (0, 1, vec![8]), (8, 9, vec![]), (0, 0, vec![])]
        {
            assert_eq!(numbers(&ring, after, most), there, "{after} {most}");
        }
        assert_eq!((ring.clear(), numbers(&ring, 0, 9)), (2, vec![]));
        ring.keep(room, 1, |number| number);
        assert_eq!(numbers(&ring, 0, 9), [9]);
    }
}
