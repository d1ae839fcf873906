//! Reading a frame allocates nothing: counted, not claimed.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use hj212::{Event, Limits, Mode, Packet, StreamDecoder, frames};

/// The system's allocator, counting the allocations of each thread.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged; counting touches no memory that it gave out.
#[allow(unsafe_code, reason = "an allocator cannot be written without")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(run: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.with(Cell::get);
    run();
    ALLOCATIONS.with(Cell::get) - before
}

/// Reads everything that a frame says; returns how many fields it has.
fn read(event: &Event<'_>) -> usize {
    let Event::Frame(frame) = event else { return 0 };
    let Ok((packet, faults)) = Packet::parse(frame.segment, Mode::Lenient) else {
        return 0;
    };
    let _ = Packet::parse(frame.segment, Mode::Strict);
    std::hint::black_box((faults, packet.data_time(), packet.part(), packet.command()));
    let nested: usize = packet.groups().map(|group| group.fields().count()).sum();
    assert_eq!(nested, packet.fields().count());
    packet.header_fields().count() + nested
}

#[test]
fn reading_a_frame_allocates_nothing() {
    let vectors = crate::vectors::vectors();
    let stream: Vec<u8> = vectors.iter().flat_map(|vector| vector.bytes.iter().copied()).collect();
    let mut fields = 0;
    let at_hand = allocations(|| {
        fields = frames(&stream, Limits::default()).map(|event| read(&event)).sum();
    });
    assert!(fields > 2000, "{fields}");
    assert_eq!(at_hand, 0, "bytes at hand");

    let mut decoder = StreamDecoder::new(Limits::default());
    let mut decode = |pieces: usize| {
        for piece in stream.chunks(pieces) {
            decoder.push(piece);
            while let Some(event) = decoder.next_event() {
                read(&event);
            }
        }
    };
    // The buffer grows to its size once.
    let growing = allocations(|| decode(1460));
    assert!((1..20).contains(&growing), "{growing}");
    assert_eq!(allocations(|| decode(1460)), 0, "a stream");
    assert!(allocations(|| drop(stream.clone())) > 0, "the counter counts");
}
