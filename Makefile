SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: build run test suites servers servers-stop cluster cluster-stop crash chaos models acceptance conform browser bench format lint docs

# The debug build's program, which the tests drive from outside.
TESTED := $(CURDIR)/.build/debug/fte
# Public test material that is kept outside the repository.
SHARED := $(or $(FTE_SHARED_DATA),$(CURDIR)/../shared)
AXE := $(wildcard $(SHARED)/web/axe.min.js)
CRASH_OPTIONS ?=
CHAOS_OPTIONS ?=
MODELS_OPTIONS ?=
ACCEPTANCE_OPTIONS ?=

build:
	@scripts/packages build
	swift build -c release

run: build
	ENVIRONMENT=development .build/release/fte serve --data-dir data --port 8000

# All suites, with the servers that they need. Seeds and numbers of kills are those of CI; `make crash` and `make chaos`
# have their own.
test:
	@scripts/packages test
	swift build --build-tests
	scripts/postgres-servers with $(MAKE) --no-print-directory suites

suites:
	Tests/Scripts/check.py
	FTE_BINARY=$(TESTED) Tests/Cluster/rolling_restart
	@scripts/python-tools
	.build/python/bin/python Tests/Crash/check_invariants.py
	FTE_BINARY=$(TESTED) Tests/Crash/crash.py --seed 20261121 --kills 34
	FTE_BINARY=$(TESTED) .build/python/bin/python Tests/Crash/chaos.py --seed 20261121 --kills 60
	FTE_BINARY=$(TESTED) .build/python/bin/python Tests/LanguageModelDesk/run
	FTE_BINARY=$(TESTED) Tests/Acceptance/run --times 3 --seconds 20
	Benchmarks/conform
	@$(MAKE) --no-print-directory browser FTE_BINARY=$(TESTED)
	docs/check $(TESTED)
	swift test --disable-xctest

# Leaves PostgreSQL running for `swift test`: eval "$$(make servers)", or paste the exports that it prints.
servers:
	@scripts/postgres-servers start .build/servers

servers-stop:
	@scripts/postgres-servers stop .build/servers

# Two APIs, three workers, PostgreSQL and HAProxy on http://127.0.0.1:8080; more by `scripts/cluster`.
cluster: build
	@scripts/packages test
	@scripts/cluster start

cluster-stop:
	@scripts/cluster stop

# The full crash test: 200 kills and a new seed, on the build that is there.
crash:
	Tests/Crash/crash.py $(CRASH_OPTIONS)

# The same on PostgreSQL, with the server among the victims: 500 kills and a new seed.
chaos:
	@scripts/packages test
	@scripts/python-tools
	.build/python/bin/python Tests/Crash/chaos.py --kills 500 $(CHAOS_OPTIONS)

# What becomes of the desk when its language model is ill, wrong, slow, dear or away, on the build that is there.
models:
	Tests/LanguageModelDesk/run $(MODELS_OPTIONS)

acceptance:
	Tests/Acceptance/run $(ACCEPTANCE_OPTIONS)

# Compares the agent runtime with the openai-agents package for Python.
conform:
	swift build --product agent-peer
	Benchmarks/conform

browser:
	@scripts/python-tools
	FTE_BINARY=$(FTE_BINARY) Tests/Program/with-program \
		.build/python/bin/python Tests/Browser/check.py --url {url} $(if $(AXE),--axe $(AXE))

# Checks that the documents say what is so; `docs/check --write` brings their generated parts up to date.
docs:
	swift build --product fte
	docs/check $(TESTED)

format:
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks

# Measures the release build beside this machine's raw limits. Needs wrk and pgbench.
bench: build
	Benchmarks/run
	Benchmarks/agents
	scripts/postgres-servers --versions 18 --durable with Benchmarks/postgres
