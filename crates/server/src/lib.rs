//! Pages for people, in Chinese and English, with the why behind every number.
