//! Decompressors. Several compressed streams one behind the other are read as one, as their tools do.

use std::io::{self, Read};

use super::container::Kind;

/// Dictionaries of archives are at most 64 MiB by the settings of the usual tools; a header may ask for 4 GiB.
const XZ_MEMORY_KIB: u32 = 256 << 10;

pub(super) fn decoder<'r>(kind: Kind, stream: &'r mut dyn Read) -> io::Result<Box<dyn Read + 'r>> {
    Ok(match kind {
        Kind::Zstd => Box::new(zstd::Decoder::new(stream)?),
        Kind::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(stream, true, XZ_MEMORY_KIB)),
        Kind::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(stream)),
        _ => Box::new(flate2::read::MultiGzDecoder::new(stream)),
    })
}
