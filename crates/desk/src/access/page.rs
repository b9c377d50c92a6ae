//! The access table as a page of the reference, for people.

use std::fmt::Write as _;

use crate::access::{Field, Right, RightKind, Way, fields_of, reasons_of, row, table};
use crate::worker::Role;

const HEAD: &str = "# Who may do what

Made from the access table in the code; a test keeps them equal. Everything that is not said here is refused.

*own*: on the client's team. *team*: shares a program with the client, or supervises somebody of the team. *other*: neither.
*glass*: by breaking the glass, never for a level sealed to people alone. *destroyed*: the file is gone and its ledger stands.
Whoever stands behind a wall, or is the client, may nothing of this; nor may anybody who is not at work. Once training has run
out, own clients' files can be read, one's own passphrase changed and the agency sealed, and nothing else. The file of a client
who works here is open to its team alone. A Part 2 record opens to the people of its program, by the client's consent, or in a
medical emergency; a client who is in such programs only, or in programs for victims only, is seen by their people only. A
restriction that was agreed to closes content, but for emergency treatment. Both close billing too, which is office work and shows
what a claim needs: of visits alone that who held them said by their codes.
";

/// The page `docs/reference/access.md`.
pub fn reference_page() -> String {
    let mut page = String::from(HEAD);
    for (title, kind) in [
        ("Content", RightKind::Content),
        ("Office work about a client", RightKind::Office),
        ("Acts that are their own reason", RightKind::Free),
        ("The agency", RightKind::Agency),
    ] {
        let _ = write!(page, "\n## {title}\n\n| right | level | who | why |\n|---|---|---|---|\n");
        for row in table().iter().filter(|r| r.right.kind() == kind) {
            let class = row.class.map_or("", |c| c.word());
            let who: Vec<String> = row.cells.iter().map(|(roles, ways)| format!("{}: *{}*", names(roles), words(ways))).collect();
            let _ = writeln!(page, "| `{}` | {class} | {} | {} |", row.right.word(), who.join("<br>"), row.because);
        }
    }
    reasons(&mut page);
    fields(&mut page);
    page
}

fn reasons(page: &mut String) {
    page.push_str("\n## Reasons\n\nContent opens only for a reason that holds. `own_duty` never opens content.\n\n| role | reasons |\n|---|---|\n");
    for role in Role::ALL {
        let kinds: Vec<&str> = reasons_of(*role).iter().map(|k| k.word()).collect();
        let _ = writeln!(page, "| {} | {} |", role.word(), kinds.join(", "));
    }
}

fn fields(page: &mut String) {
    page.push_str("\n## Parts of a client's card\n\n| role | sees |\n|---|---|\n");
    for role in Role::ALL.iter().filter(|r| row(Right::ReadCard, None).is_some_and(|row| row.ways(**r).next().is_some())) {
        let seen = fields_of(*role);
        let seen = if seen == Field::ALL {
            "everything".to_owned()
        } else {
            seen.iter().map(|f| f.word()).collect::<Vec<_>>().join(", ")
        };
        let _ = writeln!(page, "| {} | {seen} |", role.word());
    }
}

fn names(roles: &[Role]) -> String {
    if roles == Role::ALL {
        return "everybody".to_owned();
    }
    roles.iter().map(|r| r.word()).collect::<Vec<_>>().join(", ")
}

fn words(ways: &[Way]) -> String {
    ways.iter().map(|w| w.word()).collect::<Vec<_>>().join(" ")
}
