//! The floors of a crate: a module uses the floors below its own, and its own.

use super::imports::Imports;

/// A crate, its floors from the lowest, and how many modules may use each other in a circle.
struct House {
    folder: &'static str,
    /// Each floor is a list of modules. What is named nowhere is on top.
    floors: &'static [&'static [&'static str]],
    /// The largest circle that is allowed.
    largest: usize,
}

const HOUSES: &[House] = &[
    House {
        folder: "crates/local/src",
        floors: &[
            &["kernel"],
            &["language"],
            &["document"],
            &["resource"],
            &["outside"],
            &["sign_in"],
            &["door"],
            &["play"],
            &["org"],
            &["wire"],
        ],
        // It may only shrink.
        largest: 6,
    },
    House { folder: "crates/oktars/src", floors: &[], largest: 5 },
    House { folder: "crates/cli/src", floors: &[], largest: 5 },
];

/// What is wrong, and a line of figures for each crate.
pub fn check() -> Result<(Vec<String>, Vec<String>), String> {
    let (mut wrong, mut figures) = (Vec::new(), Vec::new());
    for house in HOUSES {
        let imports = Imports::of(house.folder)?;
        wrong.extend(upwards(house, &imports));
        let cycles = imports.cycles();
        let largest = cycles.first().map_or(0, Vec::len);
        let below = house.floors.iter().copied().flatten().filter(|name| **name != "resource");
        let outside = below.filter(|floor| cycles.iter().flatten().any(|name| is_in(name, floor))).count();
        figures.push(format!(
            "{}: {} imports, the largest circle has {largest} modules (at most {}), {outside} floors have one",
            house.folder,
            imports.uses().count(),
            house.largest
        ));
        if largest > house.largest {
            let circle = cycles.first().map(|cycle| cycle.join(", ")).unwrap_or_default();
            wrong.push(format!(
                "{}: {largest} modules use each other in a circle, and at most {} may: {circle}",
                house.folder, house.largest
            ));
        }
    }
    Ok((wrong, figures))
}

fn upwards(house: &House, imports: &Imports) -> Vec<String> {
    let mut found = Vec::new();
    for (from, to) in imports.uses() {
        if floor(house, to) > floor(house, from) {
            found.push(format!("{}: `{from}` uses `{to}`, which is on a floor above it", house.folder));
        }
    }
    found
}

fn floor(house: &House, module: &str) -> usize {
    let found = house.floors.iter().position(|floor| floor.iter().any(|name| is_in(module, name)));
    found.unwrap_or(house.floors.len())
}

fn is_in(module: &str, floor: &str) -> bool {
    module == floor || module.starts_with(&format!("{floor}::"))
}
