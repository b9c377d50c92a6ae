//! The tree that a screen reader walks.

use std::num::NonZeroU16;

use krilla::tagging::{BBox, Identifier, ListNumbering, Node, Tag, TagGroup, TagKind, TagTree};

/// What a part of the page is.
pub(crate) enum Role {
    /// In a language of its own, if it is not that of the frame.
    Section(Option<String>),
    Heading(u16, String),
    Paragraph,
    /// Labels and what stands beside them.
    List,
    Item,
    Label,
    Body,
    Contents,
    Entry,
    Reference,
    Link,
    /// A picture: the words in its place, and where it stands.
    Figure(String, BBox),
}

impl Role {
    fn tag(self) -> TagKind {
        match self {
            Self::Section(language) => Tag::Section.with_lang(language).into(),
            Self::Heading(level, words) => Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(words)).into(),
            Self::Paragraph => Tag::P.into(),
            Self::List => Tag::L(ListNumbering::None).into(),
            Self::Item => Tag::LI.into(),
            Self::Label => Tag::Lbl.into(),
            Self::Body => Tag::LBody.into(),
            Self::Contents => Tag::TOC.into(),
            Self::Entry => Tag::TOCI.into(),
            Self::Reference => Tag::Reference.into(),
            Self::Link => Tag::Link.into(),
            Self::Figure(words, place) => Tag::Figure(Some(words)).with_bbox(Some(place)).into(),
        }
    }
}

/// A node of the tree, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At(usize);

enum Child {
    Branch(At),
    Leaf(Identifier),
}

/// The tree while it grows: branches as pages are laid out, leaves as they are printed, both in reading order.
#[derive(Default)]
pub(crate) struct Tree {
    nodes: Vec<(Option<Role>, Vec<Child>)>,
    roots: Vec<At>,
}

impl Tree {
    /// A branch of that one, or of the trunk.
    pub(crate) fn branch(&mut self, of: Option<At>, role: Role) -> At {
        let at = At(self.nodes.len());
        self.nodes.push((Some(role), Vec::new()));
        match of.and_then(|of| self.nodes.get_mut(of.0)) {
            Some((_, children)) => children.push(Child::Branch(at)),
            None => self.roots.push(at),
        }
        at
    }

    pub(crate) fn leaf(&mut self, of: At, leaf: Identifier) {
        if let Some((_, children)) = self.nodes.get_mut(of.0) {
            children.push(Child::Leaf(leaf));
        }
    }

    pub(crate) fn grown(mut self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for root in std::mem::take(&mut self.roots) {
            if let Some(group) = self.group(root) {
                tree.push(group);
            }
        }
        tree
    }

    /// A branch with all that hangs on it; a bare one is none.
    fn group(&mut self, at: At) -> Option<TagGroup> {
        let (role, children) = self.nodes.get_mut(at.0).map(std::mem::take)?;
        let children: Vec<Node> = children
            .into_iter()
            .filter_map(|child| match child {
                Child::Branch(at) => self.group(at).map(Node::from),
                Child::Leaf(leaf) => Some(Node::from(leaf)),
            })
            .collect();
        (!children.is_empty()).then_some(TagGroup::with_children(role?.tag(), children))
    }
}
