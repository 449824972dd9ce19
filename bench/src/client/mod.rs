//! The programs that are compared. Each does one task and prints how many answers it got.

pub mod hyper;
pub mod oktars;

use crate::Outcome;

/// Runs a task as most programs do, on one thread, and prints what it counted.
fn on_one_thread(task: impl Future<Output = Result<u64, String>>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let count = runtime.block_on(task)?;
    println!("{count}");
    Ok(())
}

fn number(text: Option<&String>, otherwise: usize) -> Result<usize, String> {
    text.map_or(Ok(otherwise), |text| text.parse().map_err(|_| format!("{text} is no number")))
}
