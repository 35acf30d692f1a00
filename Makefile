# Every verb does its own set-up. `make` alone prints this list.
#   make demo        合成城市、推导、与答案核对，启动接口和看板（ENGINE=neo4j 换引擎，DETACH=1 启动后返回）
#                    synthetic city, derivation, answers, API and dashboard (ENGINE=neo4j, DETACH=1 returns)
#   make stop        停止 make demo 启动的全部进程 / stop everything that make demo started
#   make test        全部检查与测试 / all checks and tests      make test-fast  其中快的部分 / the fast part
#   make lint        ruff、mypy、分层约束 / ruff, mypy, layers   make format     统一格式 / format the code
#   make lock        重新生成依赖锁（UPGRADE=1 取最新版） / solve the locks again
#   make extras      附加组件：Spark、py2neo / the extras: Spark, py2neo
#   make bench       性能对比 / speed comparisons               make clean      删除环境与缓存 / remove .venv and caches
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo stop test test-fast lint format lock bench clean extras neo4j-or-say spark-or-say

ENGINE ?= arcadedb
BIN := .venv/bin
# Each engine, the browser and the commands run in one worker each; PYTEST_WORKERS=0 runs all in one process.
PYTEST_WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadscope
PYTEST_ARGS ?=

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@deploy/bootstrap/setup.sh

demo: setup
	@if [ "$(ENGINE)" = neo4j ]; then deploy/bootstrap/check-neo4j.sh; fi
	@$(BIN)/python -m creditgraph.demo --engine $(ENGINE) --serve $(if $(DETACH),detached,until-stopped)

stop:
	@if [ -x $(BIN)/creditgraph ]; then $(BIN)/creditgraph down; else echo "没有运行环境，无需停止 / nothing to stop"; fi

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Without Java or Maven the Neo4j half is left out and named; CREDITGRAPH_REQUIRE=neo4j turns that into a failure.
neo4j-or-say:
	@deploy/bootstrap/check-neo4j.sh || case ",$(CREDITGRAPH_REQUIRE)," in \
	    *,neo4j,*) exit 1 ;; \
	    *) echo "本次测试不含 Neo4j / this run leaves Neo4j out" >&2 ;; esac

extras: setup
	@deploy/bootstrap/extras.sh

spark-or-say: setup
	@deploy/bootstrap/extras.sh || case ",$(CREDITGRAPH_REQUIRE)," in \
	    *,spark,*) exit 1 ;; \
	    *) echo "本次测试不含 Spark / this run leaves Spark out" >&2 ;; esac

test: lint neo4j-or-say spark-or-say
	$(PYTEST) $(PYTEST_ARGS)

test-fast: setup
	CREDITGRAPH_TEST_ENGINES=arcadedb $(PYTEST) -m "not slow and not e2e" $(PYTEST_ARGS)

lock: setup
	$(BIN)/python deploy/bootstrap/lock.py $(if $(UPGRADE),--upgrade)

bench: setup
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

clean: stop
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
	@echo "数据目录未动 / the data folder was left alone"
