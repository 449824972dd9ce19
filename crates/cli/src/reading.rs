//! A list that is read page by page and printed as it comes, and may be changed on the way.

use std::num::NonZeroU64;
use std::time::Instant;

use oktars::{Listing, Pages};
use serde_json::value::RawValue;

use crate::args::ListArgs;
use crate::failure::Stop;
use crate::output::{Columns, Jq, Sink, Watch};
use crate::progress::Progress;
use crate::run::{Run, kind_of};

/// Prints the items of a list that `keep` chooses. `keep` also gets the date of the org.
pub async fn chosen(
    run: &mut Run,
    items: Listing<Box<RawValue>>,
    args: &ListArgs,
    columns: &Columns,
    keep: impl Fn(&RawValue, Option<&str>) -> bool,
) -> Result<(), Stop> {
    let mut reading = Reading::new(run, args.limit.map(NonZeroU64::get), columns)?;
    reading.begin(items);
    while let Some(mut page) = reading.next(run).await? {
        page.retain(|item| keep(item, reading.date.as_deref()));
        reading.print(run, &page)?;
    }
    reading.finish(run).await.map(drop)
}

pub struct Reading {
    pages: Option<Pages<Box<RawValue>>>,
    sink: Box<dyn Sink>,
    progress: Progress,
    /// Sees whether the chosen fields are there.
    watch: Watch,
    /// What is listed, in words.
    kind: String,
    /// How many items may still be printed.
    left: u64,
    /// The date of the last answer, as the org's clock has it.
    pub date: Option<String>,
}

impl Reading {
    /// Prints so many items at most.
    pub fn new(run: &Run, limit: Option<u64>, columns: &Columns) -> Result<Self, Stop> {
        let watch = Watch::new(run.global().fields.as_ref(), columns);
        Ok(Reading::into(run.sink(columns)?, watch, run, limit))
    }

    /// Prints what a program makes of the pages.
    pub fn through(jq: Jq, run: &Run, limit: Option<u64>) -> Self {
        Reading::into(Box::new(jq), Watch::new(None, &Columns::OF_FIRST_ITEM), run, limit)
    }

    fn into(sink: Box<dyn Sink>, watch: Watch, run: &Run, limit: Option<u64>) -> Self {
        let progress = run.progress("items", limit, true);
        let left = limit.unwrap_or(u64::MAX);
        Reading { pages: None, sink, progress, watch, kind: "items".to_owned(), left, date: None }
    }

    /// Goes on with this list.
    pub fn begin(&mut self, items: Listing<Box<RawValue>>) {
        let pages = items.pages();
        if let Some(position) = pages.position() {
            self.kind = kind_of(position.path());
        }
        self.pages = Some(pages);
    }

    /// The items of the next page; none at the end, and where enough are printed.
    pub async fn next(&mut self, run: &mut Run) -> Result<Option<Vec<Box<RawValue>>>, Stop> {
        let Some(pages) = self.pages.as_mut().filter(|_| self.left > 0) else { return Ok(None) };
        if let Some(position) = pages.position() {
            run.trying(&http::Method::GET, position.path());
        }
        let begun = Instant::now();
        let page = run.watch(&mut self.progress, pages.try_next()).await;
        run.waited(begun.elapsed());
        let Some(page) = page? else { return Ok(None) };
        self.date =
            page.headers.get(http::header::DATE).and_then(|date| Some(date.to_str().ok()?.to_owned()));
        Ok(Some(page.items))
    }

    /// Prints items, as far as they are wanted.
    pub fn print(&mut self, run: &mut Run, items: &[Box<RawValue>]) -> Result<(), Stop> {
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(items.len());
        let items = &items[..wanted];
        self.watch.look(items);
        self.left -= wanted as u64;
        self.progress.done += wanted as u64;
        run.printer.end_progress();
        self.sink.page(items, &mut run.out())?;
        run.printer.flush()
    }

    /// Ends the output, and tells how many items it has. Fields that nothing has are refused.
    pub async fn finish(mut self, run: &mut Run) -> Result<u64, Stop> {
        run.printer.end_progress();
        self.sink.finish(&mut run.out())?;
        if self.progress.done == 0 && run.printer.terminal && run.is_table() {
            run.note(&format!("no {}", self.kind));
        }
        run.refuse_misspelt(&self.watch).await?;
        Ok(self.progress.done)
    }
}
