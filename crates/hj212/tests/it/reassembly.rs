//! Parts of split packets: any order, duplicates, losses, limits.

use std::time::Duration;

use hj212::{
    Builder, Edition, Envelope, Handed, Limits, Mode, Packet, Reassembler, ReassemblyLimits, Refusal, Stamp,
    acknowledge, frames, upload,
};
use proptest::prelude::*;

fn packet(segment: &[u8]) -> Packet<'_> {
    Packet::parse(segment, Mode::Lenient).unwrap().0
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// The segments of an hour upload of `items` items, cut as the builder cuts it.
fn parts(items: usize, hour: u32) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let at = |digits: String| Stamp::parse(digits.as_bytes()).unwrap();
    let envelope = Envelope::new(Edition::Of2017, "32", "123456", "010000A8900016F000169DC0")
        .qn(at(format!("20160801{hour:02}5857534")))
        .wants_acknowledgement();
    let mut message = upload::hour_data(&envelope, at(format!("20160801{hour:02}0000")));
    for item in 0..items {
        message = message.item(
            &format!("w{item:05}"),
            [
                ("Cou", "63.0"),
                ("Min", "16.4"),
                ("Avg", "17.5"),
                ("Max", "20.1"),
                ("Flag", "N"),
            ],
        );
    }
    let segments: Vec<_> = message
        .clone()
        .frames()
        .unwrap()
        .iter()
        .map(|frame| frames(frame, Limits::default()).next().unwrap().bytes().to_vec())
        .map(|frame| frame[6..frame.len() - 6].to_vec())
        .collect();
    // Too long for one frame, so the groups are taken from the parts.
    let mut groups: Vec<Vec<u8>> = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let skip = usize::from(index > 0);
        groups.extend(packet(segment).groups().skip(skip).map(|group| group.raw.to_vec()));
    }
    assert_eq!(groups.len(), items + 1);
    (segments, groups)
}

proptest! {
    /// Any order of the parts, some of them twice, among those of another hour: the whole comes once, in order.
    #[test]
    fn any_order_with_duplicates_gives_the_whole(items in 20_usize..120, order in proptest::collection::vec(any::<u32>(), 1..60)) {
        let (segments, groups) = parts(items, 8);
        let (others, _) = parts(items, 9);
        // Parts drawn by lot with repetitions, then each once more, so that all have come at the end.
        let mut sent: Vec<&Vec<u8>> = order.iter().map(|draw| &segments[*draw as usize % segments.len()]).collect();
        sent.extend(segments.iter());
        let mut reassembler = Reassembler::default();
        let mut wholes = Vec::new();
        let mut distinct = std::collections::BTreeSet::new();
        for (index, segment) in sent.iter().enumerate() {
            let first = distinct.insert(segment.to_vec());
            match reassembler.hand(&packet(segment), seconds(index as u64)) {
                Handed::Whole(whole) => { prop_assert!(first); wholes.push(whole) }
                Handed::Kept { missing, pnum_differs } => prop_assert!(first && !pnum_differs && usize::from(missing) == segments.len() - distinct.len()),
                Handed::Duplicate { differs } => prop_assert!(!first && !differs),
                other => prop_assert!(segments.len() == 1 && other == Handed::Alone),
            }
            if let Some(other) = others.get(index % others.len()).filter(|_| index < others.len() - 1) {
                let handed = reassembler.hand(&packet(other), seconds(index as u64));
                let waits = matches!(handed, Handed::Kept { .. } | Handed::Alone);
                prop_assert!(waits);
            }
        }
        if segments.len() > 1 {
            prop_assert_eq!(wholes.len(), 1);
            prop_assert!(wholes[0].is_whole());
            prop_assert_eq!(wholes[0].groups().map(|group| group.raw.to_vec()).collect::<Vec<_>>(), groups);
        }
    }

    /// One part never comes: nothing is given before its time, then what is there, saying which part misses.
    #[test]
    fn a_missing_part_gives_a_partial_result_in_time(items in 60_usize..120, lost: u16, late in 0_u64..300) {
        let (segments, _) = parts(items, 8);
        let lost = usize::from(lost) % segments.len();
        let mut reassembler = Reassembler::default();
        for (index, segment) in segments.iter().enumerate().filter(|(index, _)| *index != lost) {
            let handed = reassembler.hand(&packet(segment), seconds(index as u64));
            let kept = matches!(handed, Handed::Kept { .. });
            prop_assert!(kept);
        }
        let last = (0..segments.len()).rfind(|index| *index != lost).unwrap() as u64;
        let given_up = reassembler.overdue(seconds(last + late));
        prop_assert_eq!(given_up.len(), usize::from(late >= 120));
        let given_up = given_up.into_iter().chain(reassembler.overdue(Duration::MAX)).collect::<Vec<_>>();
        prop_assert_eq!(given_up.len(), 1);
        prop_assert!(!given_up[0].is_whole());
        prop_assert_eq!(given_up[0].missing().collect::<Vec<_>>(), vec![lost as u16 + 1]);
        prop_assert_eq!(given_up[0].packets().count(), segments.len() - 1);
        prop_assert_eq!(reassembler.waiting(), 0);
        prop_assert!(reassembler.overdue(Duration::MAX).is_empty());
    }
}

#[test]
fn each_part_is_acknowledged_by_its_own_number() {
    let (segments, _) = parts(60, 8);
    let numbers: std::collections::BTreeSet<_> = segments
        .iter()
        .map(|segment| {
            let answer = acknowledge(&packet(segment)).unwrap();
            let own = packet(segment).qn().unwrap();
            assert_eq!(packet(&answer[6..answer.len() - 6]).qn(), Some(own));
            own.to_vec()
        })
        .collect();
    assert_eq!(numbers.len(), segments.len());
}

fn part(pnum: &str, pno: &str, content: &str) -> Vec<u8> {
    format!(
        "QN=20160801085857534;ST=32;CN=2061;PW=123456;MN=88888880000137;Flag=6;PNUM={pnum};PNO={pno};CP=&&{content}&&"
    )
    .into_bytes()
}

#[test]
fn packets_that_stand_alone() {
    let alone = [
        part("1", "1", "DataTime=20160801080000;a-Avg=1"),
        part("2", "3", "DataTime=20160801080000;a-Avg=1"),
        part("2", "x", "DataTime=20160801080000;a-Avg=1"),
        part("2", "1", "a-Avg=1"),
        // PNUM and PNO inside CP are no header fields.
        b"QN=20220418131201000;ST=21;CN=2011;PW=123456;MN=YSRDWQGQ1000001001;Flag=5;CP=&&PNUM=2;PNO=1;DataTime=20220418131200;w01001-Rtd=1&&".to_vec(),
        // A widely copied sample: the flag says split, the numbers are missing.
        b"QN=20200814151600001;ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=7;CP=&&DataTime=20200814151600;LA-td=50.1&&".to_vec(),
    ];
    let mut reassembler = Reassembler::default();
    for segment in &alone {
        assert_eq!(
            reassembler.hand(&packet(segment), seconds(0)),
            Handed::Alone,
            "{}",
            segment.escape_ascii()
        );
    }
    assert_eq!(reassembler.waiting(), 0);
}

#[test]
fn another_number_of_parts_is_told_and_kept_apart() {
    let mut reassembler = Reassembler::default();
    let (first, second, differing) = (
        part("2", "1", "DataTime=20160801080000;a-Avg=1"),
        part("3", "2", "DataTime=20160801080000;b-Avg=1"),
        part("2", "1", "DataTime=20160801080000;a-Avg=2"),
    );
    assert_eq!(
        reassembler.hand(&packet(&first), seconds(0)),
        Handed::Kept {
            missing: 1,
            pnum_differs: false
        }
    );
    assert_eq!(
        reassembler.hand(&packet(&second), seconds(0)),
        Handed::Kept {
            missing: 2,
            pnum_differs: true
        }
    );
    assert_eq!(
        reassembler.hand(&packet(&differing), seconds(0)),
        Handed::Duplicate { differs: true }
    );
    let given_up = reassembler.overdue(Duration::MAX);
    assert_eq!(
        given_up
            .iter()
            .map(|set| set.missing().collect())
            .collect::<Vec<Vec<u16>>>(),
        [vec![2], vec![1, 3]]
    );
}

#[test]
fn a_completed_packet_is_remembered_for_a_while() {
    let mut reassembler = Reassembler::default();
    let both = ["1", "2"].map(|pno| part("2", pno, "DataTime=20160801080000;a-Avg=1"));
    reassembler.hand(&packet(&both[0]), seconds(0));
    assert!(matches!(
        reassembler.hand(&packet(&both[1]), seconds(1)),
        Handed::Whole(_)
    ));
    assert_eq!(
        reassembler.hand(&packet(&both[0]), seconds(2)),
        Handed::Duplicate { differs: false }
    );
    assert!(reassembler.overdue(seconds(500)).is_empty());
    assert!(matches!(
        reassembler.hand(&packet(&both[0]), seconds(501)),
        Handed::Kept { .. }
    ));
}

#[test]
fn limits_refuse_and_lose_nothing_that_waits() {
    let limits = ReassemblyLimits {
        sets_max: 2,
        parts_max: 3,
        bytes_max: 400,
        ..ReassemblyLimits::default()
    };
    let mut reassembler = Reassembler::new(limits);
    let at = |hour: u32| format!("DataTime=201608010{hour}0000;a-Avg=1");
    let kept = |handed| matches!(handed, Handed::Kept { .. });
    assert_eq!(
        reassembler.hand(&packet(&part("4", "1", &at(1))), seconds(0)),
        Handed::Refused(Refusal::TooManyParts)
    );
    assert!(kept(reassembler.hand(&packet(&part("2", "1", &at(1))), seconds(0))));
    assert!(kept(reassembler.hand(&packet(&part("2", "1", &at(2))), seconds(0))));
    assert_eq!(
        reassembler.hand(&packet(&part("2", "1", &at(3))), seconds(0)),
        Handed::Refused(Refusal::TooManySets)
    );
    let long = part("2", "2", &format!("{};b-Info={}", at(2), "x".repeat(200)));
    assert_eq!(
        reassembler.hand(&packet(&long), seconds(0)),
        Handed::Refused(Refusal::TooManyBytes)
    );
    assert!(matches!(
        reassembler.hand(&packet(&part("2", "2", &at(1))), seconds(0)),
        Handed::Whole(_)
    ));
    // What was completed is forgotten before anything is refused.
    assert!(kept(reassembler.hand(&packet(&part("2", "1", &at(4))), seconds(0))));
    assert_eq!(reassembler.overdue(Duration::MAX).len(), 2);
    // What was given up makes room.
    assert!(kept(reassembler.hand(&packet(&part("2", "1", &at(3))), seconds(0))));
    assert!(Builder::like(&packet(&long)).frame().is_ok());
}
