# Everything a newcomer needs. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help demo test test-full simulate-faults bench-peers deb build fuzz lint format clean

step := deploy/step
# Our Swift: generated protobuf code keeps the shape its generator gave it.
swift_files = find Package.swift Sources Tests $(wildcard Benchmarks) \
	-name .build -prune -o -name '*.swift' ! -name '*.pb.swift' -print0

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-15s %s\n' "$$name" "$$what"; done

demo: ## install what is missing, build, and run a simulated day through the real daemon
	@deploy/setup build
	@$(step) "building firstmile in release mode (the first time takes some minutes)" \
		swift build -c release --product firstmile
	@.build/release/firstmile demo

test: ## install what is missing, build, and run all tests
	@deploy/setup test
	@$(step) "building the tests (the first time takes some minutes)" swift build --build-tests
	@$(step) "testing the modules" swift test --skip-build --disable-xctest --skip '^(EndToEndTests|FeedTests|DashboardTests)[.]'
	@# One at a time: what waits for others would wait for all other tests, and two daemons would time each other.
	@$(step) "testing the feed's server and clients, and the HTTP server" \
		swift test --skip-build --disable-xctest --no-parallel --filter '^(FeedTests|DashboardTests)[.]'
	@$(step) "testing the daemon as a process of its own" \
		swift test --skip-build --disable-xctest --no-parallel --filter '^EndToEndTests[.]'

test-full: ## what depends on numbers, with the release build and all of them: kills at speed, a hundred positions
	@deploy/setup test
	@$(step) "building the tests (the first time takes some minutes)" swift build --build-tests
	@$(step) "building firstmile in release mode (the first time takes some minutes)" \
		swift build -c release --product firstmile
	@FIRSTMILE_PROGRAM=$(CURDIR)/.build/release/firstmile $(step) "testing the release build" \
		swift test --skip-build --disable-xctest --no-parallel \
		--filter '^EndToEndTests[.](FeedTests|ReplayTests|FaultTests|KillTests|PagesTests)[/.]'

simulate-faults: ## play SEEDS=1000 seeds from FROM=1 on through the simulator; VERBOSE=1 tells their whole story
	@deploy/setup build
	@$(step) "building the simulator in release mode (the first time takes some minutes)" \
		swift build -c release --product simulate-faults
	@.build/release/simulate-faults $(or $(SEEDS),1000) $(or $(FROM),1) $(if $(VERBOSE),--verbose)

bench-peers: ## install PostgreSQL, Redis and NATS, and measure them beside the daemon; PEERS="--runs 5 --place DIR"
	@deploy/setup peers
	@$(step) "building the benchmarks in release mode (the first time takes some minutes)" \
		swift build -c release --package-path Benchmarks
	@python3 Benchmarks/peers/peers.py $(PEERS)

deb: ## make a Debian 12 package in .build/deb: program, service, settings, man pages, completions
	@deploy/setup build
	@$(step) "making the Debian package (the first time takes some minutes)" deploy/deb/build
	@ls .build/deb/*.deb

build: ## build everything in debug mode
	@deploy/setup build
	@$(step) "building (the first time takes some minutes)" swift build

SECONDS = 60
fuzz: ## every decoder against damaged input, for SECONDS each; other settings: FUZZ="--target log --seed 7"
	@deploy/setup build
	@$(step) "building the fuzzer in release mode (the first time takes some minutes)" \
		swift build -c release --product Fuzz
	@.build/release/Fuzz --seconds $(SECONDS) $(FUZZ)

lint: ## check the formatting; changes nothing
	@$(step) "checking the formatting" \
		sh -c "$(swift_files) | xargs -0 swift format lint --strict --parallel"

format: ## format the Swift files in place
	@$(swift_files) | xargs -0 swift format format --in-place --parallel

clean: ## remove what was built
	@rm -rf .build .venv
