//! What files hold, in short: a hash of the bytes of each, which says whether it is worth reading again.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;

use super::{Progress, in_pool};
use crate::error::{Error, Result};

/// BLAKE3 of each file, as in the column `content_hash`; none for a file that cannot be read.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` was cancelled; [`Error::Argument`] when no threads can be started.
pub(crate) fn fingerprints<P: AsRef<Path> + Sync>(
    paths: &[P],
    threads: Option<usize>,
    progress: &Progress,
) -> Result<Vec<Option<String>>> {
    let one = |path: &P| if progress.is_cancelled() { Err(Error::Cancelled) } else { Ok(hash(path.as_ref()).ok()) };
    in_pool(threads, || paths.par_iter().map(one).collect())?
}

/// In pieces, for a file may be larger than memory.
fn hash(path: &Path) -> io::Result<String> {
    const PIECE: usize = 1 << 18;
    let (mut file, mut hasher) = (File::open(path)?, blake3::Hasher::new());
    let room = file.metadata()?.len().clamp(1, PIECE as u64);
    let mut piece = vec![0; usize::try_from(room).unwrap_or(PIECE)];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(hasher.finalize().to_hex().to_string()),
            Ok(read) => {
                hasher.update(&piece[..read]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_longer_than_a_piece_is_hashed_whole_and_a_missing_one_has_no_hash() {
        let path = std::env::temp_dir().join(format!("dateline-fingerprint-{}", std::process::id()));
        let bytes: Vec<u8> = (0..1_000_003u32).map(|n| n.to_le_bytes()[1]).collect();
        std::fs::write(&path, &bytes).unwrap();
        let absent = path.with_extension("absent");
        let found = fingerprints(&[path.clone(), absent], Some(1), &Progress::default()).unwrap();
        std::fs::remove_file(path).unwrap();
        assert_eq!(found, [Some(blake3::hash(&bytes).to_hex().to_string()), None]);
    }
}
