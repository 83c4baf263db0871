//! The brand as a style sheet: one accent colour in the shades that a page needs, for light and
//! dark, and the fonts.

use super::colour::{self, CONTROL, Ground, TEXT, WHITE};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Accent, Brand};
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

/// The style sheet of a brand, and what had to be changed in its colours.
pub(crate) fn sheet(brand: &Brand) -> (String, Vec<Diagnostic>) {
    let accent = brand.accent.as_ref().map_or(ACCENT, |accent| accent.colour);
    let accent_dark = brand.accent_dark.as_ref().map_or(accent, |accent| accent.colour);
    let light = Shades::new(accent, Ground::Light);
    let dark = Shades::new(accent_dark, Ground::Dark);
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

    let given = [
        ("accent", &brand.accent, &light, Ground::Light),
        ("accent_dark", &brand.accent_dark, &dark, Ground::Dark),
    ];
    let warnings = given
        .into_iter()
        .filter_map(|(key, accent, shades, ground)| changed(key, accent.as_ref()?, shades, ground));
    (sheet, warnings.collect())
}

/// An icon for the tab of the browser, without which it asks the host for one, outside of the
/// portal: the initial of the agency called `agency` on the brand's accent colour.
pub(crate) fn icon(brand: &Brand, agency: &str) -> String {
    let accent = brand.accent.as_ref().map_or(ACCENT, |accent| accent.colour);
    let Shades { solid, on_solid, .. } = Shades::new(accent, Ground::Light);
    let initial: String = agency
        .chars()
        .find(|letter| letter.is_alphanumeric())
        .map_or_else(String::new, |letter| letter.to_uppercase().collect());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">\
         <rect width=\"32\" height=\"32\" rx=\"6\" fill=\"{solid}\"/>\
         <text x=\"16\" y=\"23\" text-anchor=\"middle\" font-family=\"serif\" font-size=\"20\" \
         fill=\"{on_solid}\">{initial}</text></svg>\n"
    )
}

/// What is said when `given` could not be used as it is.
fn changed(key: &str, accent: &Accent, shades: &Shades, ground: Ground) -> Option<Diagnostic> {
    let given = accent.colour;
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
    Some(Diagnostic::warning(Code::ContrastMended, accent.place.clone(), message).help(help))
}

/// A contrast ratio for people, rounded down so that nothing looks better than it is.
fn ratio(contrast: f64) -> String {
    format!("{:.1}", (contrast * 10.0).floor() / 10.0)
}
