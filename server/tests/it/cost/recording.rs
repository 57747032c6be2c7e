//! What a server did between two marks, read from what callgrind wrote.

use std::{collections::HashMap, ops::Sub};

/// What was done: by the server's own code, by the allocator for it, by the system for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub instructions: u64,
    pub allocations: u64,
    pub calls: u64,
}

impl Sub for Work {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            instructions: self.instructions.saturating_sub(other.instructions),
            allocations: self.allocations.saturating_sub(other.allocations),
            calls: self.calls.saturating_sub(other.calls),
        }
    }
}

/// Where memory comes from: mimalloc for what is written in Rust, the system for what is not.
const ALLOCATE: [&str; 8] = [
    "mi_malloc_aligned",
    "mi_zalloc_aligned",
    "mi_realloc_aligned",
    "malloc",
    "calloc",
    "realloc",
    "aligned_alloc",
    "posix_memalign",
];

/// Calls of the system that only wait or look at the clock: how many there are depends on who is
/// faster just then.
const WAITING: [&str; 5] = [
    "clock_gettime",
    "epoll_wait",
    "syscall",
    "futex",
    "pthread_",
];

/// What is done so many times a second, however much is said. It is taken off again.
const BY_THE_CLOCK: [&str; 2] = [
    "server::hub::Hub::tick",
    "server::store::sqlite::checkpoint::checkpoint",
];

/// What was done, in a recording that has instructions and calls of the system, in this order.
///
/// It is a list of functions. Under each stand its lines with what they did themselves, and for each
/// function that is called how often it was and, in the line after that, what was done in it.
pub fn work(recording: &str) -> Work {
    let mut names = HashMap::new();
    let (mut doing, mut called, mut times) = ("", "", None);
    let mut work = Work::default();
    let mut by_the_clock = Work::default();
    for line in recording.lines() {
        if let Some(said) = line.strip_prefix("cfn=") {
            called = name(&mut names, said);
        } else if let Some(said) = line.strip_prefix("fn=") {
            doing = name(&mut names, said);
        } else if let Some(calls) = line.strip_prefix("calls=") {
            times = calls
                .split(' ')
                .next()
                .and_then(|times| times.parse::<u64>().ok());
        } else if line.starts_with(['+', '-', '*'])
            || line.starts_with(|c: char| c.is_ascii_digit())
        {
            let mut costs = line
                .split(' ')
                .skip(1)
                .map(|cost| cost.parse().unwrap_or(0));
            let mut next = || costs.next().unwrap_or(0);
            let (instructions, calls): (u64, u64) = (next(), next());
            match times.take() {
                Some(times) if ALLOCATE.contains(&called) => work.allocations += times,
                Some(_) if BY_THE_CLOCK.contains(&called) => {
                    by_the_clock.instructions += instructions;
                    by_the_clock.calls += calls;
                }
                Some(_) => {}
                None => {
                    work.instructions += instructions;
                    if !WAITING.iter().any(|waiting| doing.contains(waiting)) {
                        work.calls += calls;
                    }
                }
            }
        }
    }
    work - by_the_clock
}

/// A name is written out once, behind its number, and from then on there is only its number.
fn name<'a>(names: &mut HashMap<&'a str, &'a str>, said: &'a str) -> &'a str {
    match said.split_once(' ') {
        Some((number, name)) => {
            names.insert(number, name);
            name
        }
        None => names.get(said).copied().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDING: &str = "events: Ir sysCount sysTime\nsummary: 1234 12 99\n\n\
        fn=(1) main\n16 400\ncfi=(2) file.c\ncfn=(2) malloc\ncalls=3 1\n+3 40\n\
        fn=(3) other\n* 4 2 7\ncfn=(4) free\ncalls=9 1\n16 4\ncfn=(2)\ncalls=2 1\n16 4\n\
        cfn=(5) server::hub::Hub::tick\ncalls=1 2\n-1 30 1 5\nfn=(2)\n1 44\n\
        fn=(6) epoll_wait\n1 2 9 1\nfn=(5)\n7 30 1 5\n";

    #[test]
    fn work_is_what_was_done_and_not_waited_for() {
        let read = Work {
            instructions: 400 + 4 + 44 + 2,
            allocations: 5,
            calls: 2,
        };
        assert_eq!(work(RECORDING), read);
        assert_eq!(work("events: Ir\n"), Work::default());
    }
}
