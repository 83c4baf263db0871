//! Documents, requests, the checklist and money.

use super::folder::{join, name};
use super::names::{slug, stem, title};
use super::scope::Scope;
use super::values::{OTHER_ID, TAKE_OUT};
use crate::diagnostics::{Code, Source};
use crate::model::{
    Budget, BudgetUnit, ChecklistItem, Document, Invoice, InvoiceState, Money, Request,
    RequestState,
};
use crate::schema::{
    Amount, BudgetEntry, ChecklistFile, DocumentEntry, DocumentsFile, InvoiceEntry, MoneyFile,
    Owner, RequestEntry, RequestsFile,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Documents in the folder `base`: those that are listed, as listed, then the others by name.
pub(super) fn documents(scope: &mut Scope<'_>, base: &str) -> Vec<Document> {
    let top = join(base, "documents");
    let sidecar = join(&top, "documents.yaml");
    let mut documents = Vec::new();
    if let Some((text, DocumentsFile(entries))) = scope.yaml(&sidecar) {
        let source = text.source();
        let files = entries.iter().map(|entry| (entry.file.as_str(), entry.file.span.clone()));
        scope.checks(source).distinct("document", files, TAKE_OUT);
        documents
            .extend(entries.into_iter().filter_map(|entry| document(scope, source, &top, entry)));
    }
    let others: Vec<String> =
        scope.folder.files_below(&top).filter(|key| **key != sidecar).map(str::to_owned).collect();
    for key in others {
        let Some(file) = scope.files.take(scope.folder, &key, &scope.root, scope.diagnostics)
        else {
            continue;
        };
        if documents.iter().all(|document: &Document| document.file.path != file.path) {
            let title = title(stem(name(&key)));
            documents.push(Document { title, category: None, date: None, description: None, file });
        }
    }
    documents
}

fn document(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    top: &str,
    entry: DocumentEntry,
) -> Option<Document> {
    let file = scope.named_file(source, top, &entry.file)?;
    Some(Document {
        title: entry.title.unwrap_or_else(|| title(stem(&file.name))),
        category: entry.category,
        date: entry.date.map(|date| date.value),
        description: entry.description,
        file,
    })
}

/// `requests.yaml` in the folder `base`.
pub(super) fn requests(scope: &mut Scope<'_>, base: &str) -> Vec<Request> {
    let Some((text, RequestsFile(entries))) = scope.yaml(&join(base, "requests.yaml")) else {
        return Vec::new();
    };
    let source = text.source();
    let ids: Vec<String> = entries.iter().map(request_id).collect();
    let spans = entries.iter().map(|entry| match &entry.id {
        Some(id) => id.span.clone(),
        None => entry.title.span.clone(),
    });
    scope.checks(source).distinct("request", ids.iter().map(String::as_str).zip(spans), OTHER_ID);
    // All requests of a client stand on one page, so the ids of a project's carry its name.
    let anchor = |id: String| match name(base) {
        "" => id,
        // An id has no dot, so that no two pairs give the same.
        project => format!("{}.{id}", slug(project)),
    };
    let ids = ids.into_iter().map(anchor);
    entries.iter().zip(ids).map(|(entry, id)| request(scope, source, entry, id, base)).collect()
}

fn request_id(entry: &RequestEntry) -> String {
    entry.id.as_ref().map_or_else(|| slug(&entry.title), |id| id.value.clone())
}

fn request(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    entry: &RequestEntry,
    id: String,
    base: &str,
) -> Request {
    let mut checks = scope.checks(source);
    if let Some(id) = &entry.id {
        checks.id(id);
    }
    let state = entry.state.unwrap_or_default();
    if state == RequestState::Rejected && entry.reason.is_none() {
        let message = format!("`{}` is rejected, but there is no reason", entry.title.value);
        let help = "add a line `reason: …`, so that the client knows what to do".to_owned();
        checks.error(Code::MissingKey, &entry.title.span, message, help);
    }
    Request {
        id,
        title: entry.title.value.clone(),
        url: entry.url.as_ref().map(|url| checks.url(url)),
        description: scope.prose(source, entry.description.as_ref(), base),
        due: entry.due.as_ref().map(|date| date.value),
        state,
        reason: entry.reason.clone(),
        person: scope.person(source, entry.person.as_ref()),
    }
}

/// `checklist.yaml` in the folder `base`.
pub(super) fn checklist(scope: &mut Scope<'_>, base: &str) -> Vec<ChecklistItem> {
    let Some((text, ChecklistFile(entries))) = scope.yaml(&join(base, "checklist.yaml")) else {
        return Vec::new();
    };
    let item = |entry: crate::schema::ChecklistEntry| ChecklistItem {
        title: entry.title,
        description: scope.prose(text.source(), entry.description.as_ref(), base),
        owner: entry.owner.unwrap_or(Owner::You),
        due: entry.due.map(|date| date.value),
        done: entry.done,
    };
    entries.into_iter().map(item).collect()
}

/// `money.yaml` in the folder `base`; amounts that name no currency are in `currency`.
pub(super) fn money(scope: &mut Scope<'_>, base: &str, currency: &str) -> Option<Money> {
    let (text, file): (_, MoneyFile) = scope.yaml(&join(base, "money.yaml"))?;
    let source = text.source();
    let mut checks = scope.checks(source);
    let currency = file.currency.map_or_else(|| currency.to_owned(), |code| checks.currency(&code));
    checks.distinct(
        "invoice",
        file.invoices.iter().map(|i| (i.number.as_str(), i.number.span.clone())),
        "mend one of the two numbers",
    );
    let mut invoices: Vec<Invoice> =
        file.invoices.iter().map(|entry| invoice(scope, source, entry, base, &currency)).collect();
    invoices.sort_by(|a, b| b.issued.cmp(&a.issued).then_with(|| b.number.cmp(&a.number)));
    let open = invoices.iter().filter(|invoice| invoice.state == InvoiceState::Open);
    let outstanding = Amount(open.map(|invoice| invoice.amount.0).sum());
    let budget = file.budget.map(|entry| budget(scope, source, entry, base, &currency));
    Some(Money { currency, budget, invoices, outstanding })
}

fn invoice(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    entry: &InvoiceEntry,
    base: &str,
    currency: &str,
) -> Invoice {
    let mut checks = scope.checks(source);
    checks.decimals(&entry.amount, currency);
    checks.order(("issued", Some(&entry.issued)), ("due", entry.due.as_ref()));
    checks.order(("issued", Some(&entry.issued)), ("paid_on", entry.paid_on.as_ref()));
    let state = entry.state.unwrap_or(if entry.paid_on.is_some() {
        InvoiceState::Paid
    } else {
        InvoiceState::Open
    });
    let payment_url = entry.payment_url.as_ref().map(|url| checks.url(url));
    Invoice {
        number: entry.number.value.clone(),
        title: entry.title.clone(),
        issued: entry.issued.value,
        due: entry.due.as_ref().map(|date| date.value),
        amount: entry.amount.value,
        state,
        paid_on: entry.paid_on.as_ref().map(|date| date.value),
        file: entry.file.as_ref().and_then(|file| scope.named_file(source, base, file)),
        payment_url,
    }
}

fn budget(
    scope: &mut Scope<'_>,
    source: Source<'_>,
    entry: BudgetEntry,
    base: &str,
    currency: &str,
) -> Budget {
    let (total, used) = (entry.total.value.0, entry.used.value.0);
    let mut checks = scope.checks(source);
    for (name, amount) in [("total", &entry.total), ("used", &entry.used)] {
        if amount.value.0.is_sign_negative() && !amount.value.0.is_zero() {
            let message = format!("`{name}` is negative");
            checks.error(Code::InvalidValue, &amount.span, message, "give 0 or more".to_owned());
        }
        if entry.unit == BudgetUnit::Money {
            checks.decimals(amount, currency);
        }
    }
    if total.is_zero() && !used.is_zero() {
        let message = "`total` is 0, so there is no share of it that could be used".to_owned();
        let help = "give what was agreed, or leave `budget` out".to_owned();
        checks.error(Code::InvalidValue, &entry.total.span, message, help);
    }
    let share = (used * Decimal::ONE_HUNDRED).checked_div(total);
    let percent = share.and_then(|share| share.trunc().to_u32());
    Budget {
        title: entry.title,
        unit: entry.unit,
        total: entry.total.value,
        used: entry.used.value,
        left: Amount(total - used),
        percent: percent.unwrap_or(if used.is_zero() { 0 } else { u32::MAX }),
        as_of: entry.as_of.value,
        note: scope.prose(source, entry.note.as_ref(), base),
    }
}
