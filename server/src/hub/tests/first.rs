use super::*;

/// What a connection is told first.
pub(super) fn first() -> Bytes {
    wire::frame(&ServerFrame::Pinged)
}

#[test]
fn what_a_person_is_told_comes_after_the_first_frame_on_each_of_their_connections() {
    let hub = Hub::new(1_000, Duration::ZERO);
    let person = Arc::new(Person {
        id: UserId::new(1),
        name: "p1".to_owned(),
    });
    let told = wire::frame(&ServerFrame::Ponged);
    let one = hub.connect(&person, first());
    hub.tell(person.id, &told);
    let two = hub.connect(&person, first());
    hub.tell(person.id, &told);
    assert_eq!(
        one.outbox.take(usize::MAX).frames,
        [first(), told.clone(), told.clone()]
    );
    assert_eq!(two.outbox.take(usize::MAX).frames, [first(), told]);
}
