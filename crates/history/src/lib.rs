//! What the instruments say: the durable inbox, the columnar lake, and queries over both.
