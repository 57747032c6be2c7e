//! One picture: two axes, and what lies between them, as the text of an SVG.

use std::fmt::{self, Write};

use crate::scale::{Scale, count};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
/// What the axes leave free around them.
const LEFT: f64 = 112.0;
const RIGHT: f64 = 40.0;
const TOP: f64 = 84.0;
const BOTTOM: f64 = 66.0;
/// Where the title and the names of the series begin.
const EDGE: f64 = 24.0;
/// From one line of text to the next.
const LINE: f64 = 16.0;

/// Colours that are told apart by people who see few, in light and in dark; and what is drawn of
/// each differs in shape as well.
const STYLE: &str = "\
svg{--paper:#fff;--ink:#1b1f24;--soft:#57606a;--rule:#d8dee4;\
--c0:#0b62c4;--c1:#b35900;--c2:#7a3ea8;--c3:#a8324a;--c4:#00705c}\
@media(prefers-color-scheme:dark){svg{--paper:#15191f;--ink:#e8ebef;--soft:#a3adb8;--rule:#323a44;\
--c0:#6cb2ff;--c1:#ffab5c;--c2:#cf9bff;--c3:#ff8fa3;--c4:#4fd6ba}}\
text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:var(--soft)}\
.title{font-size:17px;font-weight:600;fill:var(--ink)}.value{fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:4px}\
.paper{fill:var(--paper)}.rule{stroke:var(--rule)}.axis{stroke:var(--soft)}\
.line{fill:none;stroke-width:2}.mark{stroke:var(--paper);stroke-width:1.5}\
.s0{--c:var(--c0)}.s1{--c:var(--c1)}.s2{--c:var(--c2)}.s3{--c:var(--c3)}.s4{--c:var(--c4)}\
.line{stroke:var(--c)}.mark{fill:var(--c)}";

/// An axis: what it says, with the unit, and how.
#[derive(Debug)]
pub struct Axis {
    pub label: &'static str,
    pub scale: Scale,
}

/// What was measured at one place, with what is written beside it.
#[derive(Debug)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    pub said: Option<String>,
}

/// Points that belong together.
#[derive(Debug)]
pub struct Series {
    pub name: String,
    pub points: Vec<Point>,
    /// Whether a line leads from one to the next.
    pub is_line: bool,
}

/// A picture.
#[derive(Debug)]
pub struct Chart {
    pub title: &'static str,
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<Series>,
}

impl Chart {
    /// The whole text of the picture.
    pub fn svg(&self) -> String {
        let mut svg = String::new();
        // Writing to a string does not fail.
        let _ = self.write(&mut svg);
        svg
    }

    fn write(&self, svg: &mut String) -> fmt::Result {
        let title = escaped(self.title);
        writeln!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{title}">"#
        )?;
        writeln!(svg, "<title>{title}</title>\n<style>{STYLE}</style>")?;
        writeln!(
            svg,
            r#"<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="8"/>"#
        )?;
        text(svg, "title", (EDGE, 32.0), "start", self.title)?;
        self.legend(svg)?;
        self.axes(svg)?;
        for (n, series) in self.series.iter().enumerate() {
            self.series(svg, n, series)?;
        }
        writeln!(svg, "</svg>")
    }

    /// The names of the series with their marks, from left to right.
    fn legend(&self, svg: &mut String) -> fmt::Result {
        let mut x = EDGE;
        for (n, series) in self.series.iter().enumerate() {
            mark(svg, n, (x + 6.0, 55.0))?;
            text(svg, "value", (x + 17.0, 59.5), "start", &series.name)?;
            x += width(series);
        }
        Ok(())
    }

    fn axes(&self, svg: &mut String) -> fmt::Result {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        for (value, said) in self.y.scale.marks() {
            let y = self.place(0.0, value).1;
            line(svg, "rule", (LEFT, y), (right, y))?;
            text(svg, "", (LEFT - 10.0, y + 4.5), "end", &said)?;
        }
        for (value, said) in self.x.scale.marks() {
            let x = self.place(value, 0.0).0;
            line(svg, "axis", (x, bottom), (x, bottom + 5.0))?;
            let lines = said.lines().enumerate();
            for (n, said) in lines {
                let y = bottom + 20.0 + LINE * count(n);
                text(svg, "", (x, y), "middle", said)?;
            }
        }
        line(svg, "axis", (LEFT, bottom), (right, bottom))?;
        let middle = f64::midpoint(LEFT, right);
        text(svg, "", (middle, HEIGHT - 12.0), "middle", self.x.label)?;
        let (x, y) = (20.0, f64::midpoint(TOP, bottom));
        writeln!(
            svg,
            r#"<text transform="translate({x} {y}) rotate(-90)" text-anchor="middle">{}</text>"#,
            escaped(self.y.label)
        )
    }

    fn series(&self, svg: &mut String, n: usize, series: &Series) -> fmt::Result {
        let places: Vec<_> = series
            .points
            .iter()
            .map(|point| self.place(point.x, point.y))
            .collect();
        if series.is_line {
            let points: Vec<_> = places
                .iter()
                .map(|(x, y)| format!("{x:.1},{y:.1}"))
                .collect();
            let points = points.join(" ");
            writeln!(svg, r#"<polyline class="line s{n}" points="{points}"/>"#)?;
        }
        for (place, point) in places.iter().zip(&series.points) {
            mark(svg, n, *place)?;
            if let Some(said) = &point.said {
                // At the right edge there is no room to the right.
                let anchor = match place.0 {
                    right if right > WIDTH - RIGHT - 40.0 => "end",
                    left if left < LEFT + 40.0 => "start",
                    _ => "middle",
                };
                text(svg, "value", (place.0, place.1 - 11.0), anchor, said)?;
            }
        }
        Ok(())
    }

    /// Where a point is on the picture; up is more.
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let (width, height) = (WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
        let x = LEFT + width * self.x.scale.at(x);
        (x, TOP + height * (1.0 - self.y.scale.at(y)))
    }
}

/// What a name takes with its mark and the space behind it; letters are narrower, mostly.
fn width(series: &Series) -> f64 {
    36.0 + 7.0 * count(series.name.chars().count())
}

/// A mark whose shape says which series it belongs to.
fn mark(svg: &mut String, n: usize, (x, y): (f64, f64)) -> fmt::Result {
    let around = |points: &[(f64, f64)]| {
        let places = points.iter();
        let places = places.map(|(right, down)| format!("{:.1},{:.1}", x + right, y + down));
        places.collect::<Vec<_>>().join(" ")
    };
    let points = match n % 5 {
        0 => {
            return writeln!(
                svg,
                r#"<circle class="mark s{n}" cx="{x:.1}" cy="{y:.1}" r="5.5"/>"#
            );
        }
        1 => around(&[(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)]),
        2 => around(&[(0.0, -6.5), (6.5, 5.0), (-6.5, 5.0)]),
        3 => around(&[(0.0, -7.0), (7.0, 0.0), (0.0, 7.0), (-7.0, 0.0)]),
        _ => around(&[(-6.5, -5.0), (6.5, -5.0), (0.0, 6.5)]),
    };
    writeln!(svg, r#"<polygon class="mark s{n}" points="{points}"/>"#)
}

fn line(svg: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) -> fmt::Result {
    let ((x1, y1), (x2, y2)) = (from, to);
    writeln!(
        svg,
        r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#
    )
}

fn text(svg: &mut String, class: &str, at: (f64, f64), anchor: &str, said: &str) -> fmt::Result {
    let ((x, y), said) = (at, escaped(said));
    writeln!(
        svg,
        r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{said}</text>"#
    )
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Chart {
        /// Whether the words above the axes leave nobody guessing how they end.
        pub fn is_wide_enough(&self) -> bool {
            let names: f64 = self.series.iter().map(width).sum();
            let title = 9.6 * count(self.title.chars().count());
            EDGE + names.max(title) <= WIDTH
        }
    }

    fn chart() -> Chart {
        let point = |x, y| Point {
            x,
            y,
            said: Some("a < b".to_owned()),
        };
        Chart {
            title: "This & that",
            x: Axis {
                label: "clients",
                scale: Scale::Log(100.0, 10_000.0),
            },
            y: Axis {
                label: "MiB",
                scale: Scale::Linear(10.0),
            },
            series: vec![Series {
                name: "one".to_owned(),
                points: vec![
                    point(100.0, 0.0),
                    point(1_000.0, 5.0),
                    point(10_000.0, 10.0),
                ],
                is_line: true,
            }],
        }
    }

    #[test]
    fn points_lie_where_their_scales_say() {
        let svg = chart().svg();
        let (left, bottom, right) = (LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT);
        let (x, y) = (f64::midpoint(left, right), f64::midpoint(TOP, bottom));
        let points = format!("{left:.1},{bottom:.1} {x:.1},{y:.1} {right:.1},{TOP:.1}");
        assert!(svg.contains(&points), "{svg}");
    }

    #[test]
    fn words_are_text_and_axes_have_units() {
        let svg = chart().svg();
        assert!(svg.contains("This &amp; that") && svg.contains("a &lt; b"));
        for said in [">clients<", ">MiB<", ">10,000<", ">one<"] {
            assert!(svg.contains(said), "{said}");
        }
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        assert_eq!(svg.matches("<svg ").count(), svg.matches("</svg>").count());
        assert!(svg.contains("prefers-color-scheme:dark"));
    }
}
