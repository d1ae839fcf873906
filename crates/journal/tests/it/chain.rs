//! Whatever an intruder does to one act, the first broken link is named.

use journal::form::{self};
use journal::{Broken, Engine, Hash, HashKind, Why};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::made::journal;
use crate::place::{Outsider, on_both};

on_both!(
    the_first_broken_link_is_named,
    the_reason_is_named,
    the_file_itself_refuses_to_change_or_remove_an_act,
    nothing_is_added_to_a_chain_whose_end_was_cut_off
);

const ACTS: u64 = 6;

#[derive(Clone, Debug)]
enum Deed {
    /// One bit of a form.
    Bit(prop::sample::Index, u8),
    /// One bit of a link.
    Link(prop::sample::Index, u8),
    /// The act is taken out; those behind it keep their numbers.
    Remove,
    /// The act is taken out and those behind it move up.
    Close,
    /// The act changes places with another.
    Swap(u64),
    /// The act is written anew with a right link of its own.
    Forge,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (any::<prop::sample::Index>(), 0..8_u8).prop_map(|(at, bit)| Deed::Bit(at, bit)),
        (any::<prop::sample::Index>(), 0..8_u8).prop_map(|(at, bit)| Deed::Link(at, bit)),
        Just(Deed::Remove),
        Just(Deed::Close),
        (1..=ACTS).prop_map(Deed::Swap),
        Just(Deed::Forge),
    ]
}

/// Does the deed; returns the act that must be named, or `None` when nothing was changed.
fn commit(intruder: &Outsider, act: u64, deed: &Deed) -> Option<u64> {
    let (mut form, mut link) = intruder.act(act);
    match deed {
        Deed::Bit(at, bit) => {
            let at = at.index(form.len());
            form[at] ^= 1 << bit;
            intruder.set_act(act, &form, &link);
            Some(act)
        }
        Deed::Link(at, bit) => {
            link[at.index(32)] ^= 1 << bit;
            intruder.set_act(act, &form, &link);
            Some(act)
        }
        Deed::Remove => {
            intruder.run(&format!("DELETE FROM act WHERE number = {act}")).unwrap();
            Some(act)
        }
        Deed::Close => {
            let deeds = format!(
                "DELETE FROM act WHERE number = {act}; UPDATE act SET number = -number WHERE number > {act};
                 UPDATE act SET number = -number - 1 WHERE number < 0"
            );
            intruder.run(&deeds).unwrap();
            Some(act)
        }
        Deed::Swap(other) if *other != act => {
            let (form2, link2) = intruder.act(*other);
            intruder.set_act(act, &form2, &link2);
            intruder.set_act(*other, &form, &link);
            Some(act.min(*other))
        }
        Deed::Swap(_) => None,
        Deed::Forge => {
            let before = if act == 1 { [0; 32] } else { intruder.act(act - 1).1 };
            let (mut said, hash) = form::read(&form).unwrap();
            said.post = "king".to_owned();
            let form = form::write(&said, hash);
            intruder.set_act(act, &form, &form::link(HashKind::Sha256, &Hash(before), &form).0);
            // Its own link is right: the next one does not follow from it. The last one is not that at which the chain ends.
            Some((act + 1).min(ACTS))
        }
    }
}

fn the_first_broken_link_is_named(on: Engine) {
    // A new database takes longer than a new file.
    let cases = match on {
        Engine::Sqlite => 150,
        Engine::Postgres => 8,
    };
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let tried = runner.run(&(1..=ACTS, deed()), |(act, deed)| {
        let (place, journal) = journal(on, ACTS);
        let named = commit(&place.intruder(), act, &deed);
        let report = journal.verify().unwrap();
        prop_assert_eq!(report.broken.as_ref().map(|broken| broken.act), named, "{:?}", report);
        let whole = named.map_or(ACTS, |act| act - 1);
        prop_assert!(report.acts == whole || matches!(deed, Deed::Forge), "{:?}", report);
        if named.is_some() {
            prop_assert!(journal.rebuild().is_err(), "nothing is built of a broken chain");
        }
        Ok(())
    });
    tried.unwrap();
}

fn the_reason_is_named(on: Engine) {
    let whys: [(&str, u64, Why); 9] = [
        ("UPDATE act SET form = x'00' WHERE number = 2", 2, Why::Unreadable),
        (
            "UPDATE act SET link = zeroblob(32) WHERE number = 2",
            2,
            Why::LinkDiffers,
        ),
        ("DELETE FROM act WHERE number = 3", 3, Why::Missing),
        ("DELETE FROM act WHERE number = 4", 4, Why::Missing),
        ("DELETE FROM act", 1, Why::Missing),
        (
            "UPDATE act SET form = (SELECT form FROM act WHERE number = 3) WHERE number = 2",
            2,
            Why::OtherNumber(3),
        ),
        (
            "INSERT INTO act SELECT 5, form, link FROM act WHERE number = 4",
            5,
            Why::BehindTheEnd,
        ),
        (
            "UPDATE apart SET text = 'Another' WHERE act = 2 AND label = 'person'",
            2,
            Why::TextDiffers("person".to_owned()),
        ),
        (
            "DELETE FROM apart WHERE act = 2 AND label = 'person'",
            2,
            Why::TextMissing("person".to_owned()),
        ),
    ];
    for (deed, act, why) in whys {
        let (place, journal) = journal(on, 4);
        place.intruder().run(deed).unwrap();
        let broken = journal.verify().unwrap().broken;
        assert_eq!(broken, Some(Broken { act, why }), "{deed}");
        let says = broken.unwrap().says();
        assert!(says.en.starts_with(&format!("act {act} ")) && says.zh.contains(&format!("第 {act} 条")));
    }
}

fn the_file_itself_refuses_to_change_or_remove_an_act(on: Engine) {
    let (place, journal) = journal(on, 2);
    let outsider = place.outsider();
    for deed in ["UPDATE act SET form = x'00'", "DELETE FROM act WHERE number = 2"] {
        let refused = outsider.run(deed).unwrap_err();
        assert!(refused.contains("never"), "{refused}");
    }
    assert_eq!(journal.verify().unwrap().broken, None);
}

fn nothing_is_added_to_a_chain_whose_end_was_cut_off(on: Engine) {
    let (place, journal) = journal(on, 3);
    place.intruder().run("DELETE FROM act WHERE number = 3").unwrap();
    let refused = journal.record(
        crate::made::put(vec![crate::made::well("w9", 1, "1")]),
        crate::made::moment(1),
    );
    assert!(matches!(refused, Err(journal::JournalError::Broken(_))), "{refused:?}");
}
