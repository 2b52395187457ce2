//! What must hold for every format and all bytes.
