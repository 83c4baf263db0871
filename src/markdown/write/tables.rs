//! Tables.

use super::super::plain;
use super::Writer;
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use std::fmt::Write as _;

impl Writer<'_, '_, '_> {
    /// A table wider than the page scrolls inside its wrapper, which the keyboard can reach and
    /// which the cells of the table's head give a name.
    pub(super) fn table(&mut self, alignments: &[Alignment], at: usize) {
        self.newline();
        alignments.clone_into(&mut self.alignments);
        if !self.faithful {
            self.out.push_str("<div class=\"table-wrap\" tabindex=\"0\" role=\"group\"");
            let label = self.head_label(at);
            if !label.is_empty() {
                self.attribute("aria-label", &label);
            }
            self.out.push_str(">\n");
        }
        self.out.push_str("<table>\n");
    }

    /// The texts of the head's cells.
    fn head_label(&self, at: usize) -> String {
        let head = &self.events[at..];
        let end = head
            .iter()
            .position(|(event, _)| matches!(event, Event::End(TagEnd::TableHead)))
            .unwrap_or(head.len());
        let cells: Vec<String> = head[..end]
            .split(|(event, _)| matches!(event, Event::Start(Tag::TableCell)))
            .map(plain::text)
            .filter(|text| !text.is_empty())
            .collect();
        cells.join(", ")
    }

    pub(super) fn end_table(&mut self) {
        // A table without rows has no body.
        let body = "<tbody>\n";
        if self.out.ends_with(body) {
            self.out.truncate(self.out.len() - body.len());
        } else {
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str(if self.faithful { "</table>\n" } else { "</table>\n</div>\n" });
    }

    /// An empty cell in the head, above a column of names, heads nothing: it is a plain cell.
    pub(super) fn table_cell(&mut self, at: usize) {
        let next = self.events.get(at + 1).map(|(event, _)| event);
        let empty = !self.faithful && matches!(next, Some(Event::End(TagEnd::TableCell)));
        self.cell_tag = if self.in_head && !empty { "th" } else { "td" };
        self.out.push('<');
        self.out.push_str(self.cell_tag);
        if self.cell_tag == "th" && !self.faithful {
            self.out.push_str(" scope=\"col\"");
        }
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => "align-left",
            Some(Alignment::Center) => "align-center",
            Some(Alignment::Right) => "align-right",
            _ => "",
        };
        if !class.is_empty() && !self.faithful {
            self.attribute("class", class);
        }
        self.out.push('>');
        self.cell += 1;
    }

    pub(super) fn end_table_cell(&mut self) {
        let _ = writeln!(self.out, "</{}>", self.cell_tag);
    }
}
