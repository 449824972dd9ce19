//! `oktars api`: any request, by method and path.

use std::path::PathBuf;

use http::Method;
use oktars::{Call, Okta};

use super::read;
use crate::args::WriteArgs;
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  oktars api GET users/me\n  oktars api GET '/api/v1/groups?q=Every' --paginate\n  echo '{\"profile\":{\"name\":\"Ops\"}}' | oktars api POST groups --input -"
)]
pub struct Api {
    /// GET, POST, PUT, PATCH or DELETE
    method: Method,
    /// A path of the org; what does not begin with a slash is below /api/v1/
    path: String,
    /// The body: a file with JSON, or - for stdin
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Follow every page
    #[arg(long)]
    paginate: bool,
    #[command(flatten)]
    write: WriteArgs,
}

impl Api {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let columns = Columns::OF_FIRST_ITEM;
        let body = self.input.as_deref().map(read).transpose()?;
        let call = |okta: &Okta| -> Call {
            let call = okta.request(self.method.clone(), &self.path);
            match &body {
                Some(body) => call.body_bytes("application/json", body.clone()),
                None => call,
            }
        };
        if self.paginate {
            if self.method != Method::GET {
                return Err(Failure::usage("--paginate follows the pages of a GET").into());
            }
            let listed = call(&run.okta()?);
            return run.pages(listed, None, &columns).await.map(drop);
        }
        match run.write(self.write, call).await? {
            Some(answer) => run.print(&answer, &columns),
            None => Ok(()),
        }
    }
}
