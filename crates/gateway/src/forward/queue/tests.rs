//! The queue under whatever may happen to it.

use super::*;
use proptest::prelude::*;

fn frame(id: i64, station: u8) -> Outgoing {
    Outgoing {
        id: ReceiptId(id),
        admission: None,
        station: vec![station],
        request: Some(id.to_string().into_bytes()),
        bytes: id.to_string().into_bytes(),
    }
}

fn admitted(number: i64, id: i64, station: u8) -> Outgoing {
    Outgoing {
        admission: Some(AdmissionNumber(number)),
        ..frame(id, station)
    }
}

/// A frame that is neither done nor given up, as the test knows it.
#[derive(Clone, Copy, Debug)]
struct Known {
    id: i64,
    admission: Option<i64>,
    station: u8,
}

/// What may happen to a queue.
#[derive(Clone, Debug)]
enum Happening {
    Offer(u8),
    /// A receipt that is not wanted, or kept apart.
    Skip,
    /// One that was kept apart comes in.
    Admit(u8, prop::sample::Index),
    Step,
    Answer(prop::sample::Index),
    Foreign,
    Later(u64),
    Disconnected,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => (0..4_u8).prop_map(Happening::Offer),
        1 => Just(Happening::Skip),
        1 => (0..4_u8, any::<prop::sample::Index>()).prop_map(|(station, which)| Happening::Admit(station, which)),
        4 => Just(Happening::Step),
        3 => any::<prop::sample::Index>().prop_map(Happening::Answer),
        1 => Just(Happening::Foreign),
        1 => (0..20_u64).prop_map(Happening::Later),
        1 => Just(Happening::Disconnected),
    ]
}

proptest! {
    /// Order per station, nothing lost, nothing passed over: whatever happens, and in whatever order.
    #[test]
    fn order_is_kept_and_nothing_is_passed_over(happenings in prop::collection::vec(happening(), 0..200)) {
        let patience = Patience { in_flight_max: 2, ..Patience::default() };
        let mut queue = Queue::new(patience, Begin::behind(ReceiptId(0)));
        let mut now = Instant::now();
        let (mut next, mut admissions) = (1_i64, 0_i64);
        let mut apart: Vec<i64> = Vec::new();
        let mut unfinished: Vec<Known> = Vec::new();
        let mut sent: Vec<i64> = Vec::new();
        for happening in happenings {
            match happening {
                Happening::Offer(station) => {
                    queue.offer(frame(next, station));
                    unfinished.push(Known { id: next, admission: None, station });
                    next += 1;
                }
                Happening::Skip => {
                    queue.skip(ReceiptId(next));
                    apart.push(next);
                    next += 1;
                }
                Happening::Admit(station, which) => if !apart.is_empty() {
                    let id = apart.remove(which.index(apart.len()));
                    admissions += 1;
                    queue.offer(admitted(admissions, id, station));
                    unfinished.push(Known { id, admission: Some(admissions), station });
                    // The same once more, as after a restart that did not know it: nothing.
                    queue.offer(admitted(admissions, id, station));
                },
                Happening::Step => if let Step::Send(bytes) = queue.step(now) {
                    let id: i64 = String::from_utf8(bytes).unwrap().parse().unwrap();
                    let station = unfinished.iter().find(|known| known.id == id).unwrap().station;
                    if !sent.contains(&id) {
                        let of_station = || unfinished.iter().filter(|known| known.station == station);
                        let oldest = of_station().map(|known| known.id).min().unwrap();
                        prop_assert_eq!(id, oldest, "a station's older frame was overtaken");
                        prop_assert!(of_station().all(|known| !sent.contains(&known.id)), "two of a station are under way");
                        sent.push(id);
                    }
                    prop_assert!(sent.len() <= 2);
                },
                Happening::Answer(which) => if !sent.is_empty() {
                    let id = sent.remove(which.index(sent.len()));
                    let place = unfinished.iter().position(|known| known.id == id).unwrap();
                    let station = unfinished.remove(place).station;
                    let request = id.to_string();
                    prop_assert!(queue.answered(&[station], Some(request.as_bytes())));
                },
                Happening::Foreign => prop_assert!(!queue.answered(b"nobody", Some(b"1"))),
                Happening::Later(seconds) => now += Duration::from_secs(seconds),
                Happening::Disconnected => {
                    sent.clear();
                    for given_up in queue.disconnected() {
                        unfinished.retain(|known| known.id != given_up.id.0);
                    }
                }
            }
            let received = unfinished.iter().filter(|known| known.admission.is_none());
            let oldest = received.map(|known| known.id).min().unwrap_or(next);
            let first = unfinished.iter().filter_map(|known| known.admission).min().unwrap_or(admissions + 1);
            let expected = Begin { through: ReceiptId(oldest - 1), admitted_through: AdmissionNumber(first - 1) };
            prop_assert_eq!(queue.done(), expected);
            prop_assert_eq!(queue.waiting(), unfinished.len());
        }
    }
}

#[test]
fn an_unanswered_frame_is_repeated_and_then_the_connection_is_doubted() {
    let mut queue = Queue::new(Patience::default(), Begin::behind(ReceiptId(0)));
    queue.offer(frame(1, 7));
    let start = Instant::now();
    assert_eq!(queue.step(start), Step::Send(b"1".to_vec()));
    assert_eq!(queue.step(start), Step::WaitUntil(start + Duration::from_secs(10)));
    assert_eq!(queue.step(start + Duration::from_secs(10)), Step::Send(b"1".to_vec()));
    assert_eq!(queue.step(start + Duration::from_secs(20)), Step::Send(b"1".to_vec()));
    assert_eq!(queue.step(start + Duration::from_secs(30)), Step::Reconnect);
    assert_eq!(
        queue.disconnected(),
        [],
        "a platform that answers nothing is down: nothing is given up"
    );
    assert_eq!(queue.done().through, ReceiptId(0));
    assert_eq!(queue.step(start + Duration::from_secs(31)), Step::Send(b"1".to_vec()));
}

#[test]
fn a_frame_that_is_never_answered_while_others_are_is_given_up_in_the_end() {
    let patience = Patience {
        attempts_max: 1,
        rounds_max: 2,
        ..Patience::default()
    };
    let mut queue = Queue::new(patience, Begin::behind(ReceiptId(0)));
    queue.offer(frame(1, 1));
    let mut now = Instant::now();
    for round in 0..2_i64 {
        queue.offer(frame(2 + round, 2));
        assert!(matches!(queue.step(now), Step::Send(_)));
        assert!(matches!(queue.step(now), Step::Send(_)));
        assert!(queue.answered(&[2], Some((2 + round).to_string().as_bytes())));
        now += Duration::from_secs(10);
        assert_eq!(queue.step(now), Step::Reconnect);
        let given_up = queue.disconnected();
        assert_eq!(given_up.len(), usize::from(round == 1));
    }
    assert_eq!(queue.done().through, ReceiptId(3));
    assert_eq!(queue.waiting(), 0);
}
