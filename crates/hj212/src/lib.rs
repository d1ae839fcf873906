//! The HJ 212 wire protocol between data loggers and platforms: frames, CRC, packets, commands.
