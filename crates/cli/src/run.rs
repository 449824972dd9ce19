//! One run of a command: the org, the printer, and the few ways in which commands use both.

use std::num::NonZeroU64;

use bytes::Bytes;
use http::Request;
use oktars::{Answer, Call, Okta};
use oktars_catalog::{Operation, Paging};
use serde_json::value::RawValue;

use crate::args::{Global, ListArgs, WriteArgs};
use crate::failure::{Failure, Stop};
use crate::local_store;
use crate::output::{self, Columns, Format, Place, Sink};
use crate::printer::Printer;
use crate::{redact, trace};

pub struct Run {
    pub printer: Printer,
    global: Global,
    okta: Option<Okta>,
    /// The request under way, for whoever reads the error.
    tried: Option<String>,
}

impl Run {
    pub fn new(global: Global, printer: Printer) -> Self {
        if global.verbose {
            trace::show_answers();
        }
        Run { printer, global, okta: None, tried: None }
    }

    /// The client of the chosen org, made when it is needed first.
    pub fn okta(&mut self) -> Result<Okta, Stop> {
        if let Some(okta) = &self.okta {
            return Ok(okta.clone());
        }
        let okta = match self.global.org.as_deref() {
            Some("local") => {
                let opened = local_store::open(self.global.local_store.as_deref())?;
                if let Some(note) = opened.note {
                    self.note(&note);
                }
                opened.okta
            }
            Some(other) => {
                return Err(Failure::usage(format!("there is no org called {other:?}"))
                    .hint("`--org local` is a local org; without --org, it is the one in OKTA_CLIENT_ORGURL")
                    .into());
            }
            None => from_environment()?,
        };
        Ok(self.okta.insert(okta).clone())
    }

    /// Prints the items of a list, page after page, as they come.
    pub async fn list(
        &mut self,
        operation: Operation,
        call: Call,
        args: &ListArgs,
        columns: &Columns,
    ) -> Result<(), Stop> {
        let call = match (args.limit, page_size(&operation, args.limit)) {
            (Some(_), Some(size)) => call.query("limit", size),
            _ => call,
        };
        self.pages(call, args.limit, columns).await.map(drop)
    }

    /// Prints the items of a call's pages, and counts them.
    pub async fn pages(
        &mut self,
        call: Call,
        limit: Option<NonZeroU64>,
        columns: &Columns,
    ) -> Result<u64, Stop> {
        let mut sink = self.sink(columns);
        let mut pages = call.list::<Box<RawValue>>().pages();
        let mut left = limit.map_or(u64::MAX, NonZeroU64::get);
        let mut printed = 0;
        while left > 0 {
            if let Some(position) = pages.position() {
                self.trying(format!("GET {}", redact::target(position.path())));
            }
            let Some(mut page) = pages.try_next().await? else { break };
            page.items.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            left -= page.items.len() as u64;
            printed += page.items.len() as u64;
            sink.page(&page.items, self.printer.out())?;
            self.printer.flush()?;
        }
        sink.finish(self.printer.out())?;
        Ok(printed)
    }

    fn sink(&self, columns: &Columns) -> Box<dyn Sink> {
        output::list(self.format(), self.global.fields.as_ref(), columns, self.place())
    }

    /// Reads one object and prints it.
    pub async fn get(&mut self, columns: &Columns, call: impl Fn(&Okta) -> Call) -> Result<(), Stop> {
        let answer = self.send(call).await?;
        self.print(&answer, columns)
    }

    /// Changes something, or shows how it would. Gives the answer if there is one.
    pub async fn write(
        &mut self,
        args: WriteArgs,
        call: impl Fn(&Okta) -> Call,
    ) -> Result<Option<Answer>, Stop> {
        if !args.shows_only() {
            return self.send(call).await.map(Some);
        }
        let okta = self.okta()?;
        let request = call(&okta).request()?;
        let shown = if args.curl { curl(&request) } else { plain(&request) };
        use std::io::Write;
        writeln!(self.printer.out(), "{shown}")?;
        Ok(None)
    }

    /// Changes something, prints the answer, and says on stderr what was done.
    pub async fn change(
        &mut self,
        args: WriteArgs,
        columns: &Columns,
        done: &str,
        call: impl Fn(&Okta) -> Call,
    ) -> Result<(), Stop> {
        if let Some(answer) = self.write(args, call).await? {
            self.print(&answer, columns)?;
            self.note(done);
        }
        Ok(())
    }

    /// Sends a request once it was shown to whoever wants to see it.
    pub async fn send(&mut self, call: impl Fn(&Okta) -> Call) -> Result<Answer, Stop> {
        let okta = self.okta()?;
        let request = call(&okta).request()?;
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        self.trying(format!("{} {}", request.method(), redact::target(target)));
        Ok(call(&okta).send().await?)
    }

    fn trying(&mut self, request: String) {
        if self.global.verbose {
            self.printer.note(&format!("> {request}"));
        }
        self.tried = Some(request);
    }

    /// Prints the object or the array of an answer; nothing where it has no content.
    pub fn print(&mut self, answer: &Answer, columns: &Columns) -> Result<(), Stop> {
        if matches!(answer.body().trim_ascii(), b"" | b"{}" | b"null") {
            return Ok(());
        }
        let fields = self.global.fields.as_ref();
        let (mut sink, items) = match answer.body().trim_ascii_start().first() {
            Some(b'[') => (self.sink(columns), answer.json::<Vec<Box<RawValue>>>()?),
            _ => (output::object(self.format(), fields, columns, self.place()), vec![answer.json()?]),
        };
        sink.page(&items, self.printer.out())?;
        sink.finish(self.printer.out())?;
        Ok(())
    }

    /// A line on stderr, unless nobody wants one.
    pub fn note(&mut self, text: &str) {
        if !self.global.quiet {
            self.printer.note(text);
        }
    }

    pub fn report(&mut self, failure: &Failure) {
        let tried = self.tried.as_deref();
        match self.global.output {
            Some(Format::Json | Format::Ndjson) => self.printer.note(&failure.json(tried).to_string()),
            _ => self.printer.error(&failure.text(tried)),
        }
    }

    /// The form of the results, if one was chosen.
    pub fn chosen_format(&self) -> Option<Format> {
        self.global.output
    }

    fn format(&self) -> Format {
        let usual = if self.printer.terminal { Format::Table } else { Format::Ndjson };
        self.global.output.unwrap_or(usual)
    }

    fn place(&self) -> Place {
        Place { width: self.printer.width(), color: self.printer.color() }
    }
}

fn from_environment() -> Result<Okta, Stop> {
    let name = concat!("oktars-cli/", env!("CARGO_PKG_VERSION"));
    let built = oktars::Builder::from_env().and_then(|builder| builder.user_agent(name).build());
    built.map_err(|error| {
        Failure::usage(error.to_string()).hint("to try things out without an org, add `--org local`").into()
    })
}

/// How many items to ask for at once, where fewer than a full page are wanted.
fn page_size(operation: &Operation, limit: Option<NonZeroU64>) -> Option<u64> {
    let limit = limit?.get();
    let Paging::Link { max: Some(max), .. } = operation.paging else { return None };
    operation.query_parameter("limit").map(|_| limit.min(max.into()))
}

fn plain(request: &Request<Bytes>) -> String {
    let line = redact::request_line(request);
    if request.body().is_empty() { line } else { format!("{line}\n{}", redact::body(request.body())) }
}

fn curl(request: &Request<Bytes>) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let line = redact::request_line(request);
    let (method, address) = line.split_once(' ').unwrap_or_default();
    // The shell puts the token in, so that no history has it.
    let mut command =
        format!("curl -X {method} {} -H \"Authorization: SSWS $OKTA_CLIENT_TOKEN\"", quoted(address));
    for (name, value) in request.headers() {
        let value = value.to_str().unwrap_or_default();
        let header = format!("{name}: {value}");
        command.push_str(&format!(" -H {}", quoted(&header)));
    }
    if !request.body().is_empty() {
        command.push_str(&format!(" --data-raw {}", quoted(&redact::body(request.body()))));
    }
    command
}
