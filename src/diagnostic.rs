//! Something in a document that was not understood, or understood with a reservation. Never stops a call.

use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = ($code:literal, $severity:ident)),* $(,)?) => {
        /// What a diagnostic is about. The kebab-case names are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])* $name),* }

        impl Code {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }

            /// One sentence that says what the code means.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),*)),* }
            }
        }
    };
}

codes! {
    /// The file could not be read; the rest of the archive was.
    UnreadableDocument = ("unreadable-document", Error),
    /// The bytes are no text.
    BinaryDocument = ("binary-document", Error),
    /// The text is not that of a digest but of a page or data file in a format that is not read.
    UnsupportedFormat = ("unsupported-format", Warning),
    /// The container is truncated or damaged; what was readable before is kept.
    ContainerDamaged = ("container-damaged", Error),
    /// A member of a container that is encrypted.
    EncryptedMember = ("encrypted-member", Error),
    /// Containers inside one another beyond the limit.
    NestingLimit = ("nesting-limit", Error),
    /// More came out of a file than the limit allows for its length.
    ExpansionLimit = ("expansion-limit", Error),
    /// More members in a container than the limit.
    MemberLimit = ("member-limit", Error),
    /// The name of a member leads out of its container or could deceive; a safe one is used.
    UnsafeName = ("unsafe-name", Warning),
    /// A name that several members of a container have; the later ones are numbered.
    DuplicateName = ("duplicate-name", Info),
    /// A member that is a link or a device; it is not followed.
    LinkNotFollowed = ("link-not-followed", Info),
    /// A symbolic link that leads back to a folder above it.
    LinkLoop = ("link-loop", Warning),
    /// A table without the column of texts.
    NoTextColumn = ("no-text-column", Error),
    /// A fact in a table that cannot be understood.
    FactNotUsed = ("fact-not-used", Warning),
    /// The document is longer than the limit, or than 2 GiB.
    DocumentTooLong = ("document-too-long", Error),
    /// Nothing but white space.
    EmptyDocument = ("empty-document", Warning),
    /// The text was not UTF-8; its encoding was found by detection.
    EncodingDetected = ("encoding-detected", Warning),
    /// Some bytes do not exist in the document's encoding and are shown as U+FFFD.
    BytesLost = ("bytes-lost", Error),
    /// Characters that had been decoded twice, as `â€™` for an apostrophe, are put right.
    MojibakeRepaired = ("mojibake-repaired", Warning),
    /// The file's structure is broken; what could be read of it is kept.
    DamagedDocument = ("damaged-document", Error),
    /// The file is locked with a password.
    EncryptedDocument = ("encrypted-document", Error),
    /// The reader of this format failed on the file, which is left out.
    ReaderFailed = ("reader-failed", Error),
    /// The format is not part of this build.
    FormatNotBuilt = ("format-not-built", Error),
    /// Pages without a text layer, such as a scan.
    NoTextLayer = ("no-text-layer", Error),
    /// Elements or parts inside one another beyond the limit.
    NestingTooDeep = ("nesting-too-deep", Warning),
    /// A mail with more parts than the limit; those beyond it are left out.
    TooManyParts = ("too-many-parts", Warning),
    /// A file attached to a mail, which is not read.
    AttachmentLeftOut = ("attachment-left-out", Info),
    /// The signs of two layouts are about equally many.
    ProfileClose = ("profile-close", Info),
    /// A listing or search page: headlines of issues, no items.
    ListingPage = ("listing-page", Info),
    /// An issue in which no item was found.
    NoItems = ("no-items", Error),
    /// Text that fits no part of an issue.
    UnparsedText = ("unparsed-text", Warning),
    /// The issue's title is not printed; series and number come from the document's name.
    SeriesFromName = ("series-from-name", Info),
    /// Neither the text nor the document's name gives a series and number.
    SeriesUnknown = ("series-unknown", Warning),
    /// The same series and number was read more than once.
    DuplicateIssue = ("duplicate-issue", Info),
    /// A printed category label that is not among the known ones; it is kept.
    UnknownCategory = ("unknown-category", Info),
    /// The number of headlines listed for an issue differs from the number of its items.
    HeadlineCount = ("headline-count", Warning),
    /// An item that names no source.
    UncitedItem = ("uncited-item", Info),
    /// An editors' note without its closing bracket.
    UnclosedNote = ("unclosed-note", Warning),
    /// A citation without its closing bracket.
    UnclosedCitation = ("unclosed-citation", Warning),
    /// A printed source that the authority file does not know.
    UnknownOutlet = ("unknown-outlet", Info),
    /// A printed source that several outlets share.
    AmbiguousOutlet = ("ambiguous-outlet", Info),
    /// An abbreviation used as a source that the issue does not define.
    UndefinedAbbreviation = ("undefined-abbreviation", Info),
    /// A date that does not exist in the calendar.
    ImpossibleDate = ("impossible-date", Error),
    /// A date without a year, and nothing that decides the year.
    YearUnknown = ("year-unknown", Warning),
    /// A cited date after the date of the issue.
    DateAfterIssue = ("date-after-issue", Warning),
    /// A cited date more than a year before the date of the issue.
    DateLongBefore = ("date-long-before", Warning),
    /// The issue's date does not fit between those of its neighbours in the series.
    DateOutOfOrder = ("date-out-of-order", Warning),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub span: Span,
    pub message: String,
}

impl Diagnostic {
    #[must_use]
    pub fn at(code: Code, span: Span, message: String) -> Self {
        Self { code, span, message }
    }

    /// About a document as a whole.
    #[must_use]
    pub fn whole(code: Code, message: String) -> Self {
        Self::at(code, Span::default(), message)
    }
}
