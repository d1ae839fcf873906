//! The hashed form: its bytes, and that nothing else reads.

use journal::form::{self, FormFault};
use journal::{
    Act, ClockStands, Content, EntryPut, Ground, Hash, HashKind, Kept, MatterStands, MatterStep, StepKind, commitment,
    hex,
};
use proptest::prelude::*;

use crate::made::{day, moment, time};

fn act(content: Content<Kept>) -> Act {
    Act {
        sequence: 7,
        recorded: moment(0),
        valid_from: day("2026-05-01"),
        person: commitment::commitment(HashKind::Sha256, &[5; 32], "person", "张三"),
        post: "warden".to_owned(),
        ground: Ground {
            clause: "S05-20".to_owned(),
            document: "函〔2026〕7号".to_owned(),
            evidence: "r17".to_owned(),
        },
        request: "q1".to_owned(),
        content,
    }
}

fn put() -> Content<Kept> {
    let apart = commitment::commitment(HashKind::Sha256, &[6; 32], "entry/0/owner", "李四");
    Content::RegisterPut {
        register: "wells".to_owned(),
        entries: vec![EntryPut {
            key: vec!["w1".to_owned(), "2026".to_owned()],
            version: 2,
            fields: vec![
                ("depth".to_owned(), Kept::Open("12.5".to_owned())),
                ("owner".to_owned(), Kept::Apart(apart)),
            ],
        }],
    }
}

fn erased() -> Content<Kept> {
    Content::TextErased {
        act: 3,
        version: 1,
        labels: vec!["person".to_owned()],
    }
}

fn step() -> Content<Kept> {
    let apart = commitment::commitment(HashKind::Sha256, &[7; 32], "note/reporter", "王五");
    Content::MatterStep(Box::new(MatterStep {
        matter: "complaint-1".to_owned(),
        version: 1,
        procedure: "complaint".to_owned(),
        kind: StepKind::Act,
        action: "receive".to_owned(),
        role: "registrar".to_owned(),
        unit: "letters-office".to_owned(),
        at: time("2019-03-11T09:00:00"),
        facts: vec![("urgent".to_owned(), Kept::Open("true".to_owned()))],
        notes: vec![("reporter".to_owned(), Kept::Apart(apart))],
        after: MatterStands {
            state: "received".to_owned(),
            since: time("2019-03-11T09:00:00"),
            last: false,
            owner: "letters-office-head".to_owned(),
            holders: vec![("handler".to_owned(), "county-head".to_owned())],
            clocks: vec![
                ClockStands {
                    clock: "accept-notice".to_owned(),
                    started: time("2019-03-11T09:00:00"),
                    due: Some(time("2019-03-18T23:59:59")),
                    paused: false,
                },
                ClockStands {
                    clock: "finish".to_owned(),
                    started: time("2019-03-11T09:00:00"),
                    due: None,
                    paused: true,
                },
            ],
            title: "黑臭沟".to_owned(),
            place: "juan".to_owned(),
            source: "complaint".to_owned(),
            parent: String::new(),
            subject: "water/s1".to_owned(),
        },
    }))
}

/// The bytes as hexadecimal digits, 40 bytes a line.
fn shown(form: &[u8]) -> String {
    let lines: Vec<String> = form.chunks(40).map(hex).collect();
    lines.join("\n")
}

#[test]
fn the_form_of_put_entries_is_this() {
    insta::assert_snapshot!(shown(&form::write(&act(put()), HashKind::Sha256)), @"
    0101000000080000000000000007000000080000019e704488000000000a323032362d30352d3031
    0000002053244b5d4b137b50ddb98a3db4bc8f1ffcd49d240be97b8fce1e6183f7e0557100000006
    77617264656e000000065330352d323000000011e587bde3809432303236e3809537e58fb7000000
    037231370000000271310000000c72656769737465722d7075740000000800000000000000010000
    008f0000000577656c6c730000000800000000000000010000000800000000000000020000000277
    31000000043230323600000008000000000000000200000008000000000000000200000005646570
    746800000001000000000431322e35000000056f776e6572000000010100000020b049a497e4aca0
    7da0b20c1be366e12583418ac16a295a9debaa3147559fccda
    ");
}

#[test]
fn the_form_of_an_erasure_is_this() {
    insta::assert_snapshot!(shown(&form::write(&act(erased()), HashKind::Sm3)), @"
    0102000000080000000000000007000000080000019e704488000000000a323032362d30352d3031
    0000002053244b5d4b137b50ddb98a3db4bc8f1ffcd49d240be97b8fce1e6183f7e0557100000006
    77617264656e000000065330352d323000000011e587bde3809432303236e3809537e58fb7000000
    037231370000000271310000000b746578742d657261736564000000080000000000000001000000
    2e000000080000000000000003000000080000000000000001000000080000000000000001000000
    06706572736f6e
    ");
}

#[test]
fn the_form_of_a_step_is_this() {
    insta::assert_snapshot!(shown(&form::write(&act(step()), HashKind::Sha256)), @"
    0101000000080000000000000007000000080000019e704488000000000a323032362d30352d3031
    0000002053244b5d4b137b50ddb98a3db4bc8f1ffcd49d240be97b8fce1e6183f7e0557100000006
    77617264656e000000065330352d323000000011e587bde3809432303236e3809537e58fb7000000
    037231370000000271310000000b6d61747465722d73746570000000080000000000000001000001
    e30000000b636f6d706c61696e742d3100000008000000000000000100000009636f6d706c61696e
    7400000001010000000772656365697665000000097265676973747261720000000e6c6574746572
    732d6f666669636500000013323031392d30332d31315430393a30303a3030000000080000000000
    00000100000006757267656e74000000010000000004747275650000000800000000000000010000
    00087265706f72746572000000010100000020111555d9ed53d8424e0fb8d730af0d83925fb1e257
    823cccd6ec32133962be0f00000008726563656976656400000013323031392d30332d3131543039
    3a30303a30300000000100000000136c6574746572732d6f66666963652d68656164000000080000
    0000000000010000000768616e646c65720000000b636f756e74792d686561640000000800000000
    000000020000000d6163636570742d6e6f7469636500000013323031392d30332d31315430393a30
    303a303000000013323031392d30332d31385432333a35393a353900000001000000000666696e69
    736800000013323031392d30332d31315430393a30303a303000000000000000010100000009e9bb
    91e887ade6b29f000000046a75616e00000009636f6d706c61696e74000000000000000877617465
    722f7331
    ");
}

#[test]
fn links_and_commitments_are_these() {
    let link = |hash, before| {
        let form = form::write(&act(put()), hash);
        form::link(hash, &before, &form).to_string()
    };
    insta::assert_snapshot!(link(HashKind::Sha256, Hash::NOTHING), @"e21bea72c32f2afaa2d53a755b3dbae477bc8c3684cb09e3d45bb3e4d5db2ce7");
    insta::assert_snapshot!(link(HashKind::Sha256, Hash([1; 32])), @"15b9ff1a4c6c014f46952bf29cab736266ba216bb1a72cf38e659c6b3218d421");
    insta::assert_snapshot!(link(HashKind::Sm3, Hash::NOTHING), @"9b5a5e981aa2dc2a0daa6bfd711ad324d2a71f5576bcfb94f65b9e23a2ae367f");
    let committed = |hash| commitment::commitment(hash, &[5; 32], "person", "张三").to_string();
    insta::assert_snapshot!(committed(HashKind::Sha256), @"53244b5d4b137b50ddb98a3db4bc8f1ffcd49d240be97b8fce1e6183f7e05571");
    insta::assert_snapshot!(committed(HashKind::Sm3), @"b17c9e0567fb804e9145728cf3285023cf7ab26e47db1634913cd50401200e6f");
}

#[test]
fn the_label_belongs_to_the_commitment() {
    let of = |label, text| commitment::commitment(HashKind::Sha256, &[0; 32], label, text);
    assert_ne!(of("person", "a"), of("entry/0/x", "a"));
    assert_ne!(
        of("ab", "c"),
        of("a", "bc"),
        "no letter wanders from the label into the text"
    );
}

#[test]
fn no_cut_and_no_changed_length_reads() {
    for content in [put(), erased(), step()] {
        let written = form::write(&act(content), HashKind::Sha256);
        assert!(form::read(&written).is_ok());
        for length in 0..written.len() {
            assert!(form::read(&written[..length]).is_err(), "{length} bytes");
        }
        let longer = [written.as_slice(), &[0]].concat();
        assert!(form::read(&longer).is_err());
    }
}

#[test]
fn what_does_not_read_is_told_with_its_place() {
    let written = form::write(&act(put()), HashKind::Sha256);
    let told = |at: usize, byte: u8| {
        let mut form = written.clone();
        form[at] = byte;
        form::read(&form).map_or_else(
            |FormFault { at, wanted }| format!("{at} {wanted}"),
            |_| "reads".to_owned(),
        )
    };
    let cases = [
        (0, 2, "0 version 1 of the form"),
        (1, 9, "1 a known hash function"),
        (5, 7, "2 number of the act"),
        (34, b'x', "26 valid day"),
        (82, 0xff, "76 post"),
    ];
    for (at, byte, expected) in cases {
        assert_eq!(told(at, byte), expected, "byte {at} becomes {byte}");
    }
}

fn content() -> impl Strategy<Value = Content<Kept>> {
    let value = prop_oneof![
        ".{0,8}".prop_map(Kept::Open),
        any::<[u8; 32]>().prop_map(|bytes| Kept::Apart(Hash(bytes)))
    ];
    let texts = prop::collection::vec((".{0,6}", value.clone()), 0..3);
    let time =
        (0i64..4_000_000_000).prop_map(|seconds| chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc());
    let clock = (".{0,6}", time.clone(), prop::option::of(time.clone()), any::<bool>());
    let clock = clock.prop_map(|(clock, started, due, paused)| ClockStands {
        clock,
        started,
        due,
        paused,
    });
    let stands = (
        prop::collection::vec((".{0,6}", ".{0,6}"), 0..3),
        prop::collection::vec(clock, 0..3),
        prop::array::uniform7(".{0,6}"),
        time.clone(),
        any::<bool>(),
    );
    let stands = stands.prop_map(|(holders, clocks, texts, since, last)| {
        let [state, owner, title, place, source, parent, subject] = texts;
        MatterStands {
            state,
            since,
            last,
            owner,
            holders,
            clocks,
            title,
            place,
            source,
            parent,
            subject,
        }
    });
    let kind = prop_oneof![Just(StepKind::Begin), Just(StepKind::Act), Just(StepKind::Hand)];
    let step = (
        prop::array::uniform5(".{0,6}"),
        any::<u64>(),
        kind,
        time,
        texts.clone(),
        texts,
        stands,
    );
    let step = step.prop_map(|(words, version, kind, at, facts, notes, after)| {
        let [matter, procedure, action, role, unit] = words;
        Content::MatterStep(Box::new(MatterStep {
            matter,
            version,
            procedure,
            kind,
            action,
            role,
            unit,
            at,
            facts,
            notes,
            after,
        }))
    });
    let entry = (
        prop::collection::vec(".{0,6}", 0..3),
        any::<u64>(),
        prop::collection::vec((".{0,6}", value), 0..4),
    );
    let entry = entry.prop_map(|(key, version, fields)| EntryPut { key, version, fields });
    prop_oneof![
        (".{0,6}", prop::collection::vec(entry, 0..4))
            .prop_map(|(register, entries)| Content::RegisterPut { register, entries }),
        (any::<u64>(), any::<u64>(), prop::collection::vec(".{0,6}", 0..3))
            .prop_map(|(act, version, labels)| Content::TextErased { act, version, labels }),
        step,
    ]
}

proptest! {
    #[test]
    fn what_is_written_reads_as_it_was(content in content()) {
        let act = act(content);
        for hash in HashKind::ALL {
            prop_assert_eq!(form::read(&form::write(&act, hash)), Ok((act.clone(), hash)));
        }
    }

    /// What reads is written by the same bytes: two forms never say the same.
    #[test]
    fn there_is_one_form_only(content in content(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut form = form::write(&act(content), HashKind::Sha256);
        let at = at.index(form.len());
        form[at] = byte;
        if let Ok((act, hash)) = form::read(&form) {
            prop_assert_eq!(form::write(&act, hash), form);
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = form::read(&[&[1, 1], bytes.as_slice()].concat());
    }
}
