//! How far long work is, on stderr where somebody watches.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar; it goes when the work is over.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar for work of unknown length.
    pub(crate) fn new() -> Self {
        let style = ProgressStyle::with_template("{msg:10} {wide_bar} {human_pos} of {human_len} {eta}");
        let bar = ProgressBar::new(0);
        Self(style.map_or(bar.clone(), |style| bar.with_style(style)))
    }

    /// So far it is, in this stage.
    pub(crate) fn at(&self, stage: &'static str, done: u64, of: u64) {
        self.0.set_message(stage);
        self.0.set_length(of.max(done));
        self.0.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
