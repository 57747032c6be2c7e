use leptos::prelude::*;
use shared::{UserId, model::Person};

/// A person as a coloured initial. The colour comes from the id, so that two people of the
/// same name can be told apart.
#[component]
pub(crate) fn Avatar(
    /// Who.
    person: Person,
    /// 24, 28, 30, 36 or 56 pixels.
    #[prop(default = 36)]
    size: u8,
    /// Whether to mark them as online.
    #[prop(optional)]
    online: bool,
) -> impl IntoView {
    let side = match size {
        24 => " avatar--24",
        28 => " avatar--28",
        30 => " avatar--30",
        56 => " avatar--56",
        _ => "",
    };
    let class = format!("avatar {}{side}", pigment(person.id));
    view! {
        <span class=class aria-hidden="true">
            {initial(&person.name)}
            {online.then(|| view! { <span class="dot dot--online"></span> })}
        </span>
    }
}

/// A few people, overlapping.
#[component]
pub(crate) fn Faces(people: Vec<Person>) -> impl IntoView {
    let faces = people
        .into_iter()
        .map(|person| view! { <Avatar person size=28 /> });
    view! { <span class="faces">{faces.collect_view()}</span> }
}

fn initial(name: &str) -> String {
    name.trim().chars().take(1).collect()
}

const PIGMENTS: [&str; 8] = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"];

/// Ids count up, so neighbours get different colours whatever the constant; Knuth's spreads
/// the people of one room evenly too.
fn pigment(id: UserId) -> &'static str {
    let hash = id.get().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61;
    usize::try_from(hash)
        .ok()
        .and_then(|index| PIGMENTS.get(index))
        .copied()
        .unwrap_or("p0")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn all_pigments_are_used() {
        let used: HashSet<_> = (1..40).map(|id| pigment(UserId::new(id))).collect();
        assert_eq!(used.len(), PIGMENTS.len());
    }

    #[test]
    fn an_initial_is_one_character_of_any_script() {
        assert_eq!(initial(" 林小雨"), "林");
        assert_eq!(initial("🍵"), "🍵");
        assert_eq!(initial(""), "");
    }
}
