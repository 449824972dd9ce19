//! Numbers that look as if they came by chance, and are the same each time.

pub struct Chance(u64);

impl Chance {
    pub fn new() -> Self {
        Chance(0x5eed)
    }

    /// A number from zero on and below this one.
    pub fn below(&mut self, bound: i64) -> i64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = bound.max(1).unsigned_abs();
        i64::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or_default()
    }

    pub fn one_of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let at = self.below(items.len() as i64);
        items.get(usize::try_from(at).unwrap_or_default())
    }
}
