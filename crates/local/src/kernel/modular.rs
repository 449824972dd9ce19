//! RSA signatures over SHA-1, which the library of the org only checks. Some service providers know no other.
//!
//! A number is its 64-bit digits, the lowest first. Montgomery's way to multiply needs no division. It takes the same
//! time whatever the key is, but for the length of its numbers.

/// What stands before a SHA-1 digest in a signature: its algorithm, in DER.
const SHA1: [u8; 15] =
    [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

/// The signature of a digest, padded as PKCS #1 version 1.5 says.
pub fn sign_sha1(modulus: &[u8], exponent: &[u8], digest: &[u8]) -> Vec<u8> {
    let start = modulus.iter().position(|byte| *byte != 0).unwrap_or_default();
    let modulus = &modulus[start..];
    let padding = modulus.len() - SHA1.len() - digest.len() - 3;
    let padded = [&[0, 1], vec![0xff; padding].as_slice(), &[0], &SHA1, digest].concat();
    let mut signature = power(&padded, exponent, modulus);
    while signature.len() < modulus.len() {
        signature.insert(0, 0);
    }
    signature.split_off(signature.len() - modulus.len())
}

/// `base` to the power of `exponent`, modulo an odd number. All are big-endian bytes, and `base` is the smaller one.
fn power(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
    let field = Field::of(digits(modulus));
    let base = field.enter(digits(base));
    let mut result = field.enter(vec![1]);
    for byte in exponent {
        for bit in (0..8).rev() {
            result = field.times(&result, &result);
            let more = field.times(&result, &base);
            if byte >> bit & 1 == 1 {
                result = more;
            }
        }
    }
    let mut one = vec![0; field.modulus.len()];
    one[0] = 1;
    bytes(&field.times(&result, &one))
}

fn digits(bytes: &[u8]) -> Vec<u64> {
    let digit = |part: &[u8]| part.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    bytes.rchunks(8).map(digit).collect()
}

fn bytes(digits: &[u64]) -> Vec<u8> {
    digits.iter().rev().flat_map(|digit| digit.to_be_bytes()).collect()
}

/// Numbers modulo an odd one.
struct Field {
    modulus: Vec<u64>,
    /// The lowest digit times this is all ones.
    inverse: u64,
}

impl Field {
    fn of(modulus: Vec<u64>) -> Self {
        // Each round doubles the bits that are right; the first has three.
        let lowest = modulus[0];
        let mut inverse = lowest;
        for _ in 0..6 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(lowest.wrapping_mul(inverse)));
        }
        Field { modulus, inverse: inverse.wrapping_neg() }
    }

    /// A number times the number of which the digits are as many as those of the modulus: doubled bit by bit.
    fn enter(&self, mut number: Vec<u64>) -> Vec<u64> {
        number.resize(self.modulus.len(), 0);
        for _ in 0..self.modulus.len() * 64 {
            let carry = number[self.modulus.len() - 1] >> 63;
            for at in (1..number.len()).rev() {
                number[at] = number[at] << 1 | number[at - 1] >> 63;
            }
            number[0] <<= 1;
            self.reduce(&mut number, carry);
        }
        number
    }

    /// Takes the modulus away once, where the number is not smaller.
    fn reduce(&self, number: &mut [u64], carry: u64) {
        let mut less = number.to_vec();
        let mut borrow = 0;
        for (digit, taken) in less.iter_mut().zip(&self.modulus) {
            let (value, first) = digit.overflowing_sub(*taken);
            let (value, second) = value.overflowing_sub(borrow);
            (*digit, borrow) = (value, u64::from(first || second));
        }
        if carry == 1 || borrow == 0 {
            number.copy_from_slice(&less);
        }
    }

    fn times(&self, left: &[u64], right: &[u64]) -> Vec<u64> {
        let length = self.modulus.len();
        let mut sum = vec![0; length + 2];
        for digit in left {
            add_product(&mut sum, right, *digit);
            let factor = sum[0].wrapping_mul(self.inverse);
            add_product(&mut sum, &self.modulus, factor);
            sum.rotate_left(1);
            sum[length + 1] = 0;
        }
        let carry = sum[length];
        sum.truncate(length);
        self.reduce(&mut sum, carry);
        sum
    }
}

fn add_product(sum: &mut [u64], number: &[u64], factor: u64) {
    let mut carry = 0;
    for (digit, place) in sum.iter_mut().zip(number.iter().copied().chain([0, 0])) {
        let value = u128::from(*digit) + u128::from(place) * u128::from(factor) + u128::from(carry);
        (*digit, carry) = (value as u64, (value >> 64) as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_powers_are_as_on_paper() {
        let modulus = [0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0d];
        let plain = |base: u128, exponent: u32| {
            let modulus = (1_u128 << 72) + 13;
            (0..exponent).fold(1_u128, |result, _| {
                // Bit by bit, so that nothing is larger than a number may be here.
                (0..73).rev().fold(0, |sum, bit| {
                    let sum = (sum << 1) % modulus;
                    if base >> bit & 1 == 1 { (sum + result) % modulus } else { sum }
                })
            })
        };
        for (base, exponent) in [(2, 1), (2, 73), (3, 100), (u128::from(u64::MAX), 7), (1 << 71, 255)] {
            let found = power(&base.to_be_bytes()[6..], &[exponent as u8], &modulus);
            let expected = plain(base, exponent);
            assert_eq!(found, expected.to_be_bytes(), "{base}^{exponent}");
        }
    }
}
