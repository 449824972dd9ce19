//! One run of a command: the org, the printer, and the few ways in which commands use both.

use std::io::Write;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, Request};
use oktars::{Answer, Call, Listing, Okta, op, redact};
use oktars_catalog::secret;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::args::{Color, Global, ListArgs, WriteArgs};
use crate::failure::{Exit, Failure, Stop};
use crate::output::{self, Columns, Format, Jq, Over, Place, Schemed, Sink, Watch};
use crate::printer::{Out, Printer};
use crate::profile::LOCAL;
use crate::progress::Progress;
use crate::reading::Reading;
use crate::safety::{self, Protected};
use crate::target::{Choice, Target};
use crate::{local_store, trace, waiting};

pub struct Run {
    pub printer: Printer,
    global: Global,
    target: Option<Target>,
    /// The part of each rate limit that is used.
    share: f64,
    protected: Option<Protected>,
    /// The request under way, for the reader of the error.
    tried: Option<String>,
    /// The same with its values, to find out why it failed.
    last: Option<(Method, String)>,
    /// When the first request was made, and how long the org was waited for.
    first: Option<Instant>,
    waited: Duration,
}

impl Run {
    pub fn new(global: Global, printer: Printer) -> Self {
        match global.color {
            Color::Auto => {}
            Color::Always => anstream::ColorChoice::Always.write_global(),
            Color::Never => anstream::ColorChoice::Never.write_global(),
        }
        if global.verbose || global.timing {
            trace::listen(global.verbose);
        }
        Run {
            printer,
            global,
            target: None,
            share: 1.0,
            protected: None,
            tried: None,
            last: None,
            first: None,
            waited: Duration::ZERO,
        }
    }

    /// The file that keeps the org `local`.
    pub fn local_store(&self) -> Result<PathBuf, Stop> {
        match &self.global.local_store {
            Some(path) => Ok(path.clone()),
            None => Ok(local_store::default_path()?),
        }
    }

    /// The client of the chosen org, made when it is needed first.
    pub fn okta(&mut self) -> Result<Okta, Stop> {
        Ok(self.target()?.okta.clone())
    }

    /// The client of the chosen org, which uses this part of each rate limit.
    pub fn okta_with_share(&mut self, share: f64) -> Result<Okta, Stop> {
        self.share = share;
        self.okta()
    }

    /// Whether somebody looks at a line that says how far long work is.
    pub fn shows_progress(&self, prints: bool) -> bool {
        self.printer.asks_for_progress(prints) && !self.global.quiet && !self.global.verbose
    }

    /// The chosen org, opened when it is needed first.
    fn target(&mut self) -> Result<&Target, Stop> {
        if self.target.is_none() {
            let target = Choice::named(self.global.org.as_deref())?;
            let target = self.open(target)?;
            if let Some(note) = &target.note {
                self.note(note);
            }
            self.target = Some(target);
        }
        self.target.as_ref().ok_or_else(|| Failure::new(Exit::Failed, "no org is open").into())
    }

    /// The options of every command.
    pub fn global(&self) -> &Global {
        &self.global
    }

    /// Opens an org that was chosen.
    pub fn open(&self, choice: Choice) -> Result<Target, Failure> {
        choice.open(self.global.local_store.as_deref(), self.share)
    }

    /// What the reader calls the org.
    pub fn org_label(&mut self) -> Result<String, Stop> {
        Ok(self.target()?.label.clone())
    }

    /// Refuses if the org is read-only.
    pub fn may_write(&mut self) -> Result<(), Stop> {
        let target = self.target()?;
        match &target.read_only {
            None => Ok(()),
            Some(why) => Err(Failure::new(
                Exit::Cancelled,
                format!("{} is read-only; nothing was changed", target.label),
            )
            .hint(why.clone())
            .into()),
        }
    }

    /// What the profile protects, by id, login or name.
    pub fn protected_names(&self) -> &[String] {
        self.target.as_ref().map_or(&[], |target| &target.protected)
    }

    /// What is not to be changed without `--force`: what the profile lists, Everyone, and the caller, for for
    /// which it asks the org once.
    pub async fn protected(&mut self) -> Result<Protected, Stop> {
        if let Some(protected) = &self.protected {
            return Ok(protected.clone());
        }
        let listed = Protected::new(&self.target()?.protected);
        let protected = match self.look("users", "me").await? {
            Some(caller) => listed.with_caller(&caller),
            None => listed,
        };
        Ok(self.protected.insert(protected).clone())
    }

    /// A user, a group or an app as it is, if there is one and it may be looked at.
    pub async fn look(&mut self, collection: &str, name: &str) -> Result<Option<Value>, Stop> {
        let okta = self.okta()?;
        let call = match collection {
            "users" => okta.users().get(name).raw(),
            "apps" => okta.apps().get(name).raw(),
            _ => okta.groups().get(name).raw(),
        };
        match call.send().await {
            Ok(answer) => Ok(Some(answer.json()?)),
            Err(error) if matches!(error.status().map(|status| status.as_u16()), Some(400..=404)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Prints the items of a list, page after page, as they come.
    pub async fn list(
        &mut self,
        items: Listing<Box<RawValue>>,
        args: &ListArgs,
        columns: &Columns,
    ) -> Result<(), Stop> {
        self.listed(items, args, columns).await.map(drop)
    }

    /// The same, and counts them.
    pub async fn listed(
        &mut self,
        items: Listing<Box<RawValue>>,
        args: &ListArgs,
        columns: &Columns,
    ) -> Result<u64, Stop> {
        // If the caller wants fewer than a full page has, this asks for no more.
        let items = match args.limit {
            Some(limit) => items.page_size(u32::try_from(limit.get()).unwrap_or(u32::MAX)),
            None => items,
        };
        self.pages(items, args.limit, columns).await
    }

    /// Prints the items of a list, and counts them.
    pub async fn pages(
        &mut self,
        items: Listing<Box<RawValue>>,
        limit: Option<NonZeroU64>,
        columns: &Columns,
    ) -> Result<u64, Stop> {
        let reading = Reading::new(self, limit.map(NonZeroU64::get), columns)?;
        self.read_through(reading, items).await
    }

    async fn read_through(
        &mut self,
        mut reading: Reading,
        items: Listing<Box<RawValue>>,
    ) -> Result<u64, Stop> {
        reading.begin(items);
        while let Some(page) = reading.next(self).await? {
            reading.print(self, &page)?;
        }
        reading.finish(self).await
    }

    /// An empty column is seldom what somebody asked for: refuses fields that nothing has.
    pub async fn refuse_misspelt(&mut self, watch: &Watch) -> Result<(), Stop> {
        if watch.absent().is_empty() {
            return Ok(());
        }
        let attributes = self.attributes(watch.kind).await;
        watch.verdict(&attributes).map_or(Ok(()), |failure| Err(failure.into()))
    }

    /// The same of what was changed: it was done, whatever is misspelt.
    async fn tell_misspelt(&mut self, watch: &Watch) {
        if let Err(Stop::Failed(failure)) = self.refuse_misspelt(watch).await {
            self.note(&format!("note: {}", failure.text(None)));
        }
    }

    /// The paths of the attributes that the schema has. Without a right to read it, none are known.
    async fn attributes(&mut self, kind: Option<Schemed>) -> Vec<String> {
        let Ok(okta) = self.okta() else { return Vec::new() };
        let call = match kind {
            Some(Schemed::User) => okta.call(op::GET_USER_SCHEMA).path("schemaId", "default"),
            Some(Schemed::Group) => okta.call(op::GET_GROUP_SCHEMA),
            None => return Vec::new(),
        };
        let schema: Value = call.json().await.unwrap_or_default();
        let halves = ["base", "custom"].map(|half| schema["definitions"][half]["properties"].as_object());
        let names = halves.into_iter().flatten().flat_map(|properties| properties.keys());
        names.map(|name| format!("profile.{name}")).collect()
    }

    /// Prints what a program makes of the pages of a list.
    pub async fn pages_through(
        &mut self,
        jq: Jq,
        items: Listing<Box<RawValue>>,
        limit: Option<NonZeroU64>,
    ) -> Result<u64, Stop> {
        let reading = Reading::through(jq, self, limit.map(NonZeroU64::get));
        self.read_through(reading, items).await
    }

    /// What counts long work, and shows on stderr how far it is.
    pub fn progress(&self, what: &'static str, total: Option<u64>, prints: bool) -> Progress {
        Progress::new(what, total, self.shows_progress(prints))
    }

    /// Waits for a part of long work, and shows meanwhile how far the whole is.
    pub async fn watch<T>(&mut self, progress: &mut Progress, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = progress.due() => {
                    let limits = self.target.as_ref().map(|target| target.okta.limits());
                    let line = waiting::line().unwrap_or_else(|| progress.line(limits.as_ref()));
                    self.printer.progress(&line);
                }
                // Where results are looked at, no line counts them, but one tells of a wait.
                () = tokio::time::sleep(waiting::PAUSE), if self.tells_of_waits() => self.tell_of_wait(),
            }
        }
    }

    /// Waits for the org, and shows meanwhile what the client waits for.
    async fn patiently<T>(&mut self, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => {
                    self.printer.end_progress();
                    return done;
                }
                () = tokio::time::sleep(waiting::PAUSE), if self.tells_of_waits() => self.tell_of_wait(),
            }
        }
    }

    fn tells_of_waits(&self) -> bool {
        self.printer.asks_for_progress(false) && !self.global.quiet && !self.global.verbose
    }

    fn tell_of_wait(&mut self) {
        if let Some(line) = waiting::line() {
            self.printer.progress(&line);
        }
    }

    /// What prints a list.
    pub fn sink(&self, columns: &Columns) -> Result<Box<dyn Sink>, Stop> {
        self.check_form(self.format())?;
        let over = if self.global.format() == Some(Format::Json) { Over::All } else { Over::Items };
        match self.jq(over)? {
            Some(jq) => Ok(Box::new(jq)),
            None => Ok(output::list(self.format(), self.global.fields.as_ref(), columns, self.place())),
        }
    }

    /// Refuses options and places that do not go with a form.
    pub fn check_form(&self, form: Format) -> Result<(), Failure> {
        if form == Format::Xlsx && self.printer.terminal {
            return Err(Failure::usage("a workbook cannot be shown on a terminal")
                .hint("send it to a file: `... -o xlsx > FILE.xlsx`"));
        }
        if self.global.bom && form != Format::Csv {
            return Err(Failure::usage("--bom is the byte order mark of CSV").hint("add -o csv"));
        }
        Ok(())
    }

    /// The program of `--jq`, if there is one.
    pub fn jq(&self, over: Over) -> Result<Option<Jq>, Stop> {
        let Some(program) = &self.global.jq else { return Ok(None) };
        if !matches!(self.global.format(), None | Some(Format::Json | Format::Ndjson)) {
            return Err(Failure::usage(
                "--jq makes its own output, which goes with -o json and -o ndjson alone",
            )
            .into());
        }
        if self.global.fields.is_some() {
            return Err(
                Failure::usage("--jq and --fields both choose what is printed: use one of them").into()
            );
        }
        Ok(Some(Jq::new(program, over).map_err(Failure::usage)?))
    }

    /// Stdout. A table has seen to its values; what else goes to a terminal is made harmless on the way.
    pub fn out(&mut self) -> Out<'_> {
        let harmless = self.printer.terminal && (!self.is_table() || self.global.jq.is_some());
        self.printer.out_to(harmless)
    }

    /// Stdout for an answer as it came, made harmless on the way to a terminal.
    pub fn raw_out(&mut self) -> Out<'_> {
        let harmless = self.printer.terminal;
        self.printer.out_to(harmless)
    }

    /// Reads one object and prints it.
    pub async fn get(&mut self, columns: &Columns, call: Call) -> Result<(), Stop> {
        let answer = self.send(call).await?;
        self.print_answer(&answer, columns).await
    }

    /// Prints an answer that was asked for, and refuses fields that it does not have.
    pub async fn print_answer(&mut self, answer: &Answer, columns: &Columns) -> Result<(), Stop> {
        let watch = self.print(answer, columns)?;
        self.refuse_misspelt(&watch).await
    }

    /// Prints the answer to a change, and tells of fields that it does not have.
    pub async fn print_changed(&mut self, answer: &Answer, columns: &Columns) -> Result<(), Stop> {
        let watch = self.print(answer, columns)?;
        self.tell_misspelt(&watch).await;
        Ok(())
    }

    /// Changes something, or shows how it would. Gives the answer if there is one.
    pub async fn write(&mut self, args: WriteArgs, call: Call) -> Result<Option<Answer>, Stop> {
        let request = call.request()?;
        if !args.shows_only() {
            // Without a body and without effect, a request by path may come here too.
            if request.method() != Method::GET {
                self.may_write()?;
                if !args.force {
                    safety::guard(self, &request).await?;
                }
            }
            return self.send(call).await.map(Some);
        }
        if args.curl {
            self.print_curl(&call)?;
        } else {
            writeln!(self.printer.out(), "{}", redact::request(&request))?;
        }
        Ok(None)
    }

    /// Prints a call as a curl command.
    pub fn print_curl(&mut self, call: &Call) -> Result<(), Stop> {
        let curl = call.curl()?;
        let target = self.target()?;
        let unreachable = (target.label == LOCAL)
            .then_some("note: the org `local` has no address; `oktars org serve --store FILE` gives it one");
        writeln!(self.printer.out(), "{curl}")?;
        unreachable.iter().for_each(|note| self.note(note));
        for (variable, place) in curl.variables() {
            self.note(&format!("note: {variable} stands for {place}: set it, as it stands in the request"));
        }
        Ok(())
    }

    /// Changes something, prints the answer, and says on stderr what was done.
    pub async fn change(
        &mut self,
        args: WriteArgs,
        columns: &Columns,
        done: &str,
        call: Call,
    ) -> Result<(), Stop> {
        // What cannot be printed is told before anything is changed.
        drop(self.object_sink(columns)?);
        if let Some(answer) = self.write(args, call).await? {
            self.print_changed(&answer, columns).await?;
            self.note(done);
        }
        Ok(())
    }

    /// Shows a request if that was asked for, and sends it.
    pub async fn send(&mut self, call: Call) -> Result<Answer, Stop> {
        self.trying_to(&call.request()?);
        let begun = Instant::now();
        let answer = self.patiently(call.send()).await;
        self.waited += begun.elapsed();
        Ok(answer?)
    }

    /// The items of the first page of a list.
    pub async fn page<T: DeserializeOwned + Send + 'static>(
        &mut self,
        items: Listing<T>,
    ) -> Result<Vec<T>, Stop> {
        self.trying_to(&items.request()?);
        let begun = Instant::now();
        let page = self.patiently(items.page()).await;
        self.waited += begun.elapsed();
        Ok(page?.items)
    }

    pub fn trying_to(&mut self, request: &Request<Bytes>) {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        self.trying(request.method(), target);
    }

    /// With `--timing`, says where the time went.
    pub fn tell_times(&mut self, started: Instant) {
        if !self.global.timing {
            return;
        }
        let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
        let total = started.elapsed();
        let until_first = self.first.map_or(total, |first| first.saturating_duration_since(started));
        let (attempts, held) = trace::times();
        let text = format!(
            "{} in all: {} until the first request; {} for the org ({attempts} attempts), of which {} were waits between \
             attempts; {} for the rest",
            ms(total),
            ms(until_first),
            ms(self.waited),
            ms(held),
            ms(total.saturating_sub(until_first).saturating_sub(self.waited)),
        );
        self.printer.note(&text);
    }

    /// The request that was made last.
    pub fn last_request(&self) -> Option<&(Method, String)> {
        self.last.as_ref()
    }

    /// Whether results are rows for people or a spreadsheet, and not what Okta sent.
    pub fn is_tabular(&self) -> bool {
        self.global.jq.is_none() && !matches!(self.format(), Format::Json | Format::Ndjson | Format::Yaml)
    }

    /// Counts how long the org was waited for.
    pub fn waited(&mut self, time: Duration) {
        self.waited += time;
    }

    pub fn trying(&mut self, method: &Method, target: &str) {
        let request = format!("{method} {}", redact::target(target));
        self.last = Some((method.clone(), target.to_owned()));
        self.first.get_or_insert_with(Instant::now);
        if self.global.verbose {
            self.printer.note(&format!("> {request}"));
        }
        self.tried = Some(request);
    }

    /// Prints the object or the array of an answer; nothing where it has no content. Gives what was seen of the
    /// chosen fields.
    fn print(&mut self, answer: &Answer, columns: &Columns) -> Result<Watch, Stop> {
        let fields = self.global.fields.as_ref();
        let mut watch = Watch::new(fields, columns);
        if matches!(answer.body().trim_ascii(), b"" | b"{}" | b"null") {
            return Ok(watch);
        }
        let (mut sink, items) = match answer.body().trim_ascii_start().first() {
            Some(b'[') => (self.sink(columns)?, answer.json::<Vec<Box<RawValue>>>()?),
            _ => (self.object_sink(columns)?, vec![answer.json()?]),
        };
        watch.look(&items);
        sink.page(&items, &mut self.out())?;
        sink.finish(&mut self.out())?;
        if let [item] = &items[..] {
            self.tell_secrets_left_out(item, columns);
        }
        Ok(watch)
    }

    /// Prints an object that was changed on the way.
    pub async fn print_object(&mut self, object: &Value, columns: &Columns) -> Result<(), Stop> {
        let items: Vec<Box<RawValue>> = serde_json::value::to_raw_value(object).into_iter().collect();
        let mut watch = Watch::new(self.global.fields.as_ref(), columns);
        let mut sink = self.object_sink(columns)?;
        watch.look(&items);
        sink.page(&items, &mut self.out())?;
        sink.finish(&mut self.out())?;
        self.refuse_misspelt(&watch).await
    }

    fn object_sink(&self, columns: &Columns) -> Result<Box<dyn Sink>, Stop> {
        self.check_form(self.format())?;
        let fields = self.global.fields.as_ref();
        Ok(match self.jq(Over::Items)? {
            Some(jq) => Box::new(jq),
            None => output::object(self.format(), fields, columns, self.place()),
        })
    }

    /// Okta shows a new secret once: somebody who prints other columns should know that it was there.
    fn tell_secrets_left_out(&mut self, item: &RawValue, columns: &Columns) {
        let has_columns = matches!(self.format(), Format::Csv | Format::Xlsx);
        if !has_columns || self.global.fields.is_some() || self.global.jq.is_some() {
            return;
        }
        let shown = columns.all().map(|fields| fields.or_those_of(item));
        let is_left_out = |path: &str| {
            let is_shown = shown.as_ref().map_or_else(|| !path.contains('.'), |fields| fields.show(path));
            secret::Place::of(path).is_secret() && !is_shown
        };
        let is_text = |text: &str| !matches!(text, "" | "{}" | "true" | "false");
        let left_out =
            output::leaves(item).into_iter().filter(|(path, text)| is_text(text) && is_left_out(path));
        let left_out: Vec<String> = left_out.map(|(path, _)| path).collect();
        if !left_out.is_empty() {
            let names = left_out.join(", ");
            self.note(&format!("note: the usual columns leave out {names}; -o json, yaml or table show it"));
        }
    }

    /// Prints rows of our own as a list.
    pub fn print_items(&mut self, items: &[Box<RawValue>], columns: &Columns) -> Result<(), Stop> {
        let mut sink = self.sink(columns)?;
        let mut watch = Watch::new(self.global.fields.as_ref(), columns);
        watch.look(items);
        sink.page(items, &mut self.out())?;
        sink.finish(&mut self.out())?;
        watch.verdict(&[]).map_or(Ok(()), |failure| Err(failure.into()))
    }

    /// A line on stderr, unless nobody wants one.
    pub fn note(&mut self, text: &str) {
        if !self.global.quiet {
            self.printer.note(text);
        }
    }

    pub fn report(&mut self, failure: &Failure) {
        let tried = self.tried.as_deref();
        match self.global.format().filter(|_| self.global.output_file().is_none()) {
            Some(Format::Json | Format::Ndjson) => self.printer.json_error(&failure.json(tried)),
            _ => self.printer.error(&failure.text(tried)),
        }
    }

    /// Whether something was chosen that an answer is not printed as it came.
    pub fn shapes_output(&self) -> bool {
        self.global.output.is_some() || self.global.fields.is_some()
    }

    /// Whether JSON was asked for, in either form.
    pub fn wants_json(&self) -> bool {
        matches!(self.global.format(), Some(Format::Json | Format::Ndjson))
    }

    /// The form of the results, if one was chosen.
    pub fn chosen_format(&self) -> Option<Format> {
        self.global.format()
    }

    fn format(&self) -> Format {
        let usual = if self.printer.terminal { Format::Table } else { Format::Ndjson };
        self.global.format().unwrap_or(usual)
    }

    fn place(&self) -> Place {
        Place {
            width: self.printer.width(),
            color: self.printer.color(),
            zone: self.global.time,
            bom: self.global.bom,
        }
    }

    pub fn is_table(&self) -> bool {
        matches!(self.format(), Format::Table | Format::Wide)
    }
}

/// What a path lists, in words: `/api/v1/authorizationServers` are authorization servers.
pub fn kind_of(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let mut words = String::new();
    for letter in last.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    match words.as_str() {
        "logs" => "events".to_owned(),
        words if words.chars().any(|c| c.is_ascii_digit()) => "items".to_owned(),
        words => words.replace('-', " "),
    }
}
