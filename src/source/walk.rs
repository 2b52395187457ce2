//! Down into containers, one document after another, within the limits.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::compressed;
use super::container::{HEAD, Kind};
use super::gauge::{Gauge, Input, Output, Progress, Stop};
use super::names::Names;
use super::packed::SourceFile;
use super::seekable::{Shared, spooled};
use super::{Settings, mbox, rows, tar, warc, zip};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Origin, Raw};
use crate::error::{Error, Result};

/// `Break` ends the reading of a file: it was cancelled, or enough was given.
pub(super) type Step = ControlFlow<()>;

/// A file that was looked into.
pub enum Opened {
    Document(Raw),
    Container(Container),
}

/// A file with documents inside.
pub struct Container {
    pub(super) file: File,
    pub(super) origin: Origin,
    pub(super) bytes: u64,
}

impl SourceFile {
    /// Opens the file and reads it, if it is no container. Plain files take one read.
    ///
    /// # Errors
    /// [`Error::Unreadable`] with the system's reason.
    pub fn open(&self, settings: &Settings) -> Result<Opened> {
        self.open_from(None, settings)
    }

    /// The same, where the file may be `open` already.
    pub(super) fn open_from(&self, open: Option<File>, settings: &Settings) -> Result<Opened> {
        let unreadable = |source| Error::Unreadable { path: self.path.clone(), source };
        let mut raw = Raw::new(self.origin.clone());
        if let Some(problem) = &self.problem {
            raw.notes.push(problem.clone());
            return Ok(Opened::Document(raw));
        }
        let mut file = open.map_or_else(|| File::open(&self.path), Ok).map_err(unreadable)?;
        let limit = settings.limits.document_bytes;
        raw.bytes.reserve(usize::try_from(self.bytes.min(limit)).unwrap_or(0) + 1);
        Read::by_ref(&mut file).take(HEAD as u64).read_to_end(&mut raw.bytes).map_err(unreadable)?;
        if Kind::of(&raw.bytes, &self.origin.name, &settings.text_column).is_some() {
            let container = Container { file, origin: self.origin.clone(), bytes: self.bytes };
            return Ok(Opened::Container(container));
        }
        let most = limit.saturating_sub(raw.bytes.len() as u64).saturating_add(1);
        if raw.bytes.len() == HEAD {
            file.take(most).read_to_end(&mut raw.bytes).map_err(unreadable)?;
        }
        raw.refuse_longer_than(limit);
        Ok(Opened::Document(raw))
    }
}

impl Container {
    /// Gives the documents inside to `give`, until that says `Break` or `progress` was cancelled. What is wrong with the
    /// container is given as a document without text.
    pub fn documents(self, settings: &Settings, progress: &Progress, give: &mut dyn FnMut(Raw) -> ControlFlow<()>) {
        self.from(None, settings, progress, give);
    }

    /// The documents from the way `from` on.
    pub(super) fn from(
        self,
        from: Option<&str>,
        settings: &Settings,
        progress: &Progress,
        give: &mut dyn FnMut(Raw) -> ControlFlow<()>,
    ) {
        let gauge = Gauge::new(progress, self.bytes, &settings.limits);
        let mut walker = Walker { settings, gauge: Rc::clone(&gauge), from: from.map(str::to_owned), give };
        let _ = walker.file(&self.origin, self.file);
        gauge.finish();
    }
}

pub(super) struct Walker<'w> {
    pub(super) settings: &'w Settings,
    pub(super) gauge: Rc<Gauge<'w>>,
    /// The way to the first document that is wanted.
    from: Option<String>,
    give: &'w mut dyn FnMut(Raw) -> ControlFlow<()>,
}

impl Walker<'_> {
    /// The file at the bottom, which may be read at any place.
    fn file(&mut self, at: &Origin, file: File) -> Step {
        let mut source = Shared::new(Input { inner: file, gauge: Rc::clone(&self.gauge) });
        let mut head = Vec::new();
        if let Err(error) = source.fresh().take(HEAD as u64).read_to_end(&mut head) {
            return self.cut(Raw::new(at.clone()), &error);
        }
        match Kind::of(&head, &at.name, &self.settings.text_column) {
            Some(Kind::Zip) => zip::documents(self, &Raw::new(at.clone()), &source, 1),
            _ => self.enter(Raw::new(at.clone()), &mut source, 0),
        }
    }

    /// A document or container from a stream, inside `depth` containers. `raw` says what is known of it.
    pub(super) fn enter(&mut self, mut raw: Raw, stream: &mut dyn Read, depth: u32) -> Step {
        let read = (&mut *stream).take(HEAD as u64).read_to_end(&mut raw.bytes);
        if let Err(error) = read {
            return self.cut(raw, &error);
        }
        let Some(kind) = Kind::of(&raw.bytes, &raw.origin.name, &self.settings.text_column) else {
            return self.document(raw, stream);
        };
        let at = raw.origin.clone();
        if depth >= self.settings.limits.nesting {
            let limit = self.settings.limits.nesting;
            let message = format!(
                "expected at most {limit} containers inside one another, found {} below them; raise limits.nesting to open it",
                kind.name()
            );
            return self.report(&at, Diagnostic::whole(Code::NestingLimit, message));
        }
        if !raw.notes.is_empty() {
            let mut odd = Raw::new(at.clone());
            odd.notes.append(&mut raw.notes);
            self.give(odd)?;
        }
        let head = std::mem::take(&mut raw.bytes);
        let mut whole = Cursor::new(head).chain(stream);
        let depth = depth + 1;
        match kind {
            Kind::Gzip | Kind::Zstd | Kind::Xz | Kind::Bzip2 => match compressed::decoder(kind, &mut whole) {
                Ok(inner) => {
                    let mut plain = Output { inner, gauge: Rc::clone(&self.gauge) };
                    self.enter(raw, &mut plain, depth)
                }
                Err(error) => self.cut(raw, &error),
            },
            Kind::Tar => tar::documents(self, &at, &mut whole, depth),
            Kind::Mbox => mbox::documents(self, &at, &mut whole),
            Kind::Warc => warc::documents(self, &at, &mut whole, depth),
            Kind::Csv { delimiter } => rows::csv(self, &at, delimiter, &mut whole),
            Kind::Ndjson => rows::ndjson(self, &at, &mut whole),
            // The directories of these stand at their end: they are laid aside to be read at any place.
            Kind::Zip => match spooled(&mut whole, self.settings.limits.document_bytes) {
                Ok(file) => zip::documents(self, &raw, &Shared::new(file), depth),
                Err(error) => self.cut(raw, &error),
            },
            #[cfg(feature = "parquet")]
            Kind::Parquet => match super::seekable::in_file(&mut whole, self.settings.limits.document_bytes) {
                Ok(file) => super::parquet::documents(self, &at, file),
                Err(error) => self.cut(raw, &error),
            },
            #[cfg(not(feature = "parquet"))]
            Kind::Parquet => {
                let message = "expected a format of this build, found a Parquet file; build with the feature `parquet`";
                self.report(&at, Diagnostic::whole(Code::UnsupportedFormat, message.to_owned()))
            }
        }
    }

    /// The rest of a document, whose first bytes `raw` holds.
    pub(super) fn document(&mut self, mut raw: Raw, stream: &mut dyn Read) -> Step {
        if !self.wants(&raw.origin) {
            return Step::Continue(());
        }
        let limit = self.settings.limits.document_bytes;
        let most = limit.saturating_sub(raw.bytes.len() as u64).saturating_add(1);
        if let Err(error) = stream.take(most).read_to_end(&mut raw.bytes) {
            return self.cut(raw, &error);
        }
        raw.refuse_longer_than(limit);
        self.give(raw)
    }

    /// A document that is complete.
    pub(super) fn give(&mut self, raw: Raw) -> Step {
        if let Some(from) = &self.from {
            if *from != raw.origin.path {
                return Step::Continue(());
            }
            self.from = None;
        }
        (self.give)(raw)
    }

    /// Whether the document at `origin`, or one inside it, is to be given. What is not wanted need not be read.
    pub(super) fn wants(&self, origin: &Origin) -> bool {
        self.from.as_deref().is_none_or(|from| {
            from.strip_prefix(origin.path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("!/") || rest.starts_with('#'))
        })
    }

    /// A document that ends too early: what was readable is kept.
    pub(super) fn cut(&mut self, mut raw: Raw, error: &io::Error) -> Step {
        match self.gauge.stop() {
            Some(Stop::Cancelled) => return Step::Break(()),
            Some(Stop::Expansion) => {
                let message = format!(
                    "expected at most {} bytes out of a file of {} bytes, found more; the rest of the file is left out: raise \
                     limits.expansion if it is to be trusted",
                    self.gauge.allowed(),
                    self.gauge.length()
                );
                self.report(&raw.origin, Diagnostic::whole(Code::ExpansionLimit, message))?;
                return Step::Break(());
            }
            None => {}
        }
        raw.drop_cut_character();
        let found = raw.bytes.len();
        let message = format!(
            "expected more after byte {found}, found a truncated or damaged container ({error}); what was readable is kept"
        );
        raw.notes.push(Diagnostic::whole(Code::ContainerDamaged, message));
        self.give(raw)
    }

    /// Something wrong at a place that gives no text.
    pub(super) fn report(&mut self, at: &Origin, diagnostic: Diagnostic) -> Step {
        let mut raw = Raw::new(at.clone());
        raw.notes.push(diagnostic);
        self.give(raw)
    }

    pub(super) fn damaged(&mut self, at: &Origin, error: &io::Error) -> Step {
        self.cut(Raw::new(at.clone()), error)
    }
}

/// The members of one container with names: which were there, and how many may be.
#[derive(Default)]
pub(super) struct Members {
    names: Names,
    count: u64,
}

impl Members {
    /// The next member, by its printed name; nothing for hidden files. `Break` ends this container alone.
    pub(super) fn named(&mut self, walker: &mut Walker, at: &Origin, printed: &str) -> ControlFlow<Step, Option<Raw>> {
        self.count(walker, at)?;
        ControlFlow::Continue(self.names.take(printed).map(|name| {
            let mut raw = Raw::new(at.member(&name.name));
            raw.notes = name.notes;
            raw
        }))
    }

    /// The next member, by its number.
    pub(super) fn numbered(&mut self, walker: &mut Walker, at: &Origin) -> ControlFlow<Step, Raw> {
        self.count(walker, at)?;
        ControlFlow::Continue(Raw::new(at.record(self.count)))
    }

    /// The next row of a table, by its number and perhaps a name of its own.
    pub(super) fn row(&mut self, walker: &mut Walker, at: &Origin, name: Option<&str>) -> ControlFlow<Step, Raw> {
        let mut raw = self.numbered(walker, at)?;
        if let Some(name) = name.and_then(|name| self.names.take(name)) {
            raw.origin.name = at.member(&name.name).name;
            raw.notes = name.notes;
        }
        ControlFlow::Continue(raw)
    }

    fn count(&mut self, walker: &mut Walker, at: &Origin) -> ControlFlow<Step> {
        self.count += 1;
        let limit = walker.settings.limits.members;
        if self.count <= limit {
            return ControlFlow::Continue(());
        }
        let message = format!(
            "expected at most {limit} members, found more; the rest of the container is left out: raise limits.members to read it"
        );
        ControlFlow::Break(walker.report(at, Diagnostic::whole(Code::MemberLimit, message)))
    }
}
