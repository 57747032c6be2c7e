//! Taking back what was just done to a member.

use leptos::prelude::*;
use shared::{
    UserId,
    model::{Role, RosterMember},
};

use super::{
    frame::Section,
    roster::{about, may_become, role_name},
    say,
};
use crate::address::at;
use crate::forms::{role_of_word, role_word};

/// Gives back the role that somebody had. What the address says was done is not believed: the
/// button says whom it makes what, stands only where that may be done, and makes nobody an owner.
pub(super) fn role(made: &Section, members: &[RosterMember]) -> Option<impl IntoView + use<>> {
    let l = made.request.l;
    let (user, role) = role_before(&made.request.asked.done)?;
    let member = members.iter().find(|member| member.person.id == user)?;
    may_become(made, member, role).then(|| {
        let (who, role_name) = (member.person.name.clone(), role_name(l, role));
        view! {
            <form class="undo" method="post" action=at(made.path.clone())>
                {about("role", user)}
                <button
                    class="button button--plain button--small"
                    type="submit"
                    name="role"
                    value=role_word(role)
                >
                    {say!(l, room_settings.role_undo, who, role = role_name)}
                </button>
            </form>
        }
    })
}

/// Who was what before, out of `role-moderator-7`.
fn role_before(done: &str) -> Option<(UserId, Role)> {
    let (role, user) = done.strip_prefix("role-")?.split_once('-')?;
    let role = role_of_word(role).filter(|role| *role != Role::Owner)?;
    Some((user.parse().ok()?, role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_word_of_what_was_done_can_be_taken_back() {
        let seven = UserId::new(7);
        assert_eq!(
            role_before("role-moderator-7"),
            Some((seven, Role::Moderator))
        );
        assert_eq!(role_before("role-member-7"), Some((seven, Role::Member)));
        for word in [
            "role",
            "role-moderator",
            "role-owner-7",
            "role-king-7",
            "role-member-x",
        ] {
            assert_eq!(role_before(word), None, "{word}");
        }
    }
}
