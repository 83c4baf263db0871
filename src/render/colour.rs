//! Colours that can be read: WCAG 2.2 contrast, and Oklch to move a colour as little as needed.

use crate::schema::Colour;
use palette::convert::IntoColorUnclamped;
use palette::{IntoColor, Oklch, Srgb};

/// Contrast that text needs (WCAG 2.2, 1.4.3, AA).
pub(super) const TEXT: f64 = 4.5;
/// Contrast that the parts of a control need (WCAG 2.2, 1.4.11, AA).
pub(super) const CONTROL: f64 = 3.0;

/// How far lightness is moved at a time, on Oklch's scale of 0 to 1.
const STEP: f64 = 0.005;

/// Which way from its ground a colour moves to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// A light one: the colour becomes darker.
    Light,
    /// A dark one: the colour becomes lighter.
    Dark,
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            palette::num::Powf::powf((value + 0.055) / 1.055, 2.4)
        }
    };
    let Srgb { red, green, blue, .. } = colour.0;
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Contrast ratio of two colours, as WCAG 2.2 defines it: 1 to 21.
pub(super) fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The smallest contrast of `colour` with any of `grounds`.
pub(super) fn weakest(colour: Colour, grounds: &[Colour]) -> f64 {
    grounds.iter().map(|ground| contrast(colour, *ground)).fold(21.0, f64::min)
}

/// `colour`, moved in lightness alone until its contrast with every one of `grounds` is at least
/// `least`; as it is when it has that already.
pub(super) fn mended(colour: Colour, ground: Ground, grounds: &[Colour], least: f64) -> Colour {
    if weakest(colour, grounds) >= least {
        return colour;
    }
    let start: Oklch<f64> = colour.0.into_format::<f64>().into_color();
    let (step, end) = match ground {
        Ground::Light => (-STEP, 0.0),
        Ground::Dark => (STEP, 1.0),
    };
    let mut lightness = start.l;
    while (lightness - end) * step < 0.0 {
        lightness += step;
        let moved = with(start, lightness, start.chroma);
        if weakest(moved, grounds) >= least {
            return moved;
        }
    }
    match ground {
        Ground::Light => BLACK,
        Ground::Dark => WHITE,
    }
}

/// A tint of `colour` for backgrounds: its hue, hardly any of its colour.
pub(super) fn tint(colour: Colour, ground: Ground) -> Colour {
    let start: Oklch<f64> = colour.0.into_format::<f64>().into_color();
    match ground {
        Ground::Light => with(start, 0.965, start.chroma.min(0.02)),
        Ground::Dark => with(start, 0.27, start.chroma.min(0.04)),
    }
}

/// The text colour to put on `fill`: white where it can be read, else black. One of the two
/// always has a contrast of 4.58 or more.
pub(super) fn on(fill: Colour) -> Colour {
    if contrast(WHITE, fill) >= TEXT { WHITE } else { BLACK }
}

pub(super) const WHITE: Colour = Colour(Srgb::new(255, 255, 255));
pub(super) const BLACK: Colour = Colour(Srgb::new(0, 0, 0));

/// The colour of that lightness and hue, with as much of `chroma` as sRGB can show.
fn with(start: Oklch<f64>, lightness: f64, chroma: f64) -> Colour {
    let fits = |colour: Srgb<f64>| {
        [colour.red, colour.green, colour.blue].iter().all(|c| (-1e-4..=1.0001).contains(c))
    };
    let mut chroma = chroma;
    loop {
        let shown: Srgb<f64> = Oklch::new(lightness, chroma, start.hue).into_color_unclamped();
        if fits(shown) || chroma <= 0.0 {
            return Colour(shown.into_format());
        }
        chroma = (chroma - 0.004).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn colour(text: &str) -> Colour {
        text.parse().expect("a colour")
    }

    /// Values that `WebAIM`'s contrast checker and the WCAG techniques (G18) publish.
    #[test]
    fn contrast_agrees_with_published_values() {
        let cases = [
            ("#000000", "#ffffff", 21.0),
            ("#777777", "#ffffff", 4.48),
            ("#767676", "#ffffff", 4.54),
            ("#0000ff", "#ffffff", 8.59),
            ("#ff0000", "#ffffff", 4.00),
            ("#008000", "#ffffff", 5.14),
        ];
        for (a, b, published) in cases {
            let ratio = contrast(colour(a), colour(b));
            assert!((ratio - published).abs() < 0.01, "{a} on {b}: {ratio}");
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays() {
        let green = colour("#1a7f5a");
        assert_eq!(mended(green, Ground::Light, &[WHITE], TEXT), green);
    }

    #[test]
    fn a_mended_colour_keeps_its_hue() {
        let yellow: Oklch<f64> = colour("#ffcc00").0.into_format::<f64>().into_color();
        let moved = mended(colour("#ffcc00"), Ground::Light, &[WHITE], TEXT);
        let moved: Oklch<f64> = moved.0.into_format::<f64>().into_color();
        let difference = (yellow.hue.into_degrees() - moved.hue.into_degrees()).abs();
        assert!(difference < 4.0, "{yellow:?} {moved:?}: {difference} degrees");
    }

    proptest! {
        #[test]
        fn any_colour_ends_up_readable(red: u8, green: u8, blue: u8) {
            let given = Colour(Srgb::new(red, green, blue));
            for (ground, paper) in [(Ground::Light, WHITE), (Ground::Dark, colour("#16181c"))] {
                let grounds = [paper, tint(given, ground)];
                prop_assert!(
                    weakest(mended(given, ground, &grounds, TEXT), &grounds) >= TEXT
                );
                let fill = mended(given, ground, &grounds[..1], CONTROL);
                prop_assert!(contrast(fill, paper) >= CONTROL);
                prop_assert!(contrast(on(fill), fill) >= TEXT);
            }
        }
    }
}
