//! The document's own words; the rest of it is made from the handlers.

use std::collections::BTreeMap;

use shared::{ApiError, Base};
use utoipa::{
    IntoResponses, Modify, OpenApi,
    openapi::{
        ContentBuilder, Ref, RefOr, Response, ResponseBuilder, Server,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::answer::{Malformed, Refusal};

/// The name under which handlers ask for the token.
const TOKEN: &str = "token";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Teahouse",
        description = "Reading and writing in a house, for bots. A bot is made in the settings of \
                       an account; it is a person of its own, becomes a member of rooms as people \
                       do, and may do there what its role says. Commands that carry a nonce may be \
                       sent again: the same nonce of the same bot is the same command, and is \
                       answered with the first outcome.",
        license(name = "MIT OR Apache-2.0"),
    ),
    components(schemas(Refusal, Malformed, ApiError)),
    modifiers(&Secured),
    security(("token" = []))
)]
struct Head;

struct Secured;

impl Modify for Secured {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The token of a bot, `th_bot_…`."))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    }
}

/// Everything but the paths, of a house that stands there.
pub(super) fn head(base: &Base) -> utoipa::openapi::OpenApi {
    let mut document = Head::openapi();
    if !base.is_root() {
        document.servers = Some(vec![Server::new(base.as_str())]);
    }
    "1".clone_into(&mut document.info.version);
    document
}

/// What any command may be answered with instead.
pub(super) struct Refusals;

const REFUSALS: [(&str, &str, &str); 10] = [
    ("400", "Malformed", "This is not what is described here."),
    (
        "401",
        "Refused",
        "No token, or one that has expired or been revoked.",
    ),
    ("403", "Refused", "Known, visible, and not allowed."),
    ("404", "Refused", "It does not exist, or not for this bot."),
    (
        "409",
        "Refused",
        "It is so already, or was changed meanwhile.",
    ),
    ("413", "Refused", "More than fits."),
    ("415", "Malformed", "The body is not `application/json`."),
    (
        "422",
        "Refused",
        "Something breaks a rule; `error` says which.",
    ),
    (
        "429",
        "Refused",
        "Too many calls; `Retry-After` says how long to wait.",
    ),
    ("503", "Refused", "Nothing was done; trying again may help."),
];

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let response = |schema: &str, why: &str| {
            let schema = Ref::from_schema_name(schema);
            let content = ContentBuilder::new().schema(Some(schema)).build();
            ResponseBuilder::new()
                .description(why)
                .content("application/json", content)
                .build()
        };
        let refusals = REFUSALS.into_iter();
        refusals
            .map(|(status, schema, why)| (status.to_owned(), RefOr::T(response(schema, why))))
            .collect()
    }
}
