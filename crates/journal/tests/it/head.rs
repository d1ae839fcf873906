//! Heads and proofs.

use journal::{Engine, Hash, HashKind, Proof, ProofFault, SealKey, SealedHead, Why};

use crate::made::{day, journal, moment, put, well};
use crate::place::{Place, on_both};

on_both!(
    every_act_is_proved_without_the_journal,
    an_act_after_the_head_is_not_proved_yet,
    what_was_changed_in_a_proof_is_told,
    a_journal_written_anew_does_not_fit_the_head_that_somebody_kept,
    the_end_cut_off_in_every_table_is_seen_by_the_heads,
    a_head_that_was_changed_is_named,
    nothing_recorded_is_not_sealed
);

fn key() -> SealKey {
    SealKey::of_seed(&[7; 32]).unwrap()
}

fn every_act_is_proved_without_the_journal(on: Engine) {
    let (place, journal) = journal(on, 21);
    let sealed = journal.seal(&key(), day("2026-05-02")).unwrap();
    assert_eq!((sealed.head.act, sealed.head.link), (21, journal.end().unwrap().link));
    let proofs: Vec<String> = (1..=21)
        .map(|act| serde_json::to_string(&journal.prove(act).unwrap().unwrap()).unwrap())
        .collect();
    drop((journal, place));
    for (at, text) in proofs.iter().enumerate() {
        let proof: Proof = serde_json::from_str(text).unwrap();
        let act = proof.verify(Some(&key().public())).unwrap();
        assert_eq!(act.sequence, at as u64 + 1);
        assert!(!text.contains("owner of"), "texts kept apart are not shown");
    }
}

fn an_act_after_the_head_is_not_proved_yet(on: Engine) {
    let (_place, journal) = journal(on, 2);
    assert_eq!(journal.prove(1).unwrap(), None);
    journal.seal(&key(), day("2026-05-02")).unwrap();
    journal.record(put(vec![well("w3", 1, "1")]), moment(1)).unwrap();
    assert_eq!(journal.prove(3).unwrap(), None);
    journal.seal(&key(), day("2026-05-03")).unwrap();
    for act in 1..=3 {
        let proof = journal.prove(act).unwrap().unwrap();
        assert_eq!(proof.head.head.day, day("2026-05-03"));
        proof.verify(None).unwrap();
    }
    assert!(journal.prove(4).is_err());
    assert_eq!(journal.verify().unwrap().heads, 2);
}

fn what_was_changed_in_a_proof_is_told(on: Engine) {
    let (_place, journal) = journal(on, 5);
    journal.seal(&key(), day("2026-05-02")).unwrap();
    let proof = journal.prove(3).unwrap().unwrap();
    let changed = |change: fn(&mut Proof)| {
        let mut changed = proof.clone();
        change(&mut changed);
        assert_ne!(changed, proof);
        changed.verify(None).unwrap_err()
    };
    assert_eq!(changed(|proof| proof.act.truncate(8)), ProofFault::Unreadable);
    let warden = journal::hex(b"warden");
    assert!(proof.act.contains(&warden), "this test changes what is there");
    assert_eq!(
        changed(|proof| proof.act = proof.act.replace(&journal::hex(b"warden"), &journal::hex(b"worden"))),
        ProofFault::OtherRoot
    );
    assert_eq!(changed(|proof| proof.before = Hash([1; 32])), ProofFault::OtherRoot);
    assert_eq!(changed(|proof| proof.path.truncate(1)), ProofFault::OtherRoot);
    assert_eq!(changed(|proof| proof.path.swap(0, 1)), ProofFault::OtherRoot);
    assert_eq!(
        changed(|proof| proof.head.head.root = Hash([1; 32])),
        ProofFault::NotSigned
    );
    assert_eq!(changed(|proof| proof.head.head.act = 6), ProofFault::NotSigned);
    assert_eq!(
        changed(|proof| proof.head.head.day = "2026-05-03".parse().unwrap()),
        ProofFault::NotSigned
    );
    assert_eq!(changed(|proof| proof.head.signature.clear()), ProofFault::NotSigned);
    let other = SealKey::of_seed(&[8; 32]).unwrap();
    assert_eq!(proof.verify(Some(&other.public())), Err(ProofFault::OtherKey));
}

#[test]
fn the_sealed_form_is_this() {
    let head = journal::Head {
        hash: HashKind::Sha256,
        day: day("2026-05-02"),
        act: 5,
        link: Hash([1; 32]),
        root: Hash([2; 32]),
    };
    let sealed = key().seal(head);
    insta::assert_snapshot!(serde_json::to_string_pretty(&sealed).unwrap(), @r#"
    {
      "hash": "sha256",
      "day": "2026-05-02",
      "act": 5,
      "link": "0101010101010101010101010101010101010101010101010101010101010101",
      "root": "0202020202020202020202020202020202020202020202020202020202020202",
      "public_key": "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c",
      "signature": "ff7be5ec69f25e11fc45fc826f93d3a9486ebad236458ba5e9949afb09debff8cfb899a4552826792cae3862237736b503998754793b92008efe44448cd99006"
    }
    "#);
    let read: SealedHead = serde_json::from_str(&serde_json::to_string(&sealed).unwrap()).unwrap();
    assert!(read == sealed && read.is_signed());
}

fn a_journal_written_anew_does_not_fit_the_head_that_somebody_kept(on: Engine) {
    let (_folder, genuine) = journal(on, 4);
    let kept = genuine.seal(&key(), day("2026-05-02")).unwrap();
    assert_eq!(genuine.verify_against(&kept).unwrap().broken, None);
    // The whole file is another one: whole in itself, with other salts and so with other links.
    let (_other_folder, other) = journal(on, 4);
    let broken = other.verify_against(&kept).unwrap().broken.unwrap();
    assert_eq!((broken.act, broken.why), (4, Why::HeadDiffers));
    let (_short_folder, short) = journal(on, 2);
    let broken = short.verify_against(&kept).unwrap().broken.unwrap();
    assert_eq!((broken.act, broken.why), (3, Why::Missing));
}

fn the_end_cut_off_in_every_table_is_seen_by_the_heads(on: Engine) {
    let (place, journal) = journal(on, 4);
    journal.seal(&key(), day("2026-05-02")).unwrap();
    place
        .intruder()
        .run(
            "DELETE FROM act WHERE number = 4; DELETE FROM apart WHERE act = 4; DELETE FROM subject WHERE act = 4;
             DELETE FROM entry WHERE act = 4; UPDATE state SET act = 3, link = (SELECT link FROM act WHERE number = 3)",
        )
        .unwrap();
    let broken = journal.verify().unwrap().broken.unwrap();
    assert_eq!((broken.act, broken.why), (4, Why::Missing));
    assert!(
        journal.seal(&key(), day("2026-05-03")).is_err(),
        "no head over a broken chain"
    );
}

fn a_head_that_was_changed_is_named(on: Engine) {
    let (place, journal) = journal(on, 4);
    journal.seal(&key(), day("2026-05-02")).unwrap();
    place
        .intruder()
        .run("UPDATE head SET sealed = replace(sealed, '2026-05-02', '2026-05-01')")
        .unwrap();
    let broken = journal.verify().unwrap().broken.unwrap();
    assert_eq!((broken.act, broken.why), (4, Why::HeadDiffers));
}

fn nothing_recorded_is_not_sealed(on: Engine) {
    let place = Place::new(on);
    let journal = place.open().unwrap();
    assert!(
        journal
            .seal(&key(), day("2026-05-02"))
            .unwrap_err()
            .says()
            .en
            .contains("nothing to seal")
    );
}

#[test]
fn a_key_is_made_once_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seal.key");
    let made = SealKey::make(&path).unwrap();
    assert_eq!(SealKey::read(&path).unwrap().public(), made.public());
    assert!(SealKey::make(&path).is_err(), "a key is never written over");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
    }
    std::fs::write(&path, "no key").unwrap();
    assert!(SealKey::read(&path).is_err());
}
