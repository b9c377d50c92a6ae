//! Why the desk said no. A refusal is an answer, not a fault: it has a code, and says what to do next, in two languages.
//!
//! Until leave is given, a refusal depends on nothing but the asker: who may not see a client cannot tell "not yours" from "not there".

use crate::words::words;

words! {
    /// Every refusal. Exhaustive on purpose: a new one must be shown by every page.
    pub enum Refusal {
        /// Not there, or not the asker's to see: one answer for both.
        NotFoundOrNotYours = "not-found-or-not-yours",
        /// The asker's roles do not do this, whatever it is about.
        NotYourWork = "not-your-work",
        /// The asker is not (or not yet, or no longer) at work here.
        NotAtWork = "not-at-work",
        /// The asker's training has run out.
        TrainingOverdue = "training-overdue",
        /// Something is to be done before a file opens: an agreement, a course.
        ShortOfGate = "short-of-gate",
        /// Another person must do this.
        NeedsSecondPerson = "needs-second-person",
        /// What was opened has changed since.
        StaleVersion = "stale-version",
        /// The clock is in doubt.
        ClockUntrusted = "clock-untrusted",
        /// A field is empty, too long or out of range.
        BadValue = "bad-value",
        /// This level takes no record of this category.
        WrongLevel = "wrong-level",
        /// The client is not in that program, or the asker is not.
        WrongProgram = "wrong-program",
        /// The named person hurt, or may have hurt, the client.
        UnsafePerson = "unsafe-person",
        /// A hold stands.
        Held = "held",
        /// That state does not follow from this one.
        WrongState = "wrong-state",
        /// The worker has no key of their own yet.
        NoKey = "no-key",
        /// It is there already.
        AlreadyThere = "already-there",
        /// The breaking of the glass never opens this level.
        NeverByGlass = "never-by-glass",
        /// There are more destructions to be done first, or the general level stands alone.
        WholeFileOnly = "whole-file-only",
        /// The client pays, and the plan is not told.
        SelfPaid = "self-paid",
        /// Something without which there is no claim is missing, or the law does not let it go.
        NotReady = "not-ready",
        /// The law lets nothing of it go, or nobody decided that something may.
        NothingGoes = "nothing-goes",
        /// What goes is not the least that answers, or somebody in it was not looked at.
        PacketNotReady = "packet-not-ready",
        /// The request names somebody else than the file.
        WrongClient = "wrong-client",
        /// Somebody has it already: it cannot be taken back.
        AlreadyTaken = "already-taken",
        /// No law lets this be held back from the client's list, or not for so long.
        NotHeldBack = "not-held-back",
        /// The law wants something done before.
        OwedFirst = "owed-first",
        /// It is not whom the permission names, or of another kind than the law was asked about.
        OtherRecipient = "other-recipient",
        /// The client was promised that they do not get it.
        Promised = "promised",
        /// Nobody checked that the number or the address leads to whom it says.
        UncheckedAddress = "unchecked-address",
    }
}

/// What a refusal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saying {
    /// English.
    pub en: &'static str,
    /// Spanish.
    pub es: &'static str,
}

const fn saying(en: &'static str, es: &'static str) -> Saying {
    Saying { en, es }
}

impl Refusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        self.word()
    }

    /// What it says, and what to do next.
    pub const fn message(self) -> Saying {
        match self {
            Self::NotFoundOrNotYours => saying(
                "There is nothing here for you. If your work needs it, ask the privacy officer.",
                "Aquí no hay nada para usted. Si su trabajo lo requiere, pídalo a la persona encargada de privacidad.",
            ),
            Self::NotYourWork => saying(
                "Your role does not do this. Ask someone whose role does.",
                "Su función no hace esto. Pídalo a alguien cuya función lo haga.",
            ),
            Self::NotAtWork | Self::TrainingOverdue | Self::ShortOfGate => self.of_workers(),
            Self::NeedsSecondPerson => saying(
                "Someone else must do this. Ask a colleague with the same right.",
                "Otra persona debe hacer esto. Pídalo a alguien con el mismo permiso.",
            ),
            Self::StaleVersion => saying(
                "A colleague changed this. Open it again and look at both versions.",
                "Alguien más cambió esto. Ábralo de nuevo y compare las dos versiones.",
            ),
            Self::ClockUntrusted => saying(
                "This machine's clock is in doubt, so nothing with a time limit can start. Tell the administrator.",
                "El reloj de este equipo no es confiable; no se puede empezar nada con límite de tiempo. Avise a la administración.",
            ),
            Self::BadValue => saying(
                "Something is empty, too long or out of range. Mend it and send it again.",
                "Algo está vacío, es muy largo o está fuera de rango. Corríjalo y envíelo de nuevo.",
            ),
            Self::WrongLevel => saying(
                "A record of this kind is not kept at this level. Choose the level it belongs to.",
                "Un registro de este tipo no se guarda en este nivel. Elija el nivel que le toca.",
            ),
            Self::WrongProgram => saying(
                "You or the client are not in this program. Choose one that you share.",
                "Usted o su cliente no están en este programa. Elija uno que compartan.",
            ),
            Self::UnsafePerson => saying(
                "The file names this person as unsafe for the client. They cannot act for the client. Ask your supervisor.",
                "El expediente indica que esta persona no es segura para su cliente. No puede actuar en su nombre. Consulte a quien le supervisa.",
            ),
            Self::Held => saying(
                "A hold stands on this file. Nothing is destroyed until it is released.",
                "Este expediente está retenido. No se destruye nada hasta que se levante la retención.",
            ),
            Self::WrongState => saying(
                "This cannot follow from where it stands now. Open it again to see what can.",
                "Esto no puede seguir al estado actual. Ábralo de nuevo para ver qué se puede hacer.",
            ),
            Self::NoKey => saying(
                "This person has no key of their own yet. They make one in their own settings first.",
                "Esta persona aún no tiene su propia llave. Primero la crea en sus ajustes.",
            ),
            Self::AlreadyThere | Self::NeverByGlass | Self::WholeFileOnly => self.of_keeping(),
            Self::SelfPaid | Self::NotReady => self.of_claims(),
            Self::NothingGoes
            | Self::PacketNotReady
            | Self::WrongClient
            | Self::AlreadyTaken
            | Self::NotHeldBack
            | Self::OwedFirst
            | Self::UncheckedAddress
            | Self::OtherRecipient
            | Self::Promised => self.of_packets(),
        }
    }

    /// What a refusal of a packet says.
    const fn of_packets(self) -> Saying {
        match self {
            Self::NothingGoes => saying(
                "Nothing goes. The law does not let this go now, or nobody decided that it may. Open the request again: it says why.",
                "No sale nada. La ley no lo permite ahora, o nadie decidió que se puede. Abra la solicitud de nuevo: ahí dice por qué.",
            ),
            Self::PacketNotReady => saying(
                "The packet is not ready. Answer each line, and look at each name that may be somebody else's.",
                "El paquete no está listo. Responda cada punto y revise cada nombre que pueda ser de otra persona.",
            ),
            Self::WrongClient => saying(
                "The name or the birth date is not this client's. Nothing went. Look at the request again.",
                "El nombre o la fecha de nacimiento no son de este cliente. No salió nada. Revise la solicitud.",
            ),
            Self::NotHeldBack => saying(
                "The law does not let this line wait, or not for so long: only police or an oversight agency can ask it, and what is only spoken holds a short time. 45 CFR 164.528(a)(2).",
                "La ley no deja que esta línea espere, o no tanto: solo lo pide la policía o una agencia de control, y de palabra vale poco tiempo. 45 CFR 164.528(a)(2).",
            ),
            Self::AlreadyTaken => saying(
                "Somebody has it already, so it cannot be taken back. If it is the wrong person, tell your privacy officer now.",
                "Alguien ya lo tiene, así que no se puede retirar. Si no es la persona correcta, avise ya a la persona encargada de privacidad.",
            ),
            Self::OwedFirst => saying(
                "The law wants something done before anything goes. The request lists it.",
                "La ley pide hacer algo antes de que salga nada. La solicitud lo enumera.",
            ),
            Self::OtherRecipient => saying(
                "This is not whom the permission or the request names. Choose who is named there.",
                "No es quien nombra el permiso o la solicitud. Elija a quien se nombra ahí.",
            ),
            Self::Promised => saying(
                "The client was promised that this one gets none of it. Open the limits of the file.",
                "Se le prometió al cliente que esta persona no recibe nada. Abra los límites del expediente.",
            ),
            _ => saying(
                "Nobody checked this number or address. Check it another way first, and say so in the address book.",
                "Nadie comprobó este número o dirección. Compruébelo antes por otra vía y anótelo en el directorio.",
            ),
        }
    }

    /// What a refusal says of whoever asks.
    const fn of_workers(self) -> Saying {
        match self {
            Self::NotAtWork => saying(
                "Your account is not open for work. Ask an administrator.",
                "Su cuenta no está abierta para trabajar. Pregunte a la administración.",
            ),
            Self::TrainingOverdue => saying(
                "Your training has run out. You can read your own clients' files. Finish the training to do more.",
                "Su capacitación venció. Puede leer los expedientes de sus clientes. Termine la capacitación para hacer más.",
            ),
            _ => saying(
                "Something is to be done before a file opens. Sign in at the pages: they say what, and it is done there.",
                "Falta algo antes de abrir un expediente. Inicie sesión en las páginas: ahí dice qué es y ahí se hace.",
            ),
        }
    }

    /// What a refusal says of what is kept, opened in need and destroyed.
    const fn of_keeping(self) -> Saying {
        match self {
            Self::AlreadyThere => saying("It is there already. Nothing was changed.", "Ya existe. No se cambió nada."),
            Self::NeverByGlass => saying(
                "Emergency access never opens this level. Ask its author, or two holders of recovery shares.",
                "El acceso de emergencia nunca abre este nivel. Pregunte a quien lo escribió o a dos custodios de la recuperación.",
            ),
            _ => saying(
                "The ordinary level goes only with the whole file. Propose the whole file instead.",
                "El nivel general solo se destruye con todo el expediente. Proponga todo el expediente.",
            ),
        }
    }

    /// What a refusal of a claim says.
    const fn of_claims(self) -> Saying {
        match self {
            Self::SelfPaid => saying(
                "The client paid for this visit and asked that no plan hear of it. No claim can be made: 45 CFR 164.522(a)(1)(vi).",
                "Su cliente pagó esta visita y pidió que ningún seguro se entere. No se puede cobrar al seguro: 45 CFR 164.522(a)(1)(vi).",
            ),
            _ => saying(
                "No claim was made. Open the visit again: it says what is missing, or which rule keeps it here.",
                "No se hizo el cobro. Abra la visita de nuevo: dice qué falta o qué regla lo impide.",
            ),
        }
    }
}
