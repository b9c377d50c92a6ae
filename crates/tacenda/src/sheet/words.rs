//! The sheet's own words, in both languages.

use tacenda_law::{Text, Verdict};

use crate::language::Language;

/// A sentence in the language asked for.
pub(crate) fn pick(text: &Text, language: Language) -> &str {
    match language {
        Language::En => &text.en,
        Language::Es => &text.es,
    }
}

/// A fixed sentence in both languages.
pub(crate) type Both = (&'static str, &'static str);

pub(crate) fn say(both: Both, language: Language) -> &'static str {
    match language {
        Language::En => both.0,
        Language::Es => both.1,
    }
}

/// The five answers a person sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    OnlyThis,
    YouMust,
    NotYet,
    No,
    AskAPerson,
}

impl Answer {
    pub(crate) fn of(verdict: Verdict, curable: bool) -> Self {
        match verdict {
            Verdict::Permitted => Self::OnlyThis,
            Verdict::Required => Self::YouMust,
            Verdict::Prohibited if curable => Self::NotYet,
            Verdict::Prohibited => Self::No,
            Verdict::Conflict | Verdict::NeedsMoreFacts => Self::AskAPerson,
        }
    }

    pub(crate) fn title(self) -> Both {
        match self {
            Self::OnlyThis => ("Yes, only this", "Sí, solo esto"),
            Self::YouMust => ("Yes, and you must", "Sí, y la ley le obliga"),
            Self::NotYet => ("Not yet: do these first", "Todavía no: primero haga esto"),
            Self::No => ("No", "No"),
            Self::AskAPerson => ("Ask a person before you answer", "Consulte a una persona antes de responder"),
        }
    }
}

pub(crate) const SAY_OUTSIDER: Both = (
    "“I can't say whether anyone is or was a client here. You can send us your request in writing.”",
    "“No puedo decir si alguna persona es o fue cliente. Puede enviarnos su solicitud por escrito.”",
);
pub(crate) const SAY_PAPER: Both = (
    "“I can take the paper. I can't discuss it or confirm anything. We will answer in writing.”",
    "“Puedo recibir el papel. No puedo hablar de él ni confirmar nada. Responderemos por escrito.”",
);
pub(crate) const SAY_WAIT: Both = (
    "“I need to check before I can answer. I will call you back.”",
    "“Necesito revisar antes de responder. Le devolveré la llamada.”",
);
pub(crate) const SAY_CLIENT: Both = (
    "“You have a right to ask. Here is what I can give you, and what I must keep back, and why.”",
    "“Usted tiene derecho a pedirlo. Esto puedo darle, esto debo guardar, y este es el porqué.”",
);
pub(crate) const SAY_INSIDE: Both = (
    "“I can share what this task needs. The rest of the file stays closed.”",
    "“Puedo compartir lo que esta tarea necesita. El resto del expediente queda cerrado.”",
);
pub(crate) const SAY_YES: Both = (
    "“I can tell you only what is on this list. I can't answer other questions.”",
    "“Solo puedo decirle lo que está en esta lista. No puedo responder otras preguntas.”",
);

pub(crate) const H_SAY: Both = ("What to say now", "Qué decir ahora");
pub(crate) const H_MAY: Both = ("What may go", "Qué puede salir");
pub(crate) const H_MUST_NOT: Both = ("What must not go", "Qué no debe salir");
pub(crate) const H_HOLD: Both = ("Hold back until that is known", "No comparta hasta saberlo");
pub(crate) const H_CONFLICT: Both = (
    "Two laws collide here: do not send it and do not refuse it alone, ask counsel",
    "Aquí chocan dos leyes: no lo envíe ni lo niegue por su cuenta, consulte a un abogado",
);
pub(crate) const H_COMMANDED: Both = ("Of what may go, the law commands", "De lo que puede salir, la ley obliga a dar");
pub(crate) const EXCEPT_BELOW: Both = ("• except what is listed below", "• salvo lo que sigue");
pub(crate) const H_BEFORE: Both = ("Owed before", "Lo que debe hacer antes");
pub(crate) const H_AFTER: Both = ("Owed after", "Lo que debe hacer después");
pub(crate) const PERHAPS: Both = ("if it applies", "si corresponde");
pub(crate) const H_PERHAPS: Both = ("If it applies", "Si corresponde");
pub(crate) const H_WHY: Both = ("Why", "Por qué");
pub(crate) const H_WEIGHED: Both = ("Also weighed, and not met", "También se consideró, y no se cumple");
pub(crate) const H_MISSING: Both = ("What must still be known", "Lo que falta saber");
pub(crate) const H_CHANGE: Both = ("What would change this answer", "Qué cambiaría esta respuesta");
pub(crate) const H_ASSUMED: Both = ("Assumed, because nobody said otherwise", "Se supone, porque nadie dijo otra cosa");
pub(crate) const H_LAW: Both = ("Law in force that day", "Ley vigente ese día");
pub(crate) const ALL_ELSE: Both = ("Everything else in the file", "Todo lo demás del expediente");
pub(crate) const ALL: Both = ("The whole file", "Todo el expediente");
pub(crate) const NOTHING: Both = ("Nothing.", "Nada.");
pub(crate) const NOT_REVIEWED: Both = ("not reviewed by counsel", "sin revisión de un abogado");
pub(crate) const REVIEWED: Both = ("reviewed by counsel", "revisado por un abogado");
pub(crate) const DOUBTFUL: Both = ("[to be confirmed]", "[por confirmar]");
pub(crate) const NO_YES: Both =
    ("No single other fact turns this into a yes.", "Ningún otro dato por sí solo lo convierte en un sí.");
pub(crate) const BY: Both = ("by", "antes del");
pub(crate) const TO: Both = ("To", "Para");
pub(crate) const FOR: Both = ("For", "Motivo");
pub(crate) const CASE: Both = ("Case", "Caso");
pub(crate) const DAY: Both = ("Day", "Día");
pub(crate) const DISCLAIMER: Both = (
    "Tacenda states the law as its packs hold it. It is not legal advice. In doubt, ask counsel.",
    "Tacenda presenta la ley según sus paquetes. No es asesoría legal. Ante la duda, consulte a un abogado.",
);

impl Answer {
    /// Its word, as it is kept.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::OnlyThis => "yes",
            Self::YouMust => "must",
            Self::NotYet => "not_yet",
            Self::No => "no",
            Self::AskAPerson => "ask",
        }
    }
}
