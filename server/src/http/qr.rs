//! QR codes, as paths of an SVG. Drawn here, so that no picture is fetched and no script runs.

use std::fmt::Write;

use app::backend::Drawing;
use qrcode::{Color, EcLevel, QrCode};

/// Light squares on each side, without which a camera does not find the code.
const QUIET: usize = 4;

/// The code of a text; none for one that is too long for any.
pub(super) fn drawing(text: &str) -> Option<Drawing> {
    let code = QrCode::with_error_correction_level(text, EcLevel::H).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        for (x, length) in runs(row) {
            let (x, y) = (x.saturating_add(QUIET), y.saturating_add(QUIET));
            // Writing to a string cannot fail.
            let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
        }
    }
    let side = width.saturating_add(QUIET.saturating_mul(2));
    Some(Drawing { side, path })
}

/// Where dark squares begin that lie beside each other, and how many they are.
fn runs(row: &[Color]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, c)| **c == Color::Dark) {
        match runs.last_mut() {
            Some((start, length)) if start.saturating_add(*length) == x => {
                *length = length.saturating_add(1);
            }
            _ => runs.push((x, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark squares of a path, as the code has them.
    fn squares(drawing: &Drawing) -> Vec<(usize, usize)> {
        let runs = drawing.path.split('M').skip(1);
        let mut squares: Vec<_> = runs
            .flat_map(|run| {
                let (x, rest) = run.split_once(' ').unwrap();
                let (y, rest) = rest.split_once('h').unwrap();
                let (length, _) = rest.split_once('v').unwrap();
                let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
                (0..length.parse().unwrap()).map(move |n| (y, x + n))
            })
            .collect();
        squares.sort_unstable();
        squares
    }

    #[test]
    fn the_path_has_every_dark_square_of_the_code_inside_a_quiet_zone() {
        let text = "https://chat.example/i/0123456789abcdef0123456789abcdef";
        let drawing = drawing(text).unwrap();
        let code = QrCode::with_error_correction_level(text, EcLevel::H).unwrap();
        let width = code.width();
        assert_eq!(drawing.side, width + 8);
        let dark = code.to_colors().into_iter().enumerate();
        let dark = dark.filter(|(_, color)| *color == Color::Dark);
        let expected: Vec<_> = dark.map(|(n, _)| (n / width + 4, n % width + 4)).collect();
        assert_eq!(squares(&drawing), expected);
    }

    #[test]
    fn a_text_that_fits_into_no_code_has_no_drawing() {
        assert_eq!(drawing(&"x".repeat(4_000)), None);
    }
}
