//! Evidence, packed: the bytes of many frames together take a tenth of the place, and each is still found at once.
//!
//! A block is Zstandard over entries of number (8 bytes), length (4 bytes, little-endian both) and the bytes of a receipt.

use std::io::Read;

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::HistoryError;

/// Frames in a block. More would pack little better and make one frame dearer to find.
pub(super) const BLOCK_FRAMES: usize = 256;
/// Blocks that are put in place in one order.
pub(super) const BLOCKS_AT_ONCE: usize = 16;
/// Bytes that a block may have unpacked; a longer one is damaged.
const BLOCK_BYTES_MAX: u64 = 16 * 1024 * 1024;
const LEVEL: i32 = 3;

/// Frames packed together.
pub(crate) struct Block {
    first: i64,
    last: i64,
    bytes: Vec<u8>,
}

/// Makes blocks of the oldest frames that stand singly; none where there are too few for one.
pub(super) fn make(connection: &Connection) -> Result<Vec<Block>, HistoryError> {
    let limit = BLOCK_FRAMES * BLOCKS_AT_ONCE;
    let mut select =
        connection.prepare_cached("SELECT receipt, bytes FROM raw WHERE packed = 0 ORDER BY receipt LIMIT ?1")?;
    let frames: Vec<(i64, Vec<u8>)> = select
        .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    frames.chunks_exact(BLOCK_FRAMES).map(pack).collect()
}

fn pack(frames: &[(i64, Vec<u8>)]) -> Result<Block, HistoryError> {
    let mut plain = Vec::new();
    for (receipt, bytes) in frames {
        plain.extend(receipt.to_le_bytes());
        plain.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        plain.extend(bytes);
    }
    let ends = frames.first().zip(frames.last());
    let (first, last) = ends.map_or((0, 0), |(first, last)| (first.0, last.0));
    let bytes = zstd::encode_all(plain.as_slice(), LEVEL).map_err(|cause| HistoryError::Damaged {
        what: format!("frames from {first} cannot be packed: {cause}"),
    })?;
    Ok(Block { first, last, bytes })
}

/// Puts blocks in the place of the single frames in them.
pub(super) fn replace(connection: &Connection, blocks: &[Block]) -> Result<(), HistoryError> {
    for block in blocks {
        // Another process may have packed the same.
        let fresh = connection
            .prepare_cached("INSERT OR IGNORE INTO block(first, last, bytes) VALUES (?1, ?2, ?3)")?
            .execute(params![block.first, block.last, block.bytes])?;
        if fresh > 0 {
            connection
                .prepare_cached("DELETE FROM raw WHERE receipt BETWEEN ?1 AND ?2 AND packed = 0")?
                .execute([block.first, block.last])?;
        }
    }
    Ok(())
}

/// The block that was unpacked last: receipts are mostly read in their order.
#[derive(Default)]
pub(super) struct Unpacked {
    first: i64,
    last: i64,
    plain: Vec<u8>,
}

impl Unpacked {
    /// The bytes of a receipt that stands in a block; none where it stands in none.
    pub(super) fn find(&mut self, connection: &Connection, receipt: i64) -> Result<Option<Vec<u8>>, HistoryError> {
        if !(self.first..=self.last).contains(&receipt) || self.plain.is_empty() {
            let found: Option<(i64, i64, Vec<u8>)> = connection
                .prepare_cached("SELECT first, last, bytes FROM block WHERE first <= ?1 ORDER BY first DESC LIMIT 1")?
                .query_row([receipt], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            let Some((first, last, bytes)) = found.filter(|(_, last, _)| *last >= receipt) else {
                return Ok(None);
            };
            self.plain.clear();
            zstd::Decoder::new(bytes.as_slice())
                .and_then(|unpacking| unpacking.take(BLOCK_BYTES_MAX).read_to_end(&mut self.plain))
                .map_err(|_| damaged(first))?;
            (self.first, self.last) = (first, last);
        }
        self.entry(receipt)
    }

    fn entry(&self, receipt: i64) -> Result<Option<Vec<u8>>, HistoryError> {
        let mut rest = self.plain.as_slice();
        while let Some((number, after)) = rest.split_first_chunk::<8>() {
            let (length, after) = after.split_first_chunk::<4>().ok_or_else(|| damaged(self.first))?;
            let length = u32::from_le_bytes(*length) as usize;
            let (bytes, after) = after.split_at_checked(length).ok_or_else(|| damaged(self.first))?;
            if i64::from_le_bytes(*number) == receipt {
                return Ok(Some(bytes.to_vec()));
            }
            rest = after;
        }
        Ok(None)
    }
}

fn damaged(first: i64) -> HistoryError {
    HistoryError::Damaged {
        what: format!("the block of receipts from {first}"),
    }
}
