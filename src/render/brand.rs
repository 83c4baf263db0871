//! The brand as a style sheet: one accent colour in the shades that a page needs, for light and
//! dark, and the fonts.

use super::client_file;
use super::colour::{self, CONTROL, Ground, TEXT, WHITE};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::{Agency, Client};
use crate::schema::Colour;
use palette::Srgb;
use std::fmt::Write;

/// The ground of pages in light mode. Themes keep to it, or the contrast is not what is promised.
const LIGHT: Colour = WHITE;
/// The ground of pages in dark mode.
const DARK: Colour = Colour(Srgb::new(0x16, 0x18, 0x1c));
/// The accent of an agency that gives none.
const ACCENT: Colour = Colour(Srgb::new(0x2b, 0x5c, 0x8a));

/// The shades of one accent colour on one ground.
struct Shades {
    /// Text and links.
    text: Colour,
    /// What buttons are filled with.
    solid: Colour,
    /// Text on `solid`.
    on_solid: Colour,
    /// A background.
    soft: Colour,
}

impl Shades {
    fn new(accent: Colour, ground: Ground) -> Self {
        let soft = colour::tint(accent, ground);
        let paper = paper(ground);
        let solid = colour::mended(accent, ground, &[paper], CONTROL);
        Self {
            text: colour::mended(accent, ground, &[paper, soft], TEXT),
            solid,
            on_solid: colour::on(solid),
            soft,
        }
    }

    fn write(&self, out: &mut String, indent: &str) {
        for (name, colour) in [
            ("--accent", self.text),
            ("--accent-solid", self.solid),
            ("--on-accent", self.on_solid),
            ("--accent-soft", self.soft),
        ] {
            let _ = writeln!(out, "{indent}{name}: {colour};"); // a String takes everything
        }
    }
}

fn paper(ground: Ground) -> Colour {
    match ground {
        Ground::Light => LIGHT,
        Ground::Dark => DARK,
    }
}

/// The style sheet of the client's brand, and what had to be changed in its colours.
pub(super) fn sheet(client: &Client, agency: &Agency) -> (String, Vec<Diagnostic>) {
    let brand = &client.brand;
    let accent = brand.accent.unwrap_or(ACCENT);
    let light = Shades::new(accent, Ground::Light);
    let dark = Shades::new(brand.accent_dark.unwrap_or(accent), Ground::Dark);
    let mut sheet = String::from(":root {\n");
    light.write(&mut sheet, "  ");
    for (name, font) in [("--font-body", &brand.font), ("--font-heading", &brand.heading_font)] {
        if let Some(font) = font {
            let _ = writeln!(sheet, "  {name}: {font};");
        }
    }
    sheet.push_str("}\n@media (prefers-color-scheme: dark) {\n  :root {\n");
    dark.write(&mut sheet, "    ");
    sheet.push_str("  }\n}\n");

    let own = |given: Option<Colour>, agencys: Option<Colour>| {
        Place::file(if given == agencys { "keyfolio.yaml".into() } else { client_file(client) })
    };
    let mut warnings = Vec::new();
    if let Some(given) = brand.accent {
        let place = own(brand.accent, agency.brand.accent);
        warnings.extend(changed("accent", given, &light, Ground::Light, place));
    }
    if let Some(given) = brand.accent_dark {
        let place = own(brand.accent_dark, agency.brand.accent_dark);
        warnings.extend(changed("accent_dark", given, &dark, Ground::Dark, place));
    }
    (sheet, warnings)
}

/// What is said when `given` could not be used as it is.
fn changed(
    key: &str,
    given: Colour,
    shades: &Shades,
    ground: Ground,
    place: Place,
) -> Option<Diagnostic> {
    if shades.text == given {
        return None;
    }
    let paper = paper(ground);
    let grounds = [paper, shades.soft];
    let mut message = format!(
        "the colour `{given}` has a contrast of {} with the page `{paper}` and its tint `{}`, \
         and text needs {TEXT}: links are `{}` ({})",
        ratio(colour::weakest(given, &grounds)),
        shades.soft,
        shades.text,
        ratio(colour::weakest(shades.text, &grounds)),
    );
    if shades.solid != given {
        let _ = write!(
            message,
            ", buttons `{}` ({}; {CONTROL} is needed)",
            shades.solid,
            ratio(colour::contrast(shades.solid, paper)),
        );
    }
    let help = format!("set `brand.{key}` to `\"{}\"`, or leave it so", shades.text);
    Some(Diagnostic::warning(Code::ContrastMended, place, message).help(help))
}

/// A contrast ratio for people, rounded down so that nothing looks better than it is.
fn ratio(contrast: f64) -> String {
    format!("{:.1}", (contrast * 10.0).floor() / 10.0)
}
