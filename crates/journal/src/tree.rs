//! A tree of hashes over all links up to a head, so that one act can be shown to be under the head with a handful of hashes.
//!
//! The shape is that of RFC 6962: the left branch of n leaves holds the greatest power of two below n. A leaf is `hash(3 ‖ link)`, a node
//! `hash(4 ‖ left ‖ right)`.

use crate::hash::{Domain, Hash, HashKind};

/// The root over links; over none, [`Hash::NOTHING`].
pub(crate) fn root(hash: HashKind, links: &[Hash]) -> Hash {
    match links {
        [] => Hash::NOTHING,
        [one] => leaf(hash, one),
        more => {
            let (left, right) = more.split_at(left_of(more.len()));
            node(hash, &root(hash, left), &root(hash, right))
        }
    }
}

/// The hashes beside the way from the leaf at `at` up to the root, the lowest first; `None` where there is no such leaf.
pub(crate) fn path(hash: HashKind, links: &[Hash], at: usize) -> Option<Vec<Hash>> {
    if at >= links.len() {
        return None;
    }
    let (mut links, mut at, mut beside) = (links, at, Vec::new());
    while links.len() > 1 {
        let split = left_of(links.len());
        let (left, right) = links.split_at(split);
        if at < split {
            beside.push(root(hash, right));
            links = left;
        } else {
            beside.push(root(hash, left));
            (links, at) = (right, at - split);
        }
    }
    beside.reverse();
    Some(beside)
}

/// The root that a link at `at` of `count` leads to by `path`; `None` when the path has not the length for that. Trees of some other sizes have the
/// same turns there: it is the signature of the head that vouches for `count`.
pub(crate) fn root_by(hash: HashKind, link: &Hash, at: u64, count: u64, path: &[Hash]) -> Option<Hash> {
    // The turns from the root down, then the hashes from the leaf up.
    let (mut at, mut count, mut turns) = (at, count, Vec::new());
    if at >= count {
        return None;
    }
    while count > 1 {
        let split = count.next_power_of_two() / 2;
        let goes_left = at < split;
        turns.push(goes_left);
        (at, count) = if goes_left {
            (at, split)
        } else {
            (at - split, count - split)
        };
    }
    if turns.len() != path.len() {
        return None;
    }
    let way = turns.iter().rev().zip(path);
    Some(
        way.fold(leaf(hash, link), |below, (goes_left, beside)| match goes_left {
            true => node(hash, &below, beside),
            false => node(hash, beside, &below),
        }),
    )
}

/// The roots of the whole trees under which all links so far stand, the greatest first: from them the root after any act comes at once.
#[derive(Default)]
pub(crate) struct Peaks(Vec<(u64, Hash)>);

impl Peaks {
    /// Adds a link.
    pub(crate) fn push(&mut self, hash: HashKind, link: &Hash) {
        let mut new = (1, leaf(hash, link));
        while let Some((size, left)) = self.0.pop_if(|(size, _)| *size == new.0) {
            new = (size * 2, node(hash, &left, &new.1));
        }
        self.0.push(new);
    }

    /// The root over all links so far.
    pub(crate) fn root(&self, hash: HashKind) -> Hash {
        let from_right = self.0.iter().rev().map(|(_, peak)| *peak);
        from_right
            .reduce(|right, left| node(hash, &left, &right))
            .unwrap_or(Hash::NOTHING)
    }
}

/// The greatest power of two below `count`, which is at least 2.
fn left_of(count: usize) -> usize {
    count.next_power_of_two() / 2
}

fn leaf(hash: HashKind, link: &Hash) -> Hash {
    hash.hash(Domain::Leaf, &[&link.0])
}

fn node(hash: HashKind, left: &Hash, right: &Hash) -> Hash {
    hash.hash(Domain::Node, &[&left.0, &right.0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(count: u8) -> Vec<Hash> {
        (0..count).map(|number| Hash([number; 32])).collect()
    }

    #[test]
    fn every_path_leads_to_the_root_and_no_other_link_does() {
        for hash in HashKind::ALL {
            for count in 1..=33 {
                let links = links(count);
                let top = root(hash, &links);
                for (at, link) in links.iter().enumerate() {
                    let path = path(hash, &links, at).unwrap();
                    let by = |link, at, count| root_by(hash, link, at, count, &path);
                    let (at, count) = (at as u64, u64::from(count));
                    assert_eq!(by(link, at, count), Some(top));
                    assert_ne!(by(&Hash([99; 32]), at, count), Some(top));
                    assert_ne!(by(link, at + 1, count), Some(top), "at another place");
                }
            }
        }
    }

    #[test]
    fn peaks_give_the_root_after_every_link() {
        let links = links(70);
        let mut peaks = Peaks::default();
        assert_eq!(peaks.root(HashKind::Sha256), Hash::NOTHING);
        for count in 1..=links.len() {
            peaks.push(HashKind::Sha256, &links[count - 1]);
            assert_eq!(
                peaks.root(HashKind::Sha256),
                root(HashKind::Sha256, &links[..count]),
                "{count}"
            );
        }
    }
}
