//! Joins the history and the city folder through standards and rules: verdicts with their reasons.
