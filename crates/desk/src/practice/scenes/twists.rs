//! Things out of the ordinary, and in which order files get them.

use super::super::Agency;
use super::File;
use crate::time::Time;

/// Something out of the ordinary. Numbers count through the kinds of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::practice) enum Twist {
    JoinGroup,
    Wall(usize),
    Glass(usize),
    SudGlass,
    Legal,
    Request,
    Report,
    Restrict(usize),
    Power,
    Unsafe,
    Move,
    Prescriber,
    Intern,
    Share,
    Quality,
    Second,
    House,
    Letter,
    Death,
}

/// The order in which ordinary files of a clinic get them.
const PLAIN: &[Twist] = &[
    Twist::Wall(0),
    Twist::Glass(0),
    Twist::Intern,
    Twist::Restrict(0),
    Twist::Request,
    Twist::Prescriber,
    Twist::Legal,
    Twist::Report,
    Twist::Wall(2),
    Twist::Glass(1),
    Twist::Quality,
    Twist::Share,
    Twist::Restrict(1),
    Twist::Power,
    Twist::Move,
    Twist::Letter,
    Twist::Wall(3),
    Twist::Glass(2),
    Twist::Prescriber,
    Twist::Restrict(2),
    Twist::Request,
    Twist::Glass(3),
    Twist::Legal,
    Twist::Restrict(3),
    Twist::Share,
    Twist::Restrict(4),
    Twist::Prescriber,
    Twist::Letter,
];

impl Twist {
    /// What the ordinary files get, one after the other.
    pub(super) fn plain(turn: usize) -> Self {
        PLAIN.iter().copied().cycle().nth(turn % PLAIN.len()).unwrap_or(Self::Letter)
    }
}

impl Agency {
    pub(super) fn twist(&mut self, file: &mut File, twist: Twist, at: Time) -> Option<()> {
        if !file.open {
            return None;
        }
        match twist {
            Twist::JoinGroup => self.join_group(file, at),
            Twist::Wall(why) => self.wall(file, why, at),
            Twist::Glass(why) => self.glass(file, why, at),
            Twist::SudGlass => self.sud_glass(file, at),
            Twist::Legal => self.legal(file, at),
            Twist::Request => self.request(file, at),
            Twist::Report => self.report(file, at),
            Twist::Restrict(whom) => self.restrict(file, whom, at),
            Twist::Power => {
                self.power(file, at);
                Some(())
            }
            Twist::Unsafe => {
                self.unsafe_person(file, at);
                Some(())
            }
            Twist::Move => self.moved(file, at),
            Twist::Prescriber => self.prescriber(file, at),
            Twist::Intern => self.intern(file, at),
            Twist::Share => self.share(file, at),
            Twist::Quality => self.quality(file, at),
            Twist::Second => self.second_program(file, at),
            Twist::House => self.in_the_house(file, at),
            Twist::Letter => self.letter(file, at),
            Twist::Death => self.death(file, at),
        }
    }
}
