//! The rules of the code base that no compiler knows. Each is shown a source that breaks it: a
//! rule that finds nothing there would find nothing anywhere.

#[cfg(test)]
mod rules;
#[cfg(test)]
mod source;
