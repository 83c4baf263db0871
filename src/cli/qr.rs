//! QR codes on a terminal.

use super::Failure;
use anstyle::{AnsiColor, Color, Style};
use fast_qr::{ECL, QRBuilder};
use std::fmt::Write;

/// Light modules around the code, on each side, as the standard wants them.
const QUIET: usize = 4;
/// Dark on light, whatever the terminal's own colours: not every reader takes the reverse.
const INK: Style = Style::new()
    .fg_color(Some(Color::Ansi(AnsiColor::Black)))
    .bg_color(Some(Color::Ansi(AnsiColor::BrightWhite)));

/// Draws `text` as a QR code (ISO/IEC 18004, the lowest error correction: a screen has no scratches),
/// two modules a character, one above the other.
///
/// # Errors
/// When the text is too long for a QR code.
pub(super) fn draw(text: &str) -> Result<String, Failure> {
    let code = QRBuilder::new(text).ecl(ECL::L).build().map_err(|_| {
        Failure::new("this link is too long for a QR code").help("use a shorter `base_url`")
    })?;
    let size = code.size + 2 * QUIET;
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < code.size);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| code[y][x].value())
    };
    let mut drawn = String::new();
    for y in (0..size).step_by(2) {
        let line: String = (0..size)
            .map(|x| match (dark(x, y), dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            })
            .collect();
        // Writing to a `String` cannot fail.
        let _ = writeln!(drawn, "{INK}{line}{INK:#}");
    }
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_has_its_place() {
        let text = "https://clients.example.com/n5wsv4tskogigcazlhq7kmfg6hyg3gky/index.html#a";
        let code = QRBuilder::new(text).ecl(ECL::L).build().unwrap();
        let drawn = anstream::adapter::strip_str(&draw(text).unwrap()).to_string();
        let lines: Vec<Vec<char>> = drawn.lines().map(|line| line.chars().collect()).collect();
        let dark = |x: usize, y: usize| match lines[y / 2][x] {
            '█' => true,
            '▀' => y.is_multiple_of(2),
            '▄' => !y.is_multiple_of(2),
            _ => false,
        };
        let size = code.size + 2 * QUIET;
        assert_eq!((lines.len(), lines[0].len()), (size.div_ceil(2), size));
        for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
            let quiet = [x, y].iter().any(|at| *at < QUIET || *at >= code.size + QUIET);
            assert_eq!(dark(x, y), !quiet && code[y - QUIET][x - QUIET].value(), "{x} {y}");
        }
    }

    #[test]
    fn what_is_too_long_is_refused() {
        assert!(draw(&"a".repeat(3000)).is_err());
    }
}
