# Everything that a person or CI does with this project.
#   make run     the demo city, pages on http://127.0.0.1:8080/
#   make test    every test, in a real browser too
#   make check   formatting, lints, licences
#   make bench   speed and memory against named peers
#   make build   the program as bin/bishui

SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: run test check bench build web prerequisites clean

# The same build serves run, test and build: the query engine is compiled once.
# Where cargo builds is asked of cargo itself: a variable or a person's own configuration may have moved it.
TARGET = cargo metadata --no-deps --format-version 1 | node -p 'JSON.parse(require("fs").readFileSync(0)).target_directory'

run: build
	bin/bishui demo

build: web
	cargo build --workspace --all-targets --locked
	@mkdir -p bin
	@ln -sf "$$($(TARGET))/debug/bishui" bin/bishui

# Styles and islands; the server embeds what lies in web/dist.
web: prerequisites web/node_modules/.installed
	@cd web && npm run --silent check && npm run --silent build

web/node_modules/.installed: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

prerequisites:
	@scripts/prerequisites

test: build
	scripts/test

check: web
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	scripts/licences

bench: build
	cargo bench --locked -p bench
	"$$($(TARGET))/debug/bench-gateway" speed
	"$$($(TARGET))/debug/bench-gateway" idle

clean:
	cargo clean
	rm -rf bin web/dist web/node_modules
