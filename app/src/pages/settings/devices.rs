use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::{
    Field as About,
    limits::PASSWORD_CHARS,
    model::{Device, DeviceKind},
};

use super::{Done, Section};
use crate::{
    address::at,
    api::load_devices,
    components::{Field, FormFault, Icon, present_problem},
    first::{account, refused},
    forms::{self, Form},
    i18n::*,
    pages::loaded::loaded,
};

/// Every session of whoever looks.
#[component]
pub(crate) fn DevicesPage() -> impl IntoView {
    let i18n = use_i18n();
    let devices = Resource::new_blocking(|| (), |()| load_devices());
    view! {
        <Section
            title=Signal::derive(move || t_string!(i18n, settings.devices).to_owned())
            text=Signal::derive(move || t_string!(i18n, settings.devices_text).to_owned())
        >
            <Done says=|i18n, done, n| match done {
                "revoked" => Some(t_string!(i18n, settings.revoked).to_owned()),
                "others" => {
                    let n: u32 = n.parse().ok()?;
                    Some(t_string!(i18n, settings.others_done, n).to_string())
                }
                _ => None,
            } />
            <Suspense>
                {move || Suspend::new(async move {
                    match loaded(devices).await {
                        Ok(devices) => view! { <Devices devices /> }.into_any(),
                        Err(_) => view! { <p role="alert">{t!(i18n, settings.failed)}</p> }.into_any(),
                    }
                })}
            </Suspense>
        </Section>
    }
}

#[component]
fn Devices(devices: Vec<Device>) -> impl IntoView {
    let i18n = use_i18n();
    let is_alone = devices.len() < 2;
    let has_password = account().handle.is_some();
    let rows = devices
        .into_iter()
        .map(|device| view! { <DeviceRow device /> });
    view! {
        <div class="panel">
            <ul>{rows.collect_view()}</ul>
            {match (is_alone, has_password) {
                (true, _) => view! {
                    <p class="panel__foot">{t!(i18n, settings.no_others)}</p>
                }
                .into_any(),
                (false, true) => view! { <Others /> }.into_any(),
                (false, false) => ().into_any(),
            }}
        </div>
    }
}

#[component]
fn DeviceRow(device: Device) -> impl IntoView {
    let i18n = use_i18n();
    let icon = match device.kind {
        DeviceKind::Computer => "monitor",
        DeviceKind::Phone => "smartphone",
    };
    let (is_this, is_new, id) = (device.is_this, device.is_new, device.id);
    let name = {
        let device = device.clone();
        move || label(i18n, &device)
    };
    let spoken = name.clone();
    view! {
        <li class="device">
            <span class="device__tile">
                <Icon name=icon size=18 />
            </span>
            <div class="device__what">
                <p class="device__name">
                    <span>{name}</span>
                    {is_this.then(|| view! {
                        <span class="tag tag--tea">{t!(i18n, settings.this)}</span>
                    })}
                    {(is_new && !is_this).then(|| view! {
                        <span class="tag tag--oolong">{t!(i18n, settings.new)}</span>
                    })}
                </p>
                <p class="device__seen num">
                    {move || seen(i18n, &device)}
                    {(is_new && !is_this).then(|| view! {
                        " · " <span class="device__advice">{t!(i18n, settings.not_you)}</span>
                    })}
                </p>
            </div>
            {(!is_this).then(|| view! {
                <form method="post" action=at(forms::revoke(id))>
                    <button
                        class="button button--plain"
                        type="submit"
                        aria-label=move || t_string!(i18n, settings.revoke_one, device = spoken()).to_string()
                    >
                        {t!(i18n, settings.revoke)}
                    </button>
                </form>
            })}
        </li>
    }
}

fn label(i18n: I18nContext<Locale>, device: &Device) -> String {
    let browser = device.browser.clone();
    let browser = browser.unwrap_or_else(|| t_string!(i18n, settings.some_browser).to_owned());
    let system = device.system.clone();
    let system = system.unwrap_or_else(|| t_string!(i18n, settings.some_system).to_owned());
    t_string!(i18n, settings.on, browser, system).to_string()
}

fn seen(i18n: I18nContext<Locale>, device: &Device) -> String {
    let (minute, hour, day) = (60, 3_600, 86_400);
    match device.seen_ago_s {
        _ if device.is_here || device.is_this => t_string!(i18n, settings.here).to_owned(),
        s if s < minute => t_string!(i18n, settings.just_now).to_owned(),
        s if s < hour => t_string!(i18n, settings.minutes, n = s / minute).to_string(),
        s if s < 2 * day => t_string!(i18n, settings.hours, n = s / hour).to_string(),
        s => t_string!(i18n, settings.days_ago, n = s / day).to_string(),
    }
}

/// Ends all the others at once, for which one gives the password.
#[component]
fn Others() -> impl IntoView {
    let i18n = use_i18n();
    let back = refused(Form::Others);
    let problem = back
        .as_ref()
        .and_then(|back| back.problem_of(About::Password));
    view! {
        <form class="panel__foot panel__foot--form" method="post" action=at(forms::DEVICES)>
            <Field
                name="present"
                kind="password"
                label=move || t!(i18n, settings.present)
                hint=move || t!(i18n, settings.others_text)
                problem=RwSignal::new(problem)
                says=present_problem
                max=PASSWORD_CHARS
                autocomplete="current-password"
            />
            <FormFault back />
            <button class="button button--plain button--warning" type="submit">
                {t!(i18n, settings.others)}
            </button>
        </form>
    }
}
