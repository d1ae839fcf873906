//! How many connections the system lets this process have: each is an open file.

/// Files that the history, the lake and the pages need beside the connections.
const KEPT_FOR_OTHERS: u64 = 256;

/// The number of open files that this process may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenFiles {
    allowed: u64,
}

impl OpenFiles {
    /// Raises the limit of this process as far as the system allows without special rights.
    ///
    /// # Errors
    /// When the system tells no limit.
    pub fn raise() -> std::io::Result<Self> {
        let (soft, hard) = rlimit::getrlimit(rlimit::Resource::NOFILE)?;
        if soft < hard && rlimit::setrlimit(rlimit::Resource::NOFILE, hard, hard).is_ok() {
            return Ok(Self { allowed: hard });
        }
        Ok(Self { allowed: soft })
    }

    /// How many there may be.
    pub fn allowed(self) -> u64 {
        self.allowed
    }

    /// How many of `wanted` connections fit, with room left for everything else.
    pub fn room_for(self, wanted: usize) -> usize {
        let room = self.allowed.saturating_sub(KEPT_FOR_OTHERS).max(1);
        wanted.min(usize::try_from(room).unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_keep_their_room() {
        let few = OpenFiles { allowed: 1_024 };
        assert_eq!(few.room_for(50_000), 768);
        assert_eq!(few.room_for(100), 100);
        assert_eq!(OpenFiles { allowed: 10 }.room_for(100), 1);
        assert!(OpenFiles::raise().unwrap().allowed() > 0);
    }
}
