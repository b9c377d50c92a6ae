//! `tacenda mail`

use anyhow::Result;
use tacenda_desk::{Time, is_mail_address};
use tacenda_vault::{Entropy as _, SystemEntropy};

use super::at::At;
use super::{Ended, Language, Misuse, out};
use crate::agency::hex;
use crate::config::Config;
use crate::edge;
use crate::mail::{Message, Relay};

/// Whether mails go out.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Mail {
    /// Send a mail that says that it is a test, and nothing else
    Test(Test),
}

/// Sends one mail by the server under [mail] in tacenda.toml. It says that it is a test, and nothing else.
///
/// Examples:
///   tacenda mail test --to me@files.example
///   tacenda mail test --to me@files.example --lang es
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Test {
    /// To which address
    #[arg(long, value_name = "ADDRESS")]
    to: String,
}

impl Mail {
    pub(crate) fn run(self, at: &At, language: Language) -> Result<Ended> {
        match self {
            Self::Test(test) => test.run(at, language),
        }
    }
}

impl Test {
    fn run(&self, at: &At, language: Language) -> Result<Ended> {
        if !is_mail_address(&self.to) {
            return Err(Misuse("--to is no mail address such as me@files.example".to_owned()).into());
        }
        let home = at.home()?;
        let config = Config::read(&home)?;
        let Some(server) = &config.mail else {
            anyhow::bail!("no mail server is named: write [mail] into tacenda.toml; docs/reference/mail.md says how");
        };
        let mut mark = [0; 16];
        SystemEntropy.fill(&mut mark)?;
        let message = Message::of_test(language, (&hex(&mark), Time(edge::clock()?.wall)));
        let sent = Relay::of(&home, server)?.send(&self.to, &message);
        if let Err(fault) = sent {
            anyhow::bail!("{} did not take it: {fault}", server.host);
        }
        out::show(at.json, &serde_json::json!({ "sent": true }), || "sent\n".to_owned())
    }
}
