use crate::Operation;
pub(crate) const ALL: &[&Operation] = &[];
