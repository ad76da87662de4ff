SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: build test crash format lint

build:
	swift build -c release

test:
	swift test

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

crash:
	Tests/Crash/crash.py
