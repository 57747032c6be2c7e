//! The lines that mend a proxy. They are those of the examples below `deploy/`, which the browser
//! tests run with the proxies themselves.

use super::diagnosis::Cause;

const NGINX: &str = include_str!("../../../../deploy/nginx/teahouse.conf");
const HAPROXY: &str = include_str!("../../../../deploy/haproxy/teahouse.cfg");
const CADDY: &str = include_str!("../../../../deploy/Caddyfile");

/// A proxy that there are lines for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proxy {
    Nginx,
    Haproxy,
    Caddy,
}

impl Proxy {
    pub(super) const ALL: [Self; 3] = [Self::Nginx, Self::Haproxy, Self::Caddy];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Haproxy => "HAProxy",
            Self::Caddy => "Caddy",
        }
    }

    /// Whether it does this by itself, so that its lines are only to be compared.
    pub(super) fn does(self, cause: Cause) -> bool {
        self != Self::Nginx && is_mended(cause)
    }
}

/// Whether there are lines that help.
pub(super) const fn is_mended(cause: Cause) -> bool {
    matches!(cause, Cause::Host | Cause::Upgrade(_) | Cause::Buffered)
}

/// What a proxy's file has to say, where that helps; `house` is the path of the front page.
pub(super) fn of(cause: Cause, proxy: Proxy, house: &str) -> Option<String> {
    let lines = match (cause, proxy) {
        _ if !is_mended(cause) => return None,
        (Cause::Upgrade(_), Proxy::Nginx) => {
            let map = block(NGINX, "map $http_upgrade");
            let headers = picked(
                NGINX,
                &[
                    "proxy_http_version",
                    "proxy_set_header Upgrade",
                    "proxy_set_header Connection",
                ],
            );
            format!("# http {{\n{map}\n\n# location {house} {{\n{headers}")
        }
        (Cause::Host, Proxy::Nginx) => {
            let header = picked(NGINX, &["proxy_set_header Host"]);
            format!("# location {house} {{\n{header}")
        }
        (_, Proxy::Nginx) => {
            let ignored = "proxy_ignore_headers X-Accel-Buffering;";
            format!("# location {house} {{, without {ignored}\nproxy_buffering off;")
        }
        (_, Proxy::Haproxy) => picked(HAPROXY, &["timeout tunnel", "server teahouse"]),
        (_, Proxy::Caddy) => picked(CADDY, &["reverse_proxy"]),
    };
    Some(lines)
}

/// The lines that begin with one of these, in their order.
fn picked(file: &str, starts: &[&str]) -> String {
    let lines = file.lines().map(str::trim);
    let found: Vec<_> = lines
        .filter(|line| starts.iter().any(|start| line.starts_with(start)))
        .collect();
    found.join("\n")
}

/// The block that begins with this, to its brace.
fn block(file: &str, start: &str) -> String {
    let lines = file.lines().map(str::trim_end);
    let mut lines = lines.skip_while(|line| !line.trim_start().starts_with(start));
    let Some(first) = lines.next() else {
        return String::new();
    };
    let indent = first.len().saturating_sub(first.trim_start().len());
    let mut found = vec![first.trim_start()];
    for line in lines {
        found.push(line.get(indent..).unwrap_or_default());
        if line.trim() == "}" {
            break;
        }
    }
    found.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{super::diagnosis::Lacks, *};

    const NO_UPGRADE: &str = include_str!("../../../../deploy/nginx/wrong/no-upgrade.conf");
    const BUFFERING: &str = include_str!("../../../../deploy/nginx/wrong/buffering.conf");

    const UPGRADE: Cause = Cause::Upgrade(Lacks {
        upgrade: true,
        connection: true,
        version: true,
        answered: 426,
    });

    #[test]
    fn every_proxy_has_lines_for_what_can_be_mended_and_for_nothing_else() {
        for proxy in Proxy::ALL {
            for cause in [UPGRADE, Cause::Host, Cause::Buffered] {
                let lines = of(cause, proxy, "/").unwrap();
                assert!(lines.lines().count() > 0, "{proxy:?} {cause:?}");
                assert!(lines.lines().any(|line| !line.starts_with('#')), "{lines}");
            }
            for cause in [Cause::NeverCame, Cause::Full, Cause::Cut, Cause::Origin] {
                assert_eq!(of(cause, proxy, "/"), None);
            }
        }
        let none = picked(NGINX, &["no such line"]) + &block(NGINX, "no such block");
        assert_eq!(none, "");
    }

    #[test]
    fn nginx_is_told_what_the_wrong_examples_lack() {
        let lines = of(UPGRADE, Proxy::Nginx, "/").unwrap();
        let expected = "# http {\n\
                        map $http_upgrade $connection_of_upgrade {\n    default upgrade;\n    \
                        ''      '';\n}\n\n# location / {\nproxy_http_version 1.1;\n\
                        proxy_set_header Upgrade $http_upgrade;\n\
                        proxy_set_header Connection $connection_of_upgrade;";
        assert_eq!(lines, expected);
        let is_said = |line: &str| NO_UPGRADE.lines().any(|said| said.trim() == line);
        for line in lines.lines().filter(|line| line.starts_with("proxy_")) {
            assert!(!is_said(line), "{line}");
        }
        assert!(is_said("proxy_set_header Host $http_host;"));
        let lines = of(Cause::Buffered, Proxy::Nginx, "/").unwrap();
        assert!(lines.ends_with("proxy_buffering off;"));
        let ignores = "proxy_ignore_headers X-Accel-Buffering;";
        assert!(lines.contains(ignores) && BUFFERING.contains(ignores));
    }

    #[test]
    fn a_house_below_a_path_has_a_location_of_its_own() {
        let below = include_str!("../../../../deploy/below/nginx.conf");
        let location = "location /chat/ {";
        assert!(below.lines().any(|line| line.trim() == location));
        for cause in [UPGRADE, Cause::Host, Cause::Buffered] {
            let lines = of(cause, Proxy::Nginx, "/chat/").unwrap();
            assert!(lines.contains(&format!("# {location}")), "{lines}");
            assert!(!lines.contains("location / {"), "{lines}");
        }
    }
}
