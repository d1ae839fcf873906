//! The check value at the end of a frame: HJ 212's own, and the Modbus one that some devices send instead.

/// The table of the reflected polynomial 0xA001, shared by both algorithms.
const TABLE: [u16; 256] = table();

const fn table() -> [u16; 256] {
    let mut table = [0_u16; 256];
    let mut index = 0;
    while index < 256 {
        let mut register = index as u16;
        let mut bit = 0;
        while bit < 8 {
            register = if register & 1 == 1 {
                (register >> 1) ^ 0xA001
            } else {
                register >> 1
            };
            bit += 1;
        }
        table[index] = register;
        index += 1;
    }
    table
}

/// The check value of HJ 212 over `data` (HJ 212-2017, annex A).
///
/// It is not the Modbus one: before each byte only the high byte of the register survives, so it has 256 possible
/// values.
///
/// One step is a linear map of eight bits over GF(2), and that map applied eight times is the identity. Bytes whose
/// distance is a multiple of eight therefore count alike: all of them are first summed (XOR) into eight columns, as fast as
/// memory is read, and only the eight sums take steps.
pub fn crc16(data: &[u8]) -> u16 {
    if data.is_empty() {
        return START;
    }
    of_columns(u64::from_le_bytes(column_sums(data)), data.len())
}

/// The check value of so many bytes, at least one, whose sums by column are given; the last column is the highest byte.
#[inline]
pub(crate) fn of_columns(sums: u64, count: usize) -> u16 {
    // The register starts as FF, which is the same as if the first byte were inverted.
    let (lead, last) = ((count - 1) % PERIOD, PERIOD - 1);
    let columns = (sums ^ 0xFF << (8 * (last - lead))).to_le_bytes();
    let high = (0..PERIOD).fold(0, |sum, column| {
        sum ^ STEPS[last - column][usize::from(columns[column])]
    });
    TABLE[usize::from(high)]
}

/// After so many steps the register returns to where it was.
const PERIOD: usize = 8;

/// The sums of the bytes that stand at the same distance from the end, modulo [`PERIOD`]; the last byte is in the last
/// column.
fn column_sums(data: &[u8]) -> [u8; PERIOD] {
    let (front, words) = data.as_rchunks::<PERIOD>();
    let sum = words.iter().fold(0, |sum, word| sum ^ u64::from_le_bytes(*word));
    // The bytes in front of the first whole word belong to the last columns, which are the highest bytes.
    let front = match data.first_chunk() {
        Some(word) => u64::from_le_bytes(*word)
            .checked_shl(8 * (PERIOD - front.len()) as u32)
            .unwrap_or(0),
        None => front
            .iter()
            .fold(0, |sum, byte| sum >> 8 | u64::from(*byte) << (8 * (PERIOD - 1))),
    };
    (sum ^ front).to_le_bytes()
}

/// The high byte of the register after `n` more steps over zero bytes, for each value that it may have.
const STEPS: [[u8; 256]; PERIOD] = steps();

const fn steps() -> [[u8; 256]; PERIOD] {
    let mut steps = [[0_u8; 256]; PERIOD];
    let mut value = 0;
    while value < 256 {
        steps[0][value] = value as u8;
        let mut count = 1;
        while count < PERIOD {
            steps[count][value] = (TABLE[steps[count - 1][value] as usize] >> 8) as u8;
            count += 1;
        }
        assert!(
            TABLE[steps[PERIOD - 1][value] as usize] >> 8 == value as u16,
            "the eighth step returns to the start"
        );
        value += 1;
    }
    steps
}

/// The register before the first byte.
pub(crate) const START: u16 = 0xFFFF;

/// The register after one more byte.
pub(crate) fn step(register: u16, byte: u8) -> u16 {
    let [high, _] = register.to_be_bytes();
    TABLE[usize::from(high ^ byte)]
}

/// The check value of Modbus over `data`, printed high byte first as HJ 212 devices do.
pub fn modbus(data: &[u8]) -> u16 {
    let (words, rest) = data.as_chunks();
    let register = words.iter().fold(START, |register, word: &[u8; 8]| {
        let [low, high] = register.to_le_bytes();
        let [first, second, later @ ..] = word;
        // A byte counts as it would with the later ones zero; the sum of eight is what they give together.
        later.iter().zip(MODBUS_AHEAD.iter().rev().skip(2)).fold(
            MODBUS_AHEAD[7][usize::from(first ^ low)] ^ MODBUS_AHEAD[6][usize::from(second ^ high)],
            |sum, (byte, table)| sum ^ table[usize::from(*byte)],
        )
    });
    rest.iter()
        .fold(register, |register, byte| modbus_step(register, *byte))
}

const fn modbus_step(register: u16, byte: u8) -> u16 {
    let [low, high] = register.to_le_bytes();
    TABLE[(low ^ byte) as usize] ^ high as u16
}

/// The register of Modbus after a byte and so many zero bytes behind it.
const MODBUS_AHEAD: [[u16; 256]; 8] = {
    let mut ahead = [TABLE; 8];
    let mut count = 1;
    while count < 8 {
        let mut value = 0;
        while value < 256 {
            ahead[count][value] = modbus_step(ahead[count - 1][value], 0);
            value += 1;
        }
        count += 1;
    }
    ahead
};

/// Whether the algorithm of HJ 212 can yield `value` for a segment that is not empty.
///
/// A received value for which this is false was computed with another algorithm, or was damaged itself.
pub fn can_be_hj212(value: u16) -> bool {
    // The high bytes of the table are a permutation of 0..=255, but 256 comparisons are cheap on the rare path that
    // asks.
    TABLE.contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The algorithm as the standard words it, bit by bit.
    fn crc16_by_bits(data: &[u8]) -> u16 {
        let mut register = 0xFFFF_u16;
        for byte in data {
            register = (register >> 8) ^ u16::from(*byte);
            for _ in 0..8 {
                let low = register & 1;
                register >>= 1;
                if low == 1 {
                    register ^= 0xA001;
                }
            }
        }
        register
    }

    #[test]
    fn check_values() {
        let annex_a: &[u8] =
            b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";
        assert_eq!(crc16(b""), 0xFFFF);
        assert_eq!(crc16(b"123456789"), 0x2F80);
        assert_eq!(crc16(annex_a), 0x1C80);
        assert_eq!(modbus(annex_a), 0x0759);
        assert_eq!(
            modbus(b"123456789"),
            0x4B37,
            "the published check value of CRC-16/MODBUS"
        );
    }

    proptest::proptest! {
        #[test]
        fn the_table_equals_the_bits(data in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            proptest::prop_assert_eq!(crc16(&data), crc16_by_bits(&data));
            proptest::prop_assert!(data.is_empty() || can_be_hj212(crc16(&data)));
            proptest::prop_assert_eq!(modbus(&data), data.iter().fold(START, |register, byte| modbus_step(register, *byte)));
        }

        #[test]
        fn every_single_byte_error_is_seen(data in proptest::collection::vec(proptest::num::u8::ANY, 1..200), at: usize, flip in 1_u8..) {
            let mut damaged = data.clone();
            let at = at % data.len();
            damaged[at] ^= flip;
            proptest::prop_assert_ne!(crc16(&data), crc16(&damaged));
        }
    }
}
