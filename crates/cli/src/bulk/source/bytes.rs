//! The bytes of a file: read twice, in UTF-8, and no more of them than there is room for.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use encoding_rs::Encoding;
use sha2::{Digest, Sha256};

use crate::bulk::bounds::file::{KEPT, ROW};

/// What some programs write before UTF-8.
pub const BYTE_ORDER_MARK: &[u8; 3] = b"\xef\xbb\xbf";
pub const NO_UTF8: &str = "it is not UTF-8: say what it is, as in --encoding windows-1252 for a file of Excel under Windows, or save it \
                       as \"CSV UTF-8\"";
/// How much of a file is looked at to find out what it is.
const STARTS: usize = 1 << 16;

/// The encoding that a name is of.
pub fn encoding(name: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label(name.trim().as_bytes());
    let known = known.or_else(|| Encoding::for_label(name.replace(['-', '_', ' '], "").as_bytes()));
    known.ok_or_else(|| {
        "it is not a known encoding; some are windows-1252, iso-8859-2, macintosh, shift_jis".to_owned()
    })
}

pub trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

/// A file that can be read twice; what cannot, such as a pipe, is kept.
pub fn bytes_of(path: &Path) -> io::Result<Box<dyn Bytes>> {
    if path == Path::new("-") {
        return Ok(Box::new(Cursor::new(read_all(io::stdin().lock())?)));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_file() {
        return Ok(Box::new(file));
    }
    Ok(Box::new(Cursor::new(read_all(file)?)))
}

/// How much is read at once.
const PART: usize = 1 << 20;

pub fn read_all(bytes: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = bytes.take(KEPT + 1);
    // A list that grows has up to three times its length. Parts of one length have no more than once, and twice at the end.
    let mut parts: Vec<Vec<u8>> = Vec::new();
    loop {
        let mut part = Vec::with_capacity(PART);
        bytes.by_ref().take(PART as u64).read_to_end(&mut part)?;
        if part.is_empty() {
            break;
        }
        parts.push(part);
    }
    let length: usize = parts.iter().map(Vec::len).sum();
    if length as u64 > KEPT {
        let why = format!("it is larger than {} MiB; save it as a file", KEPT >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    Ok(parts.concat())
}

/// Refuses what would have to be kept whole and is too large for that.
pub fn refuse_larger(bytes: &mut Box<dyn Bytes>, most: u64, advice: &str) -> io::Result<()> {
    let length = bytes.seek(SeekFrom::End(0))?;
    bytes.rewind()?;
    if length <= most {
        return Ok(());
    }
    let why = format!("it is larger than {} MiB; {advice}", most >> 20);
    Err(io::Error::new(io::ErrorKind::FileTooLarge, why))
}

/// A file in UTF-16, as spreadsheets write "Unicode text", is turned into UTF-8.
pub fn in_utf8(mut bytes: Box<dyn Bytes>) -> io::Result<Box<dyn Bytes>> {
    let mut mark = [0; 2];
    let unit = match bytes.read(&mut mark)? {
        2 if mark == [0xff, 0xfe] => u16::from_le_bytes,
        2 if mark == [0xfe, 0xff] => u16::from_be_bytes,
        _ => {
            bytes.rewind()?;
            return Ok(bytes);
        }
    };
    refuse_larger(&mut bytes, KEPT, "save it as UTF-8")?;
    bytes.seek(SeekFrom::Start(2))?;
    let all = read_all(bytes)?;
    let (pairs, rest) = all.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    let text = text
        .ok()
        .filter(|_| rest.is_empty())
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it is cut off or no UTF-16"))?;
    Ok(Box::new(Cursor::new(text.into_bytes())))
}

/// The same of a file in any other encoding.
pub fn in_encoding(mut bytes: Box<dyn Bytes>, encoding: &'static Encoding) -> io::Result<Box<dyn Bytes>> {
    refuse_larger(&mut bytes, KEPT, "save it as UTF-8")?;
    let all = read_all(bytes)?;
    let (text, used, is_malformed) = encoding.decode(&all);
    if is_malformed {
        let why = format!("it is not {}, or is damaged", used.name());
        return Err(io::Error::new(io::ErrorKind::InvalidData, why));
    }
    Ok(Box::new(Cursor::new(text.into_owned().into_bytes())))
}

/// Whether there is nothing in it, as in the output of a list that has no items.
pub fn is_blank(bytes: &mut Box<dyn Bytes>) -> io::Result<bool> {
    let start = start_of(bytes)?;
    let text = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&start);
    Ok(start.len() < STARTS && text.trim_ascii().is_empty())
}

/// Goes past the mark that some programs write before UTF-8. Gives how long it is.
pub fn skip_mark(bytes: &mut Box<dyn Bytes>) -> io::Result<u64> {
    let mut mark = [0; 3];
    let read = bytes.read(&mut mark)?;
    let length = if read == 3 && mark == *BYTE_ORDER_MARK { 3 } else { 0 };
    bytes.seek(SeekFrom::Start(length))
}

pub fn digest(bytes: &mut Box<dyn Bytes>) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        let read = bytes.read(&mut block)?;
        if read == 0 {
            break;
        }
        hasher.update(&block[..read]);
    }
    bytes.rewind()?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

pub fn start_of(bytes: &mut Box<dyn Bytes>) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    bytes.take(STARTS as u64).read_to_end(&mut start)?;
    bytes.seek(SeekFrom::Start(0))?;
    Ok(start)
}

pub fn too_long() -> io::Error {
    let why = format!("it is longer than {} KiB; is a quote not closed?", ROW >> 10);
    io::Error::new(io::ErrorKind::InvalidData, why)
}
