//! What the law engine promises, told as stories and checked over the real packs.

mod analysis;
mod handed_down;
mod hostile;
mod interview;
mod loading;
mod properties;
mod support;
mod worked;
