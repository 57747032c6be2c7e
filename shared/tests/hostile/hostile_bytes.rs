//! No bytes make decoding panic or allocate much.

use std::{
    alloc::System,
    sync::{Mutex, MutexGuard, PoisonError},
};

use cap::Cap;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use shared::{
    codec::{self, VERSION},
    limits::FRAME_BYTES,
};

use crate::common;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

/// The allocator counts for the whole process: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// What decoding may take at most: the frame's limit for each of a container's claim and its
/// content, and as much again for growth by doubling.
const BOUND: usize = 4 * FRAME_BYTES;

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn decode_counting(bytes: &[u8]) -> usize {
    let before = ALLOCATOR.total_allocated();
    let client = codec::decode_client(bytes);
    let server = codec::decode_server(bytes);
    let after = ALLOCATOR.total_allocated();
    drop((client, server));
    after - before
}

fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let noise = vec(any::<u8>(), 0..=FRAME_BYTES);
    let versioned = vec(any::<u8>(), 0..2_000).prop_map(|mut bytes| {
        bytes.insert(0, VERSION);
        bytes
    });
    // A list or string that claims any length, in any variant, followed by little.
    let claims = (0_u8..20, any::<u64>(), vec(any::<u8>(), 0..64)).prop_map(|(tag, len, rest)| {
        let mut bytes = vec![VERSION, tag, 253];
        bytes.extend(len.to_le_bytes());
        bytes.extend(rest);
        bytes
    });
    let frames = prop_oneof![
        common::client_frame().prop_map(|frame| codec::encode(&frame).unwrap_or_default()),
        common::server_frame().prop_map(|frame| codec::encode(&frame).unwrap_or_default()),
    ];
    let mutated = (
        frames,
        vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    )
        .prop_map(|(mut bytes, changes)| {
            for (index, byte) in changes
                .into_iter()
                .filter(|_| !bytes.is_empty())
                .collect::<Vec<_>>()
            {
                let at = index.index(bytes.len());
                bytes[at] = byte;
            }
            bytes
        });
    prop_oneof![noise, versioned, claims, mutated]
}

#[test]
fn no_bytes_make_decoding_panic_or_allocate_beyond_the_bound() {
    let _alone = alone();
    let mut runner = TestRunner::new(Config {
        cases: 4_000,
        ..Config::default()
    });
    let outcome = runner.run(&hostile(), |bytes| {
        let allocated = decode_counting(&bytes);
        prop_assert!(
            allocated <= BOUND,
            "{} bytes for {}",
            allocated,
            bytes.len()
        );
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn nine_bytes_that_ask_for_an_exabyte_get_nothing() {
    let _alone = alone();
    for len in [1_u64 << 34, 1 << 62, u64::MAX] {
        for tag in 0..20 {
            let mut bytes = vec![VERSION, tag, 253];
            bytes.extend(len.to_le_bytes());
            assert!(
                decode_counting(&bytes) < 1_024,
                "variant {tag}, length {len}"
            );
        }
    }
}
