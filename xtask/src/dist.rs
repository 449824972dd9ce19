//! `cargo xtask dist`: what people get who do not build oktars: the binary, and what goes with it.
//!
//! The programs that make it are those of the system (tar, strip, sha256sum), so the chores need no more crates.

mod bill;
mod licences;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::{Outcome, root};

/// The one platform for which this machine can make it. `.github/workflows/dist.yml` has recipes for others.
const PLATFORM: &str = "linux-x64";
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What the binary has: all of its features.
const FEATURES: &str = "full";

/// The shells for which there is a script with completions, and what its file is called.
const SHELLS: [(&str, &str); 3] = [("bash", "oktars.bash"), ("zsh", "_oktars"), ("fish", "oktars.fish")];

/// Builds with a profile, or takes a binary that is there, and packs it into a folder.
pub fn run(profile: Option<&str>, binary: Option<PathBuf>, out: Option<PathBuf>) -> Outcome {
    let built = match binary {
        Some(path) => path,
        None => build(profile.unwrap_or("dist"))?,
    };
    let out = out.unwrap_or_else(|| root().join("target/oktars-dist"));
    let version = version_of(&built)?;
    let name = format!("oktars-{version}-{PLATFORM}");
    let folder = out.join(&name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| told(&folder, &error))?;
    }
    make(&folder)?;
    let packed = folder.join("oktars");
    system("strip", &["--strip-all", "-o", text(&packed), text(&built)])?;
    let content = fs::read(&packed).map_err(|error| told(&packed, &error))?;
    let glibc = needed_glibc(&content).ok_or("the binary names no version of glibc")?;
    write_pages(&packed, &folder)?;
    let metadata = metadata()?;
    let crates = bill::crates_of(&metadata)?;
    write(&folder.join("THIRD-PARTY-LICENSES.txt"), &licences::text(&crates)?)?;
    write(&folder.join("sbom.cdx.json"), &format!("{:#}\n", bill::bill(&version, &crates, &checksums()?)))?;
    for name in ["LICENSE", "README.md", "CHANGELOG.md"] {
        fs::copy(root().join(name), folder.join(name)).map_err(|error| told(&folder, &error))?;
    }
    let about = json!({
        "version": version,
        "platform": PLATFORM,
        "target": TARGET,
        "glibc": format!("{}.{}", glibc.0, glibc.1),
        "bytes": content.len(),
    });
    write(&folder.join("platform.json"), &format!("{about:#}\n"))?;
    let archive = format!("{name}.tar.gz");
    pack(&out, &name, &archive)?;
    let sums = system_in(&out, "sha256sum", &[&archive, &format!("{name}/oktars")])?;
    write(&out.join("SHA256SUMS"), &sums)?;
    println!(
        "{}: {} bytes stripped, glibc {}.{} or newer, {} crates",
        out.join(&archive).display(),
        content.len(),
        glibc.0,
        glibc.1,
        crates.len()
    );
    Ok(())
}

fn build(profile: &str) -> Result<PathBuf, String> {
    let arguments =
        ["build", "--locked", "--package", "oktars-cli", "--features", FEATURES, "--profile", profile];
    let status = Command::new("cargo").args(arguments).current_dir(root()).status();
    match status {
        Ok(status) if status.success() => {}
        _ => return Err(format!("cargo {} failed", arguments.join(" "))),
    }
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(root().join("target").join(folder).join("oktars"))
}

/// The version that the binary has, which must be the one of this repository.
fn version_of(binary: &Path) -> Result<String, String> {
    let said = system(text(binary), &["--version"])?;
    let own = env!("CARGO_PKG_VERSION");
    match said.trim().strip_prefix("oktars ") {
        Some(version) if version == own => Ok(version.to_owned()),
        _ => {
            Err(format!("{} says {:?}, and this repository has version {own}", binary.display(), said.trim()))
        }
    }
}

/// Manual pages and completions, as the binary itself writes them.
fn write_pages(binary: &Path, folder: &Path) -> Outcome {
    let pages = folder.join("man/man1");
    make(&pages)?;
    system(text(binary), &["man", "--dir", text(&pages)])?;
    let completions = folder.join("completions");
    make(&completions)?;
    for (shell, file) in SHELLS {
        write(&completions.join(file), &system(text(binary), &["completion", shell])?)?;
    }
    Ok(())
}

/// The newest version of glibc of which the binary needs something: it runs with this one and with all later ones.
///
/// The linker wrote the versions as texts into the binary.
fn needed_glibc(binary: &[u8]) -> Option<(u32, u32)> {
    const MARK: &[u8] = b"GLIBC_";
    let marks = binary.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK);
    let versions = marks.filter_map(|(at, _)| {
        let rest = &binary[at + MARK.len()..];
        let end = rest.iter().take(12).position(|byte| *byte == 0)?;
        let (major, minor) = std::str::from_utf8(&rest[..end]).ok()?.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    });
    versions.max()
}

/// What cargo knows of the command and of all that it is made of.
fn metadata() -> Result<Value, String> {
    let manifest = root().join("crates/cli/Cargo.toml");
    let arguments = [
        "metadata",
        "--format-version=1",
        "--locked",
        "--features",
        FEATURES,
        "--filter-platform",
        TARGET,
        "--manifest-path",
        text(&manifest),
    ];
    serde_json::from_str(&system("cargo", &arguments)?).map_err(|error| format!("cargo metadata: {error}"))
}

/// The checksum of each crate that comes from the registry, as `NAME VERSION` and its hash.
fn checksums() -> Result<Vec<(String, String)>, String> {
    let path = root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).map_err(|error| told(&path, &error))?;
    let value = |block: &str, name: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(&format!("{name} = \"")))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let blocks = lock.split("[[package]]");
    let sums = blocks.filter_map(|block| {
        let named = format!("{} {}", value(block, "name")?, value(block, "version")?);
        Some((named, value(block, "checksum")?))
    });
    Ok(sums.collect())
}

/// An archive that is the same whenever it is made of the same files.
fn pack(out: &Path, name: &str, archive: &str) -> Outcome {
    let same =
        ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "--mode=u=rwX,go=rX"];
    let arguments: Vec<&str> = same.into_iter().chain(["-I", "gzip -9n", "-cf", archive, name]).collect();
    system_in(out, "tar", &arguments).map(drop)
}

fn make(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| told(folder, &error))
}

fn write(path: &Path, content: &str) -> Outcome {
    fs::write(path, content).map_err(|error| told(path, &error))
}

fn told(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

/// Paths of this repository are texts.
fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

fn system(program: &str, arguments: &[&str]) -> Result<String, String> {
    system_in(Path::new("."), program, arguments)
}

/// What a program prints; its complaints go to the terminal.
fn system_in(folder: &Path, program: &str, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stderr(Stdio::inherit());
    let ran = command.output().map_err(|error| format!("{program}: {error}"))?;
    if !ran.status.success() {
        return Err(format!("{program} {} failed: {}", arguments.join(" "), ran.status));
    }
    String::from_utf8(ran.stdout).map_err(|error| format!("{program}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_of_glibc_counts_as_a_number() {
        let cases: [(&[u8], _); 4] = [
            (b"..GLIBC_2.9\0GLIBC_2.34\0GLIBC_2.17\0", Some((2, 34))),
            (b"GLIBC_PRIVATE\0GLIBC_2.2.5\0GLIBC_2.4\0", Some((2, 4))),
            (b"GLIBC_2.99 is named in a text\0", None),
            (b"nothing", None),
        ];
        for (binary, version) in cases {
            assert_eq!(needed_glibc(binary), version, "{}", String::from_utf8_lossy(binary));
        }
    }

    /// A crate without a checksum would leave the bill of materials unproven.
    #[test]
    fn each_crate_of_the_registry_has_a_checksum_and_a_licence() {
        let crates = bill::crates_of(&metadata().unwrap()).unwrap();
        let sums = checksums().unwrap();
        assert!(crates.len() > 100, "{}", crates.len());
        for one in &crates {
            let named = format!("{} {}", one.name, one.version);
            let known = sums.iter().any(|(name, sum)| *name == named && sum.len() == 64);
            assert!(known != one.is_ours, "{named} has a checksum: {known}");
            assert!(one.licence.is_some(), "{named} states no licence");
        }
        let tests_alone = ["proptest", "openidconnect"];
        assert!(
            !crates.iter().any(|one| tests_alone.contains(&one.name.as_str())),
            "what only tests need is not shipped"
        );
    }
}
