//! A project and what is handed over, asked for and paid in it.

use super::{Document, FileRef, Html, Link, Named, PortalPath, Status, Update};
use crate::schema::{Amount, Date, Owner};
use serde::Serialize;

pub use crate::schema::{
    BudgetUnit, DeliverableKind, DeliverableState, InvoiceState, RequestState,
};

/// One project. A client with a single project has it in its own folder.
#[derive(Debug, Clone, Serialize)]
pub struct Project {
    /// Name of its folder; empty for the project in the client's own folder.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub path: PortalPath,
    /// What it is about.
    pub description: Option<Html>,
    /// The project is over.
    pub archived: bool,
    /// Its links.
    pub links: Vec<Link>,
    /// Where it stands.
    pub status: Option<Status>,
    /// Updates, pinned first, then the newest first, then by title.
    pub updates: Vec<Update>,
    /// Deliverables, in their order.
    pub deliverables: Vec<Deliverable>,
    /// Documents, in their order.
    pub documents: Vec<Document>,
    /// What the agency waits for from the client.
    pub requests: Vec<Request>,
    /// The steps of onboarding.
    pub checklist: Vec<ChecklistItem>,
    /// Invoices and budget.
    pub money: Option<Money>,
}

/// Something that is handed over, in versions.
#[derive(Debug, Clone, Serialize)]
pub struct Deliverable {
    /// Its title.
    pub title: String,
    /// Its page.
    pub path: PortalPath,
    /// What kind of thing it is.
    pub kind: DeliverableKind,
    /// What it is.
    pub description: Option<Html>,
    /// The milestone it belongs to (`id` and title).
    pub milestone: Option<Named>,
    /// Its state, when the agency says one: a bare file is neither a draft nor final.
    pub state: Option<DeliverableState>,
    /// The version that counts; always one of `versions`.
    pub current: Version,
    /// All versions, the newest first.
    pub versions: Vec<Version>,
    /// Approvals already given, the newest first.
    pub approvals: Vec<Approval>,
}

/// One version of a deliverable.
#[derive(Debug, Clone, Serialize)]
pub struct Version {
    /// Its short name: `v2`.
    pub id: String,
    /// The day it was handed over.
    pub date: Option<Date>,
    /// What changed.
    pub notes: Option<Html>,
    /// Its files; at least one. Of a prototype its first page comes first.
    pub files: Vec<FileRef>,
    /// What of it can be tried out.
    pub prototype: Option<Prototype>,
}

/// A version that can be tried out: a web page with its own scripts, styles and pictures.
#[derive(Debug, Clone, Serialize)]
pub struct Prototype {
    /// The page that shows it.
    pub path: PortalPath,
    /// Its own first page.
    pub start: PortalPath,
    /// What the paths of its files begin with; it reaches nothing else.
    pub folder: String,
    /// How many files it has.
    pub files: usize,
    /// Length of its files together, in bytes.
    pub size: u64,
}

/// An approval already given.
#[derive(Debug, Clone, Serialize)]
pub struct Approval {
    /// Who approved.
    pub by: Named,
    /// When.
    pub date: Date,
    /// Short name of the version.
    pub version: String,
    /// In their words.
    pub note: Option<String>,
}

/// Something that the agency waits for from the client.
#[derive(Debug, Clone, Serialize)]
pub struct Request {
    /// Short name; also its anchor on the page.
    pub id: String,
    /// What is needed.
    pub title: String,
    /// What exactly.
    pub description: Option<Html>,
    /// By when.
    pub due: Option<Date>,
    /// Its state.
    pub state: RequestState,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// Whom it is for.
    pub person: Option<Named>,
    /// Where to send it.
    pub url: Option<String>,
}

/// One step of onboarding.
#[derive(Debug, Clone, Serialize)]
pub struct ChecklistItem {
    /// What is to be done.
    pub title: String,
    /// How.
    pub description: Option<Html>,
    /// Who does it.
    pub owner: Owner,
    /// By when.
    pub due: Option<Date>,
    /// Whether it is done.
    pub done: bool,
}

/// Invoices and budget.
#[derive(Debug, Clone, Serialize)]
pub struct Money {
    /// ISO 4217 code of every amount in here.
    pub currency: String,
    /// The budget or retainer.
    pub budget: Option<Budget>,
    /// Invoices, the newest first.
    pub invoices: Vec<Invoice>,
    /// Sum of the open invoices.
    pub outstanding: Amount,
}

/// A budget or retainer.
#[derive(Debug, Clone, Serialize)]
pub struct Budget {
    /// What it is called.
    pub title: String,
    /// What it counts.
    pub unit: BudgetUnit,
    /// What was agreed.
    pub total: Amount,
    /// What is used.
    pub used: Amount,
    /// What is left; negative when more was used than agreed.
    pub left: Amount,
    /// Share used, in percent, rounded down; above 100 when overspent.
    pub percent: u32,
    /// The day this was true.
    pub as_of: Date,
    /// A sentence on it.
    pub note: Option<Html>,
}

/// One invoice.
#[derive(Debug, Clone, Serialize)]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// What it is for.
    pub title: Option<String>,
    /// The day it was issued.
    pub issued: Date,
    /// The day it is due.
    pub due: Option<Date>,
    /// The amount to pay.
    pub amount: Amount,
    /// Its state.
    pub state: InvoiceState,
    /// The day it was paid.
    pub paid_on: Option<Date>,
    /// The invoice as a file.
    pub file: Option<FileRef>,
    /// Where it can be paid.
    pub payment_url: Option<String>,
}
