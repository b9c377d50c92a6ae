//! Tacenda decides, carries out, keeps and proves every disclosure of client information.
//!
//! The parts: [`agency`] is an open agency, [`act`] the one place where anything changes, [`cli`] the command line over both.

#![deny(missing_docs)]

pub mod account;
pub mod act;
pub mod agency;
mod apart;
pub mod backup;
mod calm;
pub mod check;
pub mod cli;
pub mod clock;
pub mod config;
pub mod edge;
pub mod export;
mod files;
mod health;
pub mod language;
mod lock;
pub mod mail;
mod names;
pub mod packs;
pub mod practice;
mod press;
pub mod problem;
pub mod proofs;
pub mod provider;
pub mod publish;
mod question;
mod reader;
mod release;
pub mod restore;
pub mod root;
mod scanner;
mod scans;
mod sheet;
mod sheetcode;
pub mod view;
pub mod web;
mod why;
pub mod witness;
