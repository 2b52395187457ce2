//! The letters of a page with their places, as the interpreter draws them.

use std::panic::resume_unwind;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{BezPath, Point, Rect};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

/// One letter. The origin of a page is its top left corner, its unit 1/72 inch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub x0: f32,
    pub x1: f32,
    /// The line it stands on.
    pub y: f32,
    pub size: f32,
    /// Where its characters are in the text of the page.
    pub at: u32,
    pub length: u16,
    /// The link it stands in, by its number plus one.
    pub link: u16,
}

/// Draws a page into a list of letters.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub glyphs: Vec<Glyph>,
    pub text: String,
    /// Letters that the file gives no character for.
    pub unnamed: usize,
    pub images: usize,
    /// Steps that may still be taken.
    pub left: u64,
}

/// Thrown where a page takes more steps than the file allows for its length; a device has no other way to say no.
pub(super) struct TooManySteps;

impl Letters {
    fn step(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count as u64);
        if self.left == 0 {
            resume_unwind(Box::new(TooManySteps));
        }
    }

    fn put(&mut self, character: Option<BfString>, from: Point, to: Point, size: f64) {
        let start = self.text.len();
        match character {
            Some(BfString::Char(c)) => self.put_char(c),
            Some(BfString::String(text)) => text.chars().take(16).for_each(|c| self.put_char(c)),
            None => {
                self.unnamed += 1;
                self.text.push('\u{fffd}');
            }
        }
        let (Ok(at), Ok(length)) = (u32::try_from(start), u16::try_from(self.text.len() - start)) else { return };
        self.glyphs.push(Glyph {
            x0: from.x as f32,
            x1: to.x as f32,
            y: from.y as f32,
            size: size as f32,
            at,
            length,
            link: 0,
        });
    }

    /// Ligatures are the letters they join.
    fn put_char(&mut self, c: char) {
        match c {
            'ﬀ' => self.text.push_str("ff"),
            'ﬁ' => self.text.push_str("fi"),
            'ﬂ' => self.text.push_str("fl"),
            'ﬃ' => self.text.push_str("ffi"),
            'ﬄ' => self.text.push_str("ffl"),
            'ﬅ' | 'ﬆ' => self.text.push_str("st"),
            c if c.is_control() => self.text.push(' '),
            c => self.text.push(c),
        }
    }

    /// Marks the letters in these places as those of links, by their order.
    pub(super) fn link(&mut self, places: &[Rect]) {
        for glyph in &mut self.glyphs {
            let middle = Point::new(f64::from(glyph.x0 + glyph.x1) / 2.0, f64::from(glyph.y - glyph.size * 0.3));
            let found = places.iter().position(|place| place.contains(middle));
            glyph.link = found.and_then(|number| u16::try_from(number + 1).ok()).unwrap_or(0);
        }
    }
}

impl Device<'_> for Letters {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        self.step(run.glyphs().len());
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let width = match &**glyph {
                hayro_interpret::font::Glyph::Outline(outline) => outline.advance_width(),
                hayro_interpret::font::Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let origin = place * Point::ZERO;
            let end = place * Point::new(f64::from(width.unwrap_or(500.0)), 0.0);
            let size = (place * Point::new(0.0, 1000.0) - origin).hypot();
            let (along, across) = (end.x - origin.x, (end.y - origin.y).abs());
            let finite = [origin.x, origin.y, end.x, size].iter().all(|value| value.is_finite() && value.abs() < 1e6);
            // Text that is turned or mirrored is a stamp or a watermark.
            if finite && size > 0.5 && along >= 0.0 && across <= along.max(size * 0.1) * 0.3 {
                self.put(glyph.as_unicode(), origin, end, size);
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.step(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.step(1);
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.step(1);
        self.images += 1;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
