# Every command of the project. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help run dev test test-faults conformance nightly release fmt checks lint deny unit e2e size bench clean

help: ## Lists the commands
	@echo "Teahouse"
	@echo
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | \
		awk -F ':.*## ' '{ printf "  make %-11s %s\n", $$1, $$2 }'
	@echo
	@echo "  TEAHOUSE_LISTEN and TEAHOUSE_DATA say where make run listens and keeps its data,"
	@echo "  TEAHOUSE_TOOLS where build tools are installed (~/.cache/teahouse/tools)."

run: ## Opens the house at http://127.0.0.1:3000, installing and building what is missing
	@scripts/run.sh

dev: ## The same for developers: builds again and reloads at every change
	@scripts/dev.sh

test: ## Everything: format, lints, dependencies, unit, integration and browser tests
	@scripts/test.sh

test-faults: ## Cuts, stops and floods links for many rounds, runs Autobahn, kills the server 200 times
	@scripts/test.sh faults

conformance: ## Autobahn, which tries a WebSocket in 517 ways, against one that says everything again
	@scripts/test.sh conformance

nightly: ## Kills the server 200 times under writers; TEAHOUSE_KILLS and TEAHOUSE_SEED change that
	@scripts/test.sh nightly

release: ## Builds the single binary with all assets in it: target/dist/teahouse
	@scripts/release.sh

fmt: ## Formats the Rust sources
	@cargo fmt --all

checks: ## Format, types of the browser tests, shell scripts
	@scripts/test.sh checks

lint: ## Clippy, once per target
	@scripts/test.sh lints

deny: ## Licences, sources and known vulnerabilities of dependencies
	@scripts/test.sh dependencies

unit: ## Unit, integration and documentation tests
	@scripts/test.sh unit

e2e: ## Browser tests; ARGS go to Playwright, for example ARGS="--project desktop-js room"
	@ARGS='$(ARGS)' scripts/test.sh end2end

size: ## Compares the browser's part with its size budget
	@scripts/wasm-size.sh

bench: ## Measures everything in about four minutes: OUT= and PLOTS= name folders; ARGS go to the load generator alone
ifeq ($(ARGS),)
	@scripts/bench.sh $(if $(OUT),--out '$(OUT)') $(if $(PLOTS),--plots '$(PLOTS)')
else
	@cargo run --release -p server --example load -- $(ARGS)
endif

clean: ## Removes what was built; data and tools stay
	@cargo clean
