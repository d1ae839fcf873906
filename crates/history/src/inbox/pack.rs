//! Evidence, packed: the bytes of many frames together take a tenth of the place, and each is still found at once.
//!
//! A block is Zstandard over entries of number (8 bytes), length (4 bytes, little-endian both) and the bytes of a receipt.

use std::collections::HashSet;
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

/// A block from which frames were taken out; no bytes where none is left.
pub(super) struct Rewritten {
    first: i64,
    last: i64,
    bytes: Option<Vec<u8>>,
}

/// The blocks that reach into the receipts `first` to `last`, without the frames in `going`. Blocks that lose nothing are left out.
pub(super) fn without(
    connection: &Connection,
    (first, last): (i64, i64),
    going: &HashSet<i64>,
) -> Result<Vec<Rewritten>, HistoryError> {
    let mut select =
        connection.prepare_cached("SELECT first, last, bytes FROM block WHERE first <= ?2 AND last >= ?1")?;
    let blocks: Vec<(i64, i64, Vec<u8>)> = select
        .query_map([first, last], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut rewritten = Vec::new();
    for (first, last, bytes) in blocks {
        let mut plain = Vec::new();
        unpack(&bytes, first, &mut plain)?;
        let mut left = Vec::new();
        let mut loses = false;
        for entry in entries(&plain, first) {
            let (receipt, bytes) = entry?;
            match going.contains(&receipt) {
                true => loses = true,
                false => left.push((receipt, bytes.to_vec())),
            }
        }
        if loses {
            let bytes = match left.is_empty() {
                true => None,
                false => Some(pack(&left)?.bytes),
            };
            rewritten.push(Rewritten { first, last, bytes });
        }
    }
    Ok(rewritten)
}

/// Puts rewritten blocks in their old places: they still answer for the same numbers.
pub(super) fn rewrite(connection: &Connection, blocks: &[Rewritten]) -> Result<(), HistoryError> {
    for block in blocks {
        match &block.bytes {
            Some(bytes) => connection
                .prepare_cached("UPDATE block SET bytes = ?3 WHERE first = ?1 AND last = ?2")?
                .execute(params![block.first, block.last, bytes])?,
            None => connection
                .prepare_cached("DELETE FROM block WHERE first = ?1 AND last = ?2")?
                .execute([block.first, block.last])?,
        };
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
            unpack(&bytes, first, &mut self.plain)?;
            (self.first, self.last) = (first, last);
        }
        self.entry(receipt)
    }

    fn entry(&self, receipt: i64) -> Result<Option<Vec<u8>>, HistoryError> {
        for entry in entries(&self.plain, self.first) {
            let (number, bytes) = entry?;
            if number == receipt {
                return Ok(Some(bytes.to_vec()));
            }
        }
        Ok(None)
    }
}

fn unpack(bytes: &[u8], first: i64, plain: &mut Vec<u8>) -> Result<(), HistoryError> {
    zstd::Decoder::new(bytes)
        .and_then(|unpacking| unpacking.take(BLOCK_BYTES_MAX).read_to_end(plain))
        .map_err(|_| damaged(first))?;
    Ok(())
}

/// The entries of an unpacked block: number and bytes. After one that is damaged there are no more.
fn entries(plain: &[u8], first: i64) -> impl Iterator<Item = Result<(i64, &[u8]), HistoryError>> {
    let mut rest = plain;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let entry = split_entry(rest);
        rest = entry.map_or(&[], |(_, _, after)| after);
        Some(
            entry
                .map(|(number, bytes, _)| (number, bytes))
                .ok_or_else(|| damaged(first)),
        )
    })
}

fn split_entry(rest: &[u8]) -> Option<(i64, &[u8], &[u8])> {
    let (number, after) = rest.split_first_chunk::<8>()?;
    let (length, after) = after.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (bytes, after) = after.split_at_checked(length)?;
    Some((i64::from_le_bytes(*number), bytes, after))
}

fn damaged(first: i64) -> HistoryError {
    HistoryError::Damaged {
        what: format!("the block of receipts from {first}"),
    }
}
