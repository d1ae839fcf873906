//! Governance rules as pure functions over typed inputs, each result with its reasons.
