use super::{Amount, Date, Owner, Spanned};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `documents/documents.yaml`: titles and dates for the files in `documents/`. A file that is not
/// listed is shown under its own name.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "Keyfolio documents")]
pub struct DocumentsFile(pub Vec<DocumentEntry>);

/// One document.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentEntry {
    /// The file, relative to `documents/`.
    pub file: Spanned<String>,
    /// The title; made from the file's name unless given.
    #[serde(default, deserialize_with = "super::types::words_if_any")]
    #[schemars(length(min = 1))]
    pub title: Option<String>,
    /// The heading it stands under, in the client's words: `Contracts`.
    #[serde(default)]
    pub category: Option<String>,
    /// The day it is from.
    #[serde(default)]
    pub date: Option<Spanned<Date>>,
    /// One sentence on what it is.
    #[serde(default)]
    pub description: Option<String>,
}

/// `requests.yaml`: what the agency waits for from the client.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "Keyfolio requests")]
pub struct RequestsFile(pub Vec<RequestEntry>);

/// One request.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestEntry {
    /// Short name; made from the title unless given.
    #[serde(default)]
    pub id: Option<Spanned<String>>,
    /// What is needed.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub title: Spanned<String>,
    /// What exactly, and how to send it, in Markdown.
    #[serde(default)]
    pub description: Option<Spanned<String>>,
    /// By when.
    #[serde(default)]
    pub due: Option<Spanned<Date>>,
    /// Its state (default `open`).
    #[serde(default)]
    pub state: Option<RequestState>,
    /// Why it was rejected; must be there when `state` is `rejected`.
    #[serde(default)]
    pub reason: Option<String>,
    /// Id of the client's person it is for.
    #[serde(default)]
    pub person: Option<Spanned<String>>,
    /// Where to send it: an upload page or a form.
    #[serde(default)]
    pub url: Option<Spanned<String>>,
}

/// The state of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Waiting for the client.
    #[default]
    Open,
    /// Sent; the agency looks at it.
    Submitted,
    /// All is well.
    Accepted,
    /// Something must be sent again; `reason` says why.
    Rejected,
}

/// `checklist.yaml`: the steps of onboarding.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "Keyfolio checklist")]
pub struct ChecklistFile(pub Vec<ChecklistEntry>);

/// One step.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistEntry {
    /// What is to be done.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub title: String,
    /// How, in Markdown.
    #[serde(default)]
    pub description: Option<Spanned<String>>,
    /// Who does it: `you` (default) or `us`.
    #[serde(default)]
    pub owner: Option<Owner>,
    /// By when.
    #[serde(default)]
    pub due: Option<Spanned<Date>>,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
}

/// `money.yaml`: invoices, and the budget or retainer.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Keyfolio money")]
pub struct MoneyFile {
    /// Currency of all amounts here, as an ISO 4217 code; the client's unless given.
    #[serde(default)]
    pub currency: Option<Spanned<String>>,
    /// The budget or retainer.
    #[serde(default)]
    pub budget: Option<BudgetEntry>,
    /// The invoices.
    #[serde(default)]
    pub invoices: Vec<InvoiceEntry>,
}

/// A budget or retainer: what there was, what is used, and so what is left.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetEntry {
    /// What it is called: `Retainer, March`.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub title: String,
    /// Whether it counts `hours` or `money`.
    pub unit: BudgetUnit,
    /// What was agreed.
    pub total: Spanned<Amount>,
    /// What is used.
    pub used: Spanned<Amount>,
    /// The day this was true.
    pub as_of: Spanned<Date>,
    /// A sentence on it, in Markdown.
    #[serde(default)]
    pub note: Option<Spanned<String>>,
}

/// What a budget counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BudgetUnit {
    /// Hours of work.
    Hours,
    /// Money, in the file's currency.
    Money,
}

/// One invoice.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceEntry {
    /// Its number, as printed on it.
    #[serde(deserialize_with = "super::types::words")]
    #[schemars(length(min = 1))]
    pub number: Spanned<String>,
    /// What it is for.
    #[serde(default, deserialize_with = "super::types::words_if_any")]
    #[schemars(length(min = 1))]
    pub title: Option<String>,
    /// The day it was issued.
    pub issued: Spanned<Date>,
    /// The day it is due.
    #[serde(default)]
    pub due: Option<Spanned<Date>>,
    /// The amount to pay, taxes included.
    pub amount: Spanned<Amount>,
    /// Its state (default `open`).
    #[serde(default)]
    pub state: Option<InvoiceState>,
    /// The day it was paid.
    #[serde(default)]
    pub paid_on: Option<Spanned<Date>>,
    /// The invoice as a file, relative to the folder of `money.yaml`.
    #[serde(default)]
    pub file: Option<Spanned<String>>,
    /// Where it can be paid.
    #[serde(default)]
    pub payment_url: Option<Spanned<String>>,
}

/// The state of an invoice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// To be paid; the browser says when it is overdue.
    #[default]
    Open,
    /// Paid.
    Paid,
    /// Cancelled or refunded.
    Void,
}
