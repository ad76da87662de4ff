SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: packages build run test docs crash format lint

# What Debian and Ubuntu call the libraries that the program stands on, and what its checks and documents use.
PACKAGES := libsqlite3-dev libssl-dev libyaml-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libstemmer-dev \
	libcld2-dev pkg-config tzdata python3 sqlite3
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# Installs the system packages that are missing, and says which.
packages:
	@missing=$$(for name in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}' $$name 2>/dev/null | grep -q 'ok installed' || echo $$name; done); \
	if [ -n "$$missing" ]; then \
		echo "Installing" $$missing; $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy $$missing; fi

build: packages
	swift build -c release

# The demo company on http://localhost:8000, in the development setting.
run: build
	ENVIRONMENT=development .build/release/fte serve

test: packages
	swift test

# Checks that the documents say what is so; `docs/check --write` brings their generated parts up to date.
docs: packages
	swift build --product fte
	docs/check .build/debug/fte

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

crash:
	Tests/Crash/crash.py
