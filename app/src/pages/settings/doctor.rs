mod found;

use leptos::{ev, prelude::*, task::spawn_local};
use shared::Timestamp;

use self::found::{head, row};
use super::Section;
use crate::{
    api::load_plain,
    browser::{clipboard, page},
    components::{Icon, clock::use_clock},
    i18n::*,
    live::{Road, use_live},
    routes,
    state::doctor::{PART, Progress, TIME, Verdict, verdict},
};

/// How far the trials of the roads are.
type Roads = RwSignal<[Progress; 3]>;

/// What the server says of it, in parts that stand between [`PART`]s: see `plain::doctor`. Nothing
/// where it does not answer.
#[derive(Clone, Copy)]
struct Note(RwSignal<Option<String>>);

impl Note {
    fn part(self, place: usize) -> String {
        let part = |text: &String| text.split(PART).nth(place).map(str::to_owned);
        self.0
            .with(|note| note.as_ref().and_then(part))
            .unwrap_or_default()
    }

    fn is_there(self) -> bool {
        self.0.with(Option::is_some)
    }
}

/// What the server sees by itself is in the first HTML.
#[cfg(feature = "ssr")]
fn first(l: Locale) -> String {
    crate::plain::doctor::note("", l).unwrap_or_default()
}

/// A page that is opened within the app asks for it.
#[cfg(not(feature = "ssr"))]
const fn first(_: Locale) -> String {
    String::new()
}

/// Tries the roads from this browser, and shows what the server makes of that.
#[component]
pub(crate) fn DoctorPage() -> impl IntoView {
    let i18n = use_i18n();
    let live = use_live();
    let roads = Roads::new([Progress::Waiting; 3]);
    let l = i18n.get_locale_untracked();
    let note = Note(RwSignal::new(Some(
        SharedValue::new(move || first(l)).into_inner(),
    )));
    let tried = RwSignal::new(String::new());
    let at = RwSignal::new(Timestamp::default());
    let test = move || {
        roads.set([Progress::Waiting; 3]);
        live.try_roads(move |now, found| {
            if let Some(found) = found {
                at.try_set(page::now().unwrap_or_default());
                tried.try_set(found.to_string());
            }
            // Nobody wants to know once the page is gone.
            roads.try_set(now).is_none()
        });
    };
    Effect::new(move |_| test());
    Effect::new(move |_| {
        let (asked, language) = (tried.get(), i18n.get_locale().as_str().to_owned());
        spawn_local(async move {
            let path = routes::DOCTOR.to_owned();
            let said = load_plain(path, asked.clone(), 0, String::new(), language).await;
            // An answer may come after that to a later question.
            if tried.try_get_untracked() == Some(asked) {
                note.0.set(said.ok().map(|said| said.html));
            }
        });
    });
    view! {
        <Section
            title=Signal::derive(move || t_string!(i18n, doctor.title).to_owned())
            text=Signal::derive(move || t_string!(i18n, doctor.text).to_owned())
            aside=view! { <Tools roads note at test /> }.into_any()
        >
            <div class="needs-js" role="status">
                {move || head(i18n, live, verdict(roads.get()), note.is_there())}
            </div>
            <div class="verdict verdict--testing without-js">
                <div>
                    <h3 class="verdict__title">{t!(i18n, doctor.no_js)}</h3>
                    <p>{t!(i18n, doctor.no_js_text)}</p>
                </div>
            </div>
            <ol
                class="panel needs-js"
                aria-label=move || t_string!(i18n, doctor.roads)
                on:click=|event: ev::MouseEvent| clipboard::pressed(&event)
            >
                {Road::ALL
                    .into_iter()
                    .zip(0..)
                    .map(|at| row(i18n, live, roads, at, note))
                    .collect::<Vec<_>>()}
            </ol>
            <div class="panel" inner_html=move || note.part(2)></div>
        </Section>
    }
}

/// Tests once more; and, once it was tested, takes the report along.
#[component]
fn Tools(
    roads: Roads,
    note: Note,
    at: RwSignal<Timestamp>,
    test: impl Fn() + Send + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let clock = use_clock();
    let again = move |_| {
        if !is_testing(roads) {
            test();
        }
    };
    view! {
        <div class="doctor__tools needs-js">
            <button
                class="button button--primary"
                type="button"
                aria-disabled=move || is_testing(roads).then_some("true")
                on:click=again
            >
                <Icon name="rotate-cw" size=16 />
                {t!(i18n, doctor.again)}
            </button>
            // The server has no clock of this place.
            <div
                class="doctor__tools"
                inner_html=move || note.part(3).replace(TIME, &clock.time(at.get()))
                on:click=|event: ev::MouseEvent| clipboard::pressed(&event)
            ></div>
        </div>
    }
}

fn is_testing(roads: Roads) -> bool {
    verdict(roads.get()) == Verdict::Testing
}
