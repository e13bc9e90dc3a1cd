#!/bin/sh
# Compile requirements/*.in to *.txt: exact versions with hashes, for all platforms, without registry URLs. Needs uv.
set -eu
cd "$(dirname "$0")/../requirements"

compile() {
    list=$1
    shift
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
        "$@" "$list.in" -o "$list.txt"
}

# Each list uses the versions of the previous ones, so that all can be installed in one environment.
compile run
compile package -c run.txt
compile build -c run.txt -c package.txt
compile test -c run.txt -c package.txt -c build.txt
compile bench -c run.txt -c package.txt -c build.txt -c test.txt
compile mutation -c run.txt -c package.txt -c build.txt -c test.txt
compile node
