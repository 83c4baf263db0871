//! Leaves out of a script what only people need: comments, space, and the comma or semicolon behind
//! the last of several. Names stay as they are.
//!
//! It knows strings, templates and regular expressions, and relies on semicolons being written, as
//! this project's formatting does; a script that lacks one is no longer a script, and tests see it.

/// `script` without comments, and with space only where two words would become one.
pub(super) fn squeeze(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    let mut space = false;
    while let Some(next) = rest.chars().next() {
        let length = token(rest, next, &out);
        let (here, after) = rest.split_at(length);
        rest = after;
        if next.is_whitespace() || is_comment(here) {
            space = true;
            continue;
        }
        let before = out.chars().next_back();
        if before == Some(',') && matches!(next, '}' | ']' | ')')
            || before == Some(';') && next == '}'
        {
            out.pop();
        } else if space && before.is_some_and(|before| needs_space(before, next)) {
            out.push(' ');
        }
        out.push_str(here);
        space = false;
    }
    out.push('\n');
    out
}

/// Length of what begins `rest` and must be looked at as a whole.
fn token(rest: &str, next: char, before: &str) -> usize {
    match next {
        '\'' | '"' => until(rest, next),
        '`' => template(rest),
        '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
        '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
        '/' if begins_expression(before) => regular_expression(rest),
        _ => next.len_utf8(),
    }
}

fn is_comment(token: &str) -> bool {
    token.starts_with("//") || token.starts_with("/*")
}

fn needs_space(before: char, next: char) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '\\');
    is_word(before) && is_word(next) || before == next && matches!(next, '+' | '-')
}

/// Whether a slash after `before` divides nothing.
fn begins_expression(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_none_or(|last| "(,=:[!&|?{};>".contains(last)) || before.ends_with("return")
}

/// Length of a text that ends with `quote`.
fn until(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Length of a template, with the templates in its places.
fn template(rest: &str) -> usize {
    let mut at = 1;
    let mut depth = 0;
    while let Some(c) = rest[at..].chars().next() {
        at += match c {
            '\\' => 2,
            '`' if depth == 0 => return at + 1,
            '`' => template(&rest[at..]),
            '\'' | '"' if depth > 0 => until(&rest[at..], c),
            '$' if rest[at..].starts_with("${") => {
                depth += 1;
                2
            }
            '}' if depth > 0 => {
                depth -= 1;
                1
            }
            c => c.len_utf8(),
        };
    }
    rest.len()
}

/// Length of a regular expression, up to its flags; a slash in brackets does not end it.
fn regular_expression(rest: &str) -> usize {
    let (mut escaped, mut bracket) = (false, false);
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => bracket = true,
            ']' => bracket = false,
            '/' if !bracket => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::squeeze;

    #[test]
    fn comments_and_space_go_and_words_stay_apart() {
        let script = "/** Why. */\nexport const a = 1; // because\n\nasync function* f(b) {\n  return b - -a + /* x */ 1;\n}\n";
        assert_eq!(squeeze(script), "export const a=1;async function*f(b){return b- -a+1}\n");
    }

    #[test]
    fn texts_stay_as_they_are() {
        for text in [
            r"'a  // b\' c'",
            r#""it's /* one */  text""#,
            r"`a  ${b('}', `${ c }  //`)}  d\``",
            r"/a [/'] \/  b/gu",
        ] {
            assert_eq!(squeeze(&format!("x = {text} ;")), format!("x={text};\n"));
        }
    }

    #[test]
    fn the_last_of_several_ends_with_its_bracket() {
        let script = "f(\n  a,\n  [b, c,],\n);\nfor (;;) { g({ a, }); }\n";
        assert_eq!(squeeze(script), "f(a,[b,c]);for(;;){g({a})}\n");
    }

    #[test]
    fn a_slash_after_a_value_divides() {
        assert_eq!(squeeze("a = b / 2; c = (d) / 2; // e"), "a=b/2;c=(d)/2;\n");
    }
}
