//! Reads and checks a city folder: plan, places, people; reports every fault with its place in the text.
