//! A picture of a terminal session for the README: recorded under tmux, drawn as SVG.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::Outcome;

const COLUMNS: usize = 100;
const ROWS: usize = 40;
const PROMPT: &str = "$";
/// The socket of a tmux server of our own.
const SOCKET: &str = "oktars-picture";

/// What is typed, and whether it asks something that the next line answers.
const SESSION: [(&str, bool); 6] = [
    ("oktars users list --search 'profile.department eq \"Engineering\"' --limit 5", false),
    ("oktars groups members Enginering", false),
    ("oktars users list --fields login=profile.login,title=profile.title --limit 2 -o csv", false),
    ("oktars users deactivate ivo.bianchi8@acme.example", true),
    ("n", false),
    ("oktars users update ivo.bianchi8@acme.example --set title=CTO --dry-run", false),
];

pub fn run(binary: &Path, out: &Path) -> Outcome {
    let binary = binary.canonicalize().map_err(|error| format!("{}: {error}", binary.display()))?;
    let home = std::env::temp_dir().join(format!("oktars-picture-{}", std::process::id()));
    std::fs::create_dir_all(&home).map_err(|error| error.to_string())?;
    let recorded = record(&binary, &home);
    let _ = tmux(&["kill-server"]);
    let _ = std::fs::remove_dir_all(&home);
    std::fs::write(out, draw(&recorded?)).map_err(|error| format!("{}: {error}", out.display()))?;
    println!("drew {}", out.display());
    Ok(())
}

fn record(binary: &Path, home: &Path) -> Result<String, String> {
    let directory = binary.parent().unwrap_or(Path::new("/")).display();
    let path = std::env::var("PATH").unwrap_or_default();
    let shell = format!(
        "env -i HOME={0} PATH={directory}:{path} TERM=tmux-256color LANG=C.UTF-8 PS1='\n{PROMPT} ' OKTARS_ORG=local \
         OKTARS_LOCAL_STORE={0}/local.redb sh",
        home.display()
    );
    let (columns, rows) = (COLUMNS.to_string(), ROWS.to_string());
    tmux(&["-f", "/dev/null", "new-session", "-d", "-x", &columns, "-y", &rows, &shell])?;
    wait(false)?;
    // The org is made before the picture is.
    type_line("oktars users list --limit 1 >/dev/null 2>&1; clear", false)?;
    for (line, asks) in SESSION {
        type_line(line, asks)?;
    }
    tmux(&["capture-pane", "-p", "-e"])
}

fn type_line(line: &str, asks: bool) -> Outcome {
    tmux(&["send-keys", "-l", line])?;
    tmux(&["send-keys", "Enter"])?;
    wait(asks)
}

/// Waits for the prompt, or for the question of a command.
fn wait(asks: bool) -> Outcome {
    for _ in 0..600 {
        std::thread::sleep(Duration::from_millis(100));
        let shown = tmux(&["capture-pane", "-p"])?;
        let last = shown.lines().rev().map(str::trim_end).find(|line| !line.is_empty()).unwrap_or_default();
        if (asks && last.ends_with("[y/N]")) || (!asks && last == PROMPT) {
            return Ok(());
        }
    }
    Err("the session did not get on".to_owned())
}

fn tmux(arguments: &[&str]) -> Result<String, String> {
    let ran = Command::new("tmux").args(["-L", SOCKET]).args(arguments).output();
    let ran = ran.map_err(|error| format!("tmux cannot be run: {error}"))?;
    if !ran.status.success() {
        return Err(String::from_utf8_lossy(&ran.stderr).into_owned());
    }
    String::from_utf8(ran.stdout).map_err(|error| error.to_string())
}

/// How a stretch of text looks.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Style {
    bold: bool,
    dim: bool,
    color: Option<u8>,
}

const WIDTH: f64 = 8.4;
const HEIGHT: f64 = 19.0;
const MARGIN: f64 = 18.0;

fn draw(recorded: &str) -> String {
    // The prompt that waits at the end says nothing.
    let recorded = recorded.trim_end().trim_end_matches(PROMPT).trim();
    let lines: Vec<&str> = recorded.lines().collect();
    let (width, height) = (COLUMNS as f64 * WIDTH + 2.0 * MARGIN, lines.len() as f64 * HEIGHT + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-size=\"14\" \
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#17191e\"/>\n"
    );
    for (row, line) in lines.iter().enumerate() {
        let y = MARGIN + (row as f64 + 0.75) * HEIGHT;
        let mut column = 0;
        for (style, text) in stretches(line) {
            let length = text.chars().count();
            for (column, text) in words(column, &text) {
                let length = text.chars().count();
                let (x, long) = (MARGIN + column as f64 * WIDTH, length as f64 * WIDTH);
                let weight = if style.bold { " font-weight=\"bold\"" } else { "" };
                let _ = writeln!(
                    svg,
                    "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{long:.1}\" fill=\"{}\"{weight} \
                     xml:space=\"preserve\">{}</text>",
                    fill(style, line),
                    escaped(&text)
                );
            }
            column += length;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The parts between wide gaps with their columns: whatever the font is, columns of a table stay in line.
fn words(column: usize, text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut gap = 2;
    for (n, c) in text.chars().enumerate() {
        match (c, found.last_mut()) {
            (' ', _) => gap += 1,
            (c, Some((_, last))) if gap < 2 => {
                last.extend(std::iter::repeat_n(' ', gap).chain([c]));
                gap = 0;
            }
            (c, _) => {
                found.push((column + n, c.to_string()));
                gap = 0;
            }
        }
    }
    found
}

fn fill(style: Style, line: &str) -> &'static str {
    match style {
        Style { dim: true, .. } => "#7d828c",
        Style { color: Some(1), .. } => "#ff7b72",
        Style { color: Some(2), .. } => "#7ee787",
        Style { color: Some(3), .. } => "#e3b341",
        Style { color: Some(6), .. } => "#76e3ea",
        _ if line.starts_with("$ ") => "#ffffff",
        _ => "#c9d1d9",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A line of the terminal, taken apart where its look changes.
fn stretches(line: &str) -> Vec<(Style, String)> {
    let mut found = Vec::new();
    let mut style = Style::default();
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("\x1b[") {
        text.push_str(&rest[..at]);
        let after = &rest[at + 2..];
        let Some(end) = after.find(|c: char| c.is_ascii_alphabetic()) else { break };
        if after[end..].starts_with('m') {
            if !text.is_empty() {
                found.push((style, std::mem::take(&mut text)));
            }
            style = changed(style, &after[..end]);
        }
        rest = &after[end + 1..];
    }
    text.push_str(rest);
    found.push((style, text));
    found
}

fn changed(mut style: Style, codes: &str) -> Style {
    for code in codes.split(';') {
        match code.parse::<u8>().unwrap_or_default() {
            0 => style = Style::default(),
            1 => style.bold = true,
            2 => style.dim = true,
            22 => (style.bold, style.dim) = (false, false),
            color @ 30..=37 => style.color = Some(color - 30),
            39 => style.color = None,
            _ => {}
        }
    }
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart_where_its_look_changes() {
        let found = stretches("a\x1b[1mb\x1b[0m\x1b[32mc\x1b[39md\x1b[2me");
        let shown: Vec<_> =
            found.iter().map(|(style, text)| (text.as_str(), style.bold, style.color)).collect();
        let expected = [("a", false, None), ("b", true, None), ("c", false, Some(2)), ("d", false, None)];
        assert_eq!(shown[..4], expected);
        assert!(found[4].0.dim);
    }

    #[test]
    fn wide_gaps_part_words() {
        let expected = [(3, "a b".to_owned()), (8, "c".to_owned())];
        assert_eq!(words(3, "a b  c "), expected);
    }

    #[test]
    fn what_would_be_markup_is_text() {
        assert!(draw("$ a <b> & c").contains("$ a &lt;b&gt; &amp; c"));
    }
}
